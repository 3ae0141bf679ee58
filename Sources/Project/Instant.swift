/// A point in time in UTC, as seconds since 1970.
///
/// Reads the part of RFC 3339 that our documents use: `2026-12-20`, `2026-12-20T00:00Z`,
/// `2026-12-20T00:00:00Z`. Days follow the proleptic Gregorian calendar; leap seconds are none.
package struct Instant: Hashable, Sendable {
  /// Seconds since the start of 1970.
  package let seconds: Int64

  /// A time by its seconds since the start of 1970.
  package init(seconds: Int64) {
    self.seconds = seconds
  }

  /// The day, as `2026-11-25`, of a time from the year 0 on.
  package var day: String {
    let civil = CivilDay(seconds: seconds)
    return [
      Self.digits(civil.year, 4), Self.digits(civil.month, 2), Self.digits(civil.day, 2),
    ].joined(separator: "-")
  }

  /// The time to the minute, as `2026-11-25T14:05Z`.
  package var minute: String {
    let minutes = (seconds % 86400 + 86400) % 86400 / 60
    return "\(day)T\(Self.digits(minutes / 60, 2)):\(Self.digits(minutes % 60, 2))Z"
  }

  private static func digits(_ value: Int64, _ count: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
  }

  /// The time that `text` gives; nil if it is none.
  package init?(_ text: String) {
    let parts = text.split(separator: "T", omittingEmptySubsequences: false)
    guard parts.count <= 2, let days = Self.days(parts[0]) else { return nil }
    guard parts.count == 2 else {
      seconds = days * 86400
      return
    }
    guard parts[1].last == "Z" else { return nil }
    let fields = parts[1].dropLast().split(separator: ":", omittingEmptySubsequences: false)
    let numbers = fields.compactMap { Self.number($0, digits: 2) }
    guard numbers.count == fields.count, numbers.count == 2 || numbers.count == 3,
      numbers[0] < 24, numbers[1] < 60, numbers.count == 2 || numbers[2] < 60
    else { return nil }
    let second = numbers.count == 3 ? numbers[2] : 0
    seconds = days * 86400 + numbers[0] * 3600 + numbers[1] * 60 + second
  }

  /// Days since the start of 1970.
  private static func days(_ date: Substring) -> Int64? {
    let fields = date.split(separator: "-", omittingEmptySubsequences: false)
    guard fields.count == 3, let year = number(fields[0], digits: 4),
      let month = number(fields[1], digits: 2), let day = number(fields[2], digits: 2),
      (1...12).contains(month)
    else { return nil }
    let first = CivilDay(year: year, month: month, day: 1)
    guard (1...first.daysOfMonth).contains(day) else { return nil }
    return first.number + day - 1
  }

  private static func number(_ text: Substring, digits: Int) -> Int64? {
    guard text.utf8.count == digits, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return Int64(text)
  }
}
