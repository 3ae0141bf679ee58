/// An amount of something, as `500m`, `0.5` or `1Gi`: equal if the amounts are, however spelt.
///
/// See `resource.Quantity` of Kubernetes. Amounts are compared exactly, down to a billionth.
struct Quantity: Hashable, Comparable {
  /// The fields that hold a quantity.
  static let fields: Set = [
    "storage", "sizeLimit", "averageValue", "divisor", "cpu", "memory", "ephemeral-storage",
  ]
  /// The fields every entry of which is a quantity.
  static let parents: Set = [
    "limits", "requests", "capacity", "hard", "default", "defaultRequest", "max", "min", "overhead",
    "podFixed", "allocatable",
  ]

  /// The amount in billionths.
  private let billionths: Int128

  /// The amount that a text gives; nil if it is none, or too large for a billionth to count.
  init?(_ text: String) {
    var rest = text.utf8[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    var digits: Int128 = 0
    var scale: Int?
    var isEmpty = true
    while let byte = rest.first, byte == UInt8(ascii: ".") || (48...57).contains(byte) {
      rest = rest.dropFirst()
      if byte == UInt8(ascii: ".") {
        guard scale == nil else { return nil }
        scale = 0
        continue
      }
      isEmpty = false
      guard let more = Self.product(digits, 10) else { return nil }
      digits = more + Int128(byte - 48)
      scale = scale.map { $0 + 1 }
    }
    guard !isEmpty, let unit = Self.billionths(ofUnit: String(decoding: rest, as: UTF8.self)),
      var amount = Self.product(digits, unit)
    else { return nil }
    for _ in 0..<(scale ?? 0) {
      guard amount % 10 == 0 else { return nil }
      amount /= 10
    }
    billionths = isNegative ? -amount : amount
  }

  static func < (a: Quantity, b: Quantity) -> Bool { a.billionths < b.billionths }

  private static let decimalUnits = [
    "n": 0, "u": 3, "m": 6, "": 9, "k": 12, "M": 15, "G": 18, "T": 21, "P": 24, "E": 27,
  ]
  private static let binaryUnits = ["Ki": 1, "Mi": 2, "Gi": 3, "Ti": 4, "Pi": 5, "Ei": 6]

  private static func billionths(ofUnit unit: String) -> Int128? {
    if let zeros = decimalUnits[unit] { return power(10, zeros) }
    if let steps = binaryUnits[unit] { return product(power(10, 9), power(1024, steps)) }
    // An exponent, as in `1e3`.
    guard unit.hasPrefix("e") || unit.hasPrefix("E"), let exponent = Int(unit.dropFirst()),
      (-9...21).contains(exponent)
    else { return nil }
    return power(10, 9 + exponent)
  }

  private static func power(_ base: Int128, _ exponent: Int) -> Int128 {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }

  private static func product(_ a: Int128, _ b: Int128) -> Int128? {
    let (product, overflows) = a.multipliedReportingOverflow(by: b)
    return overflows ? nil : product
  }
}
