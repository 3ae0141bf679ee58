/// Whether bytes are a JSON text (RFC 8259), strictly: what reads YAML takes more.
struct JSONSyntax {
  /// Objects and arrays within each other, at most.
  private static let depthLimit = 512

  private let bytes: UnsafeRawBufferPointer
  private var position = 0
  /// The names of the members at the top whose values are objects.
  private var objects: [String] = []

  /// The names of those members of the object that have objects for values; nil if the bytes are not
  /// an object in JSON.
  static func objectMembers(of bytes: UnsafeRawBufferPointer) -> [String]? {
    var syntax = JSONSyntax(bytes: bytes)
    syntax.skipSpace()
    guard syntax.next == UInt8(ascii: "{"), syntax.value(depth: 0) else { return nil }
    syntax.skipSpace()
    return syntax.next == nil ? syntax.objects : nil
  }

  private init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
  }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func value(depth: Int) -> Bool {
    guard depth < Self.depthLimit else { return false }
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return object(depth: depth)
    case UInt8(ascii: "["): return array(depth: depth)
    case UInt8(ascii: "\""): return string() != nil
    case UInt8(ascii: "t"): return word("true")
    case UInt8(ascii: "f"): return word("false")
    case UInt8(ascii: "n"): return word("null")
    default: return number()
    }
  }

  private mutating func object(depth: Int) -> Bool {
    position += 1
    skipSpace()
    if skip("}") { return true }
    repeat {
      skipSpace()
      guard next == UInt8(ascii: "\""), let name = string() else { return false }
      skipSpace()
      guard skip(":") else { return false }
      skipSpace()
      if depth == 0, next == UInt8(ascii: "{") { objects.append(name) }
      guard value(depth: depth + 1) else { return false }
      skipSpace()
    } while skip(",")
    return skip("}")
  }

  private mutating func array(depth: Int) -> Bool {
    position += 1
    skipSpace()
    if skip("]") { return true }
    repeat {
      guard value(depth: depth + 1) else { return false }
      skipSpace()
    } while skip(",")
    return skip("]")
  }

  /// The text between the quotes, escapes as they stand.
  private mutating func string() -> String? {
    position += 1
    let start = position
    while let byte = next, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { return nil }
      position += 1
      guard byte == UInt8(ascii: "\\") else { continue }
      guard let escape = next, "\"\\/bfnrtu".utf8.contains(escape) else { return nil }
      position += 1
      guard escape == UInt8(ascii: "u") else { continue }
      for _ in 0..<4 {
        guard let digit = next, Character(Unicode.Scalar(digit)).isHexDigit else { return nil }
        position += 1
      }
    }
    let text = String(validating: bytes[start..<position], as: UTF8.self)
    return skip("\"") ? text : nil
  }

  private mutating func word(_ word: String) -> Bool {
    guard bytes[position...].starts(with: word.utf8) else { return false }
    position += word.utf8.count
    return true
  }

  private mutating func number() -> Bool {
    _ = skip("-")
    let isZero = next == UInt8(ascii: "0")
    guard let count = digits(), count == 1 || !isZero else { return false }
    if skip("."), digits() == nil { return false }
    if skip("e") || skip("E") {
      if !skip("+") { _ = skip("-") }
      return digits() != nil
    }
    return true
  }

  /// How many digits there are; nil if there is none.
  private mutating func digits() -> Int? {
    let start = position
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    return position > start ? position - start : nil
  }
}
