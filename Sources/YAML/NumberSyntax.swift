/// What text that begins with a digit or a sign stands for; `_` was taken out before.
///
/// Prefixes as in Go's `strconv.ParseInt` with base 0: `0x`, `0o`, `0b`, and `0` for octal.
func parseNumber(_ text: Span<UInt8>, _ dialect: ScalarDialect) -> ScalarType {
  guard !text.isEmpty else { return .string }
  if let value = parsePrefixedInteger(text) { return value }
  if isYAMLFloat(text), let value = parseFloat(text, underscores: .none) { return .float(value) }
  // After these prefixes go-yaml parses the rest as if it stood alone, a second sign included.
  if let value = parseInteger(text, after: UInt8(ascii: "b"), radix: 2) { return value }
  if dialect == .resource, let value = parseInteger(text, after: UInt8(ascii: "o"), radix: 8) {
    return value
  }
  return .string
}

private func parsePrefixedInteger(_ text: Span<UInt8>) -> ScalarType? {
  var index = 0
  let isNegative = text[0] == UInt8(ascii: "-")
  let isSigned = isNegative || text[0] == UInt8(ascii: "+")
  if isSigned { index = 1 }
  guard index < text.count else { return nil }
  var radix: UInt64 = 10
  if text[index] == UInt8(ascii: "0"), index + 1 < text.count {
    switch text[index + 1] | 0x20 {
    case UInt8(ascii: "x"): (radix, index) = (16, index + 2)
    case UInt8(ascii: "o"): (radix, index) = (8, index + 2)
    case UInt8(ascii: "b"): (radix, index) = (2, index + 2)
    default: (radix, index) = (8, index + 1)
    }
  }
  guard let magnitude = parseMagnitude(text.extracting(index...), radix: radix) else { return nil }
  return integer(magnitude, isNegative: isNegative, isSigned: isSigned)
}

private func parseInteger(_ text: Span<UInt8>, after letter: UInt8, radix: UInt64) -> ScalarType? {
  var isNegative = text[0] == UInt8(ascii: "-")
  let wasNegative = isNegative
  var index = isNegative ? 1 : 0
  guard text.count > index + 2, text[index] == UInt8(ascii: "0"), text[index + 1] == letter else {
    return nil
  }
  index += 2
  var isSigned = isNegative
  if text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
    guard !wasNegative else { return nil }
    isNegative = text[index] == UInt8(ascii: "-")
    isSigned = true
    index += 1
  }
  guard let magnitude = parseMagnitude(text.extracting(index...), radix: radix) else { return nil }
  return integer(magnitude, isNegative: isNegative, isSigned: isSigned)
}

/// The digits of a number that fits 64 bits, all of them; nil for any other text.
private func parseMagnitude(_ digits: Span<UInt8>, radix: UInt64) -> UInt64? {
  guard !digits.isEmpty else { return nil }
  var value: UInt64 = 0
  for index in digits.indices {
    let digit: UInt64
    switch digits[index] {
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      digit = UInt64(digits[index] &- UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"):
      digit = UInt64((digits[index] | 0x20) &- UInt8(ascii: "a")) + 10
    default:
      return nil
    }
    guard digit < radix else { return nil }
    let (product, overflowed) = value.multipliedReportingOverflow(by: radix)
    let (sum, carried) = product.addingReportingOverflow(digit)
    guard !overflowed, !carried else { return nil }
    value = sum
  }
  return value
}

private func integer(_ magnitude: UInt64, isNegative: Bool, isSigned: Bool) -> ScalarType? {
  if isNegative {
    guard magnitude <= Int64.min.magnitude else { return nil }
    return .integer(Int64(truncatingIfNeeded: 0 &- magnitude))
  }
  if magnitude <= UInt64(Int64.max) { return .integer(Int64(magnitude)) }
  return isSigned ? nil : .unsignedInteger(magnitude)
}

/// Whether text has the form `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`.
private func isYAMLFloat(_ text: Span<UInt8>) -> Bool {
  var index = 0
  func byte() -> UInt8 { index < text.count ? text[index] : 0 }
  func skipDigits() -> Bool {
    let start = index
    while (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte()) { index += 1 }
    return index > start
  }
  if byte() == UInt8(ascii: "+") || byte() == UInt8(ascii: "-") { index += 1 }
  if skipDigits() {
    if byte() == UInt8(ascii: ".") {
      index += 1
      _ = skipDigits()
    }
  } else {
    guard byte() == UInt8(ascii: ".") else { return false }
    index += 1
    guard skipDigits() else { return false }
  }
  if byte() | 0x20 == UInt8(ascii: "e") {
    index += 1
    if byte() == UInt8(ascii: "+") || byte() == UInt8(ascii: "-") { index += 1 }
    guard skipDigits() else { return false }
  }
  return index == text.count
}

/// Where `_` may stand in a float.
enum Underscores {
  case none
  case betweenDigits
}

/// The nearest `Double` of a decimal number; nil for other text, and for a number out of range.
func parseFloat(_ text: Span<UInt8>, underscores: Underscores) -> Double? {
  var number = ""
  var previous: UInt8 = 0
  for index in text.indices {
    let byte = text[index]
    let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    let followsDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(previous)
    switch byte {
    case UInt8(ascii: "_"):
      guard underscores == .betweenDigits, followsDigit else { return nil }
    case _ where isDigit:
      number.unicodeScalars.append(Unicode.Scalar(byte))
    case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "+"),
      UInt8(ascii: "-"):
      guard previous != UInt8(ascii: "_") else { return nil }
      number.unicodeScalars.append(Unicode.Scalar(byte))
    default:
      return nil
    }
    previous = byte
  }
  guard previous != UInt8(ascii: "_"), let value = Double(number), value.isFinite else {
    return nil
  }
  return value
}
