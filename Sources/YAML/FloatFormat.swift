/// A float as its shortest decimal digits, for the two ways in which Go prints it.
package struct FloatFormat {
  private let isNegative: Bool
  /// The digits without leading and trailing zeros; none for zero.
  private let digits: [UInt8]
  /// The value is 0.digits × 10 to this power.
  private let point: Int

  /// The digits of a finite number.
  package init(_ value: Double) {
    self.init(isNegative: value.sign == .minus, magnitude: value.magnitude.description)
  }

  /// The digits of a finite number of single precision.
  init(_ value: Float) {
    self.init(isNegative: value.sign == .minus, magnitude: value.magnitude.description)
  }

  private init(isNegative: Bool, magnitude: String) {
    self.isNegative = isNegative
    var digits: [UInt8] = []
    var point = 0
    var hasPoint = false
    var exponent = 0
    let text = Array(magnitude.utf8)
    for (index, byte) in text.enumerated() {
      switch byte {
      case UInt8(ascii: "."): hasPoint = true
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        if !hasPoint { point += 1 }
        digits.append(byte)
      default:
        exponent = Int(String(decoding: text[(index + 1)...], as: UTF8.self)) ?? 0
      }
      if byte | 0x20 == UInt8(ascii: "e") { break }
    }
    let leading = digits.prefix { $0 == UInt8(ascii: "0") }.count
    digits.removeFirst(leading)
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    self.digits = digits
    self.point = digits.isEmpty ? 1 : point - leading + exponent
  }

  /// As `encoding/json` prints it: decimal unless below 1e-6 or from 1e21 on.
  package var json: String {
    let exponent = point - 1
    guard !digits.isEmpty, exponent < -6 || exponent >= 21 else { return decimal }
    return scientific(exponentDigits: 1)
  }

  /// As the verb `%g` prints it: decimal only for exponents of -4 to 5.
  package var general: String {
    let exponent = point - 1
    return exponent < -4 || exponent >= 6 ? scientific(exponentDigits: 2) : decimal
  }

  private var decimal: String {
    var text = isNegative ? "-" : ""
    guard !digits.isEmpty else { return text + "0" }
    if point <= 0 {
      text += "0." + String(repeating: "0", count: -point)
      return text + String(decoding: digits, as: UTF8.self)
    }
    if point >= digits.count {
      text += String(decoding: digits, as: UTF8.self)
      return text + String(repeating: "0", count: point - digits.count)
    }
    text += String(decoding: digits[..<point], as: UTF8.self)
    return text + "." + String(decoding: digits[point...], as: UTF8.self)
  }

  private func scientific(exponentDigits: Int) -> String {
    var text = isNegative ? "-" : ""
    text += String(decoding: digits.prefix(1), as: UTF8.self)
    if digits.count > 1 { text += "." + String(decoding: digits[1...], as: UTF8.self) }
    let exponent = String((point - 1).magnitude)
    text += point - 1 < 0 ? "e-" : "e+"
    text += String(repeating: "0", count: max(0, exponentDigits - exponent.utf8.count))
    return text + exponent
  }
}
