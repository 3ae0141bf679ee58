/// The order in which Kustomize prints the keys of a mapping: letters after all else, runs of digits
/// by the number that they write.
///
/// It is go-yaml 2's order, which is not quite transitive: `10` < `1a` < `2` < `10`. The sort below
/// is stable and deterministic, so that such keys still come out the same each time.
enum KeyOrder {
  /// Sorts positions in `entries`, from `start` on, by their keys; entries whose key is no scalar
  /// come last.
  static func sort(
    _ positions: inout [UInt32], from start: Int, of entries: ContiguousArray<Node.Entry>
  ) {
    guard positions.count - start <= 24 else {
      positions.withUnsafeMutableBufferPointer {
        $0[start...].sort { precedes(entries[Int($0)].key, entries[Int($1)].key) }
      }
      return
    }
    for unsorted in positions.indices[start...].dropFirst() {
      let position = positions[unsorted]
      var hole = unsorted
      while hole > start,
        precedes(entries[Int(position)].key, entries[Int(positions[hole - 1])].key)
      {
        positions[hole] = positions[hole - 1]
        hole -= 1
      }
      positions[hole] = position
    }
  }

  private static func precedes(_ a: Node, _ b: Node) -> Bool {
    switch (a.content, b.content) {
    case (.scalar(let a), .scalar(let b)): precedes(a.text.utf8.span, b.text.utf8.span)
    case (.scalar, _): true
    default: false
    }
  }

  /// Whether `a` is printed before `b`.
  static func precedes(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Bool {
    let count = min(a.count, b.count)
    var index = 0
    while index < count, a[index] == b[index] { index += 1 }
    guard index < count else { return a.count < b.count }
    // Nearly all keys differ first in two ASCII letters.
    if isASCIILetter(a[index]), isASCIILetter(b[index]) { return a[index] < b[index] }
    while index > 0, isContinuation(a[index]) || isContinuation(b[index]) { index -= 1 }
    let (x, y) = (scalar(in: a, at: index), scalar(in: b, at: index))
    switch (isLetter(x), isLetter(y)) {
    case (true, true): return x < y
    case (true, false): return false
    case (false, true): return true
    case (false, false): break
    }
    var start: Int64 = 0
    if x == "0" || y == "0", hasNonzeroDigit(before: index, in: a) { start = 1 }
    let (aNumber, aLength) = number(in: a, from: index, start: start)
    let (bNumber, bLength) = number(in: b, from: index, start: start)
    if aNumber != bNumber { return aNumber < bNumber }
    if aLength != bLength { return aLength < bLength }
    return x < y
  }

  /// The number that the digits from an index on write, and how many they are; wraps on overflow.
  private static func number(
    in text: Span<UInt8>, from start: Int, start initial: Int64
  ) -> (value: Int64, length: Int) {
    var value = initial
    var length = 0
    var index = start
    while index < text.count {
      let digit = scalar(in: text, at: index)
      guard isDigit(digit) else { break }
      value = value &* 10 &+ (Int64(digit.value) - 0x30)
      length += 1
      index += UTF8.width(digit)
    }
    return (value, length)
  }

  private static func hasNonzeroDigit(before end: Int, in text: Span<UInt8>) -> Bool {
    var index = end
    while index > 0 {
      index -= 1
      while index > 0, isContinuation(text[index]) { index -= 1 }
      let digit = scalar(in: text, at: index)
      guard isDigit(digit) else { return false }
      if digit != "0" { return true }
    }
    return false
  }

  private static func scalar(in text: Span<UInt8>, at index: Int) -> Unicode.Scalar {
    let first = text[index]
    guard first >= 0x80 else { return Unicode.Scalar(first) }
    let width = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    var value = UInt32(first) & (0xFF >> UInt32(width + 1))
    for offset in 1..<width { value = value << 6 | UInt32(text[index + offset] & 0x3F) }
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }

  private static func isASCIILetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func isContinuation(_ byte: UInt8) -> Bool {
    byte & 0b1100_0000 == 0b1000_0000
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return isASCIILetter(UInt8(scalar.value)) }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      return true
    default:
      return false
    }
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return ("0"..."9").contains(scalar) }
    return scalar.properties.generalCategory == .decimalNumber
  }
}
