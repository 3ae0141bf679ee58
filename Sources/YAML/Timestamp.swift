/// A date or a point in time as YAML 1.1 writes it, for printing it as RFC 3339 does.
///
/// Accepts `2001-1-2`, `2001-1-2 3:4:5.6` and `2001-1-2T3:4:5.6Z` with `Z` or an offset such as
/// `+01:00`; `T` may be lower case, the fraction may follow a comma.
struct Timestamp: Hashable {
  private var year = 0
  private var month = 0
  private var day = 0
  private var hour = 0
  private var minute = 0
  private var second = 0
  private var nanosecond = 0
  private var offsetInMinutes = 0

  init?(_ text: Span<UInt8>) {
    guard text.count >= 8, text[4] == UInt8(ascii: "-") else { return nil }
    var cursor = DigitCursor(at: 0)
    guard let year = cursor.number(in: text, digits: 4...4), cursor.skip("-", in: text),
      let month = cursor.number(in: text, digits: 1...2), cursor.skip("-", in: text),
      let day = cursor.number(in: text, digits: 1...2),
      (1...12).contains(month), (1...Self.days(in: month, of: year)).contains(day)
    else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
    if cursor.isAtEnd(of: text) { return }
    let hasZone = cursor.skip("T", in: text) || cursor.skip("t", in: text)
    guard hasZone || cursor.skip(" ", in: text),
      let hour = cursor.number(in: text, digits: 1...2), hour < 24, cursor.skip(":", in: text),
      let minute = cursor.number(in: text, digits: 1...2), minute < 60, cursor.skip(":", in: text),
      let second = cursor.number(in: text, digits: 1...2), second < 60
    else { return nil }
    (self.hour, self.minute, self.second) = (hour, minute, second)
    nanosecond = cursor.fraction(in: text)
    if hasZone {
      guard let offset = Self.offset(in: text, &cursor) else { return nil }
      offsetInMinutes = offset
    }
    guard cursor.isAtEnd(of: text) else { return nil }
  }

  /// The time as RFC 3339 writes it; nil if its offset is not below 24 hours.
  var text: String? {
    let offset = offsetInMinutes.magnitude
    guard offset < 24 * 60 else { return nil }
    var text = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    text += "T\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))"
    if nanosecond > 0 {
      var digits = Substring(padded(nanosecond, 9))
      while digits.utf8.last == UInt8(ascii: "0") { digits.removeLast() }
      text += "." + digits
    }
    guard offset > 0 else { return text + "Z" }
    let sign = offsetInMinutes < 0 ? "-" : "+"
    return text + "\(sign)\(padded(Int(offset / 60), 2)):\(padded(Int(offset % 60), 2))"
  }

  private func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }

  private static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func offset(in text: Span<UInt8>, _ cursor: inout DigitCursor) -> Int? {
    if cursor.skip("Z", in: text) { return 0 }
    let isNegative = cursor.skip("-", in: text)
    guard isNegative || cursor.skip("+", in: text),
      let hours = cursor.number(in: text, digits: 2...2), hours <= 24, cursor.skip(":", in: text),
      let minutes = cursor.number(in: text, digits: 2...2), minutes <= 60
    else { return nil }
    return (isNegative ? -1 : 1) * (hours * 60 + minutes)
  }
}

/// A place in text from which numbers are read.
private struct DigitCursor {
  private var index: Int

  init(at index: Int) {
    self.index = index
  }

  func isAtEnd(of text: Span<UInt8>) -> Bool {
    index == text.count
  }

  mutating func skip(_ character: Unicode.Scalar, in text: Span<UInt8>) -> Bool {
    guard index < text.count, text[index] == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  mutating func number(in text: Span<UInt8>, digits: ClosedRange<Int>) -> Int? {
    var value = 0
    var count = 0
    while count < digits.upperBound, let digit = digit(in: text) {
      value = value * 10 + digit
      count += 1
    }
    return digits.contains(count) ? value : nil
  }

  /// Nanoseconds after `.` or `,`; further digits are dropped.
  mutating func fraction(in text: Span<UInt8>) -> Int {
    let start = index
    guard skip(".", in: text) || skip(",", in: text) else { return 0 }
    var value = 0
    var count = 0
    while let digit = digit(in: text) {
      if count < 9 { value = value * 10 + digit }
      count += 1
    }
    guard count > 0 else {
      index = start
      return 0
    }
    while count < 9 {
      value *= 10
      count += 1
    }
    return value
  }

  private mutating func digit(in text: Span<UInt8>) -> Int? {
    guard index < text.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[index]) else {
      return nil
    }
    defer { index += 1 }
    return Int(text[index] &- UInt8(ascii: "0"))
  }
}
