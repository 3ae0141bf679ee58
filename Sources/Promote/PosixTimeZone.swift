internal import Project

/// A rule for a zone of time, as in the variable `TZ`: `CET-1CEST,M3.5.0,M10.5.0/3`.
///
/// See POSIX.1-2024, chapter 8.3, with the hours beyond a day of RFC 8536.
struct PosixTimeZone {
  private var standard: Int64
  private var daylight: Change?

  private struct Change {
    var offset: Int64
    var start: Day
    var end: Day
  }

  fileprivate struct Day {
    /// The month, the week (5 is the last), the day of the week (0 is Sunday).
    var month: Int64
    var week: Int64
    var weekday: Int64
    /// Seconds after midnight.
    var time: Int64
  }

  /// The rule that a text gives; nil if it is none of a kind that is in use.
  init?(_ text: String) {
    var rest = text[...]
    guard Self.skipName(&rest), let standard = Self.time(&rest) else { return nil }
    self.standard = -standard
    guard !rest.isEmpty else { return }
    guard Self.skipName(&rest) else { return nil }
    var offset = self.standard + 3600
    if rest.first != "," {
      guard let given = Self.time(&rest) else { return nil }
      offset = -given
    }
    guard let start = Day(&rest), let end = Day(&rest), rest.isEmpty else { return nil }
    daylight = Change(offset: offset, start: start, end: end)
  }

  /// The seconds that local time is ahead of UTC.
  func offset(at time: Int64) -> Int64 {
    guard let daylight else { return standard }
    let year = CivilDay(seconds: time + standard).year
    // Each change is told in the local time before it.
    let start = daylight.start.seconds(in: year) - standard
    let end = daylight.end.seconds(in: year) - daylight.offset
    let isDaylight = start < end ? start <= time && time < end : time < end || start <= time
    return isDaylight ? daylight.offset : standard
  }

  private static func skipName(_ rest: inout Substring) -> Bool {
    let before = rest
    if rest.first == "<" {
      rest = rest.drop { $0 != ">" }.dropFirst()
    } else {
      rest = rest.drop { $0.isLetter }
    }
    return rest.startIndex != before.startIndex
  }

  /// `[+-]HH[:MM[:SS]]` in seconds.
  fileprivate static func time(_ rest: inout Substring) -> Int64? {
    var sign: Int64 = 1
    if let first = rest.first, first == "+" || first == "-" {
      sign = first == "-" ? -1 : 1
      rest = rest.dropFirst()
    }
    guard var seconds = number(&rest).map({ $0 * 3600 }) else { return nil }
    for unit: Int64 in [60, 1] where rest.first == ":" {
      rest = rest.dropFirst()
      guard let value = number(&rest) else { return nil }
      seconds += value * unit
    }
    return sign * seconds
  }

  fileprivate static func number(_ rest: inout Substring) -> Int64? {
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    rest = rest.dropFirst(digits.count)
    return Int64(digits)
  }
}

extension PosixTimeZone.Day {
  /// `,Mm.w.d[/time]`.
  fileprivate init?(_ rest: inout Substring) {
    guard rest.hasPrefix(",M") else { return nil }
    rest = rest.dropFirst(2)
    var numbers: [Int64] = []
    for position in 0..<3 {
      if position > 0 {
        guard rest.first == "." else { return nil }
        rest = rest.dropFirst()
      }
      guard let number = PosixTimeZone.number(&rest) else { return nil }
      numbers.append(number)
    }
    time = 7200
    if rest.first == "/" {
      rest = rest.dropFirst()
      guard let given = PosixTimeZone.time(&rest) else { return nil }
      time = given
    }
    (month, week, weekday) = (numbers[0], numbers[1], numbers[2])
    guard (1...12).contains(month), (1...5).contains(week), (0...6).contains(weekday) else {
      return nil
    }
  }

  /// The local time of the change in a year, in seconds since the start of 1970.
  fileprivate func seconds(in year: Int64) -> Int64 {
    let first = CivilDay(year: year, month: month, day: 1)
    var day = 1 + (weekday - first.weekday + 7) % 7 + (week - 1) * 7
    while day > first.daysOfMonth { day -= 7 }
    return (first.number + day - 1) * 86400 + time
  }
}
