/// Whether a text is JSON, in the grammar of RFC 8259.
///
/// For where YAML will not do: Kustomize takes a patch that begins with `[` for JSON and refuses flow
/// style, and a kubelet takes no other registry credentials. Costs O(bytes).
package struct JSONSyntax {
  private let bytes: UnsafeRawBufferPointer
  private var index = 0
  /// The names of the members at the top whose values are objects.
  private var objects: [String] = []

  /// Whether `bytes` are one JSON value with white space around it.
  package static func accepts(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { bytes in
      var syntax = JSONSyntax(bytes)
      return syntax.wholeText()
    }
  }

  /// The names of those members of an object in JSON that have objects for values; nil if `bytes` are
  /// no object in JSON.
  package static func objectMembers(of bytes: UnsafeRawBufferPointer) -> [String]? {
    var syntax = JSONSyntax(bytes)
    syntax.skipSpace()
    guard syntax.next == UInt8(ascii: "{"), syntax.wholeText() else { return nil }
    return syntax.objects
  }

  private init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  private mutating func wholeText() -> Bool {
    guard value(depth: 0) else { return false }
    skipSpace()
    return index == bytes.count
  }

  /// How deep Go's decoder, and so this one, follows nested values.
  private static let maximumDepth = 10_000

  private mutating func value(depth: Int) -> Bool {
    guard depth < Self.maximumDepth else { return false }
    skipSpace()
    switch next {
    case UInt8(ascii: "{"):
      return items(until: UInt8(ascii: "}")) { syntax in
        syntax.skipSpace()
        let start = syntax.index + 1
        guard syntax.string() else { return false }
        let name = start..<syntax.index - 1
        syntax.skipSpace()
        guard syntax.accept(UInt8(ascii: ":")) else { return false }
        syntax.skipSpace()
        if depth == 0, syntax.next == UInt8(ascii: "{") { syntax.noteObject(named: name) }
        return syntax.value(depth: depth + 1)
      }
    case UInt8(ascii: "["):
      return items(until: UInt8(ascii: "]")) { $0.value(depth: depth + 1) }
    case UInt8(ascii: "\""): return string()
    case UInt8(ascii: "t"): return accept("true")
    case UInt8(ascii: "f"): return accept("false")
    case UInt8(ascii: "n"): return accept("null")
    default: return number()
    }
  }

  private mutating func noteObject(named name: Range<Int>) {
    objects.append(String(decoding: bytes[name], as: UTF8.self))
  }

  private mutating func items(
    until end: UInt8, _ item: (inout JSONSyntax) -> Bool
  ) -> Bool {
    index += 1
    skipSpace()
    if accept(end) { return true }
    repeat {
      guard item(&self) else { return false }
      skipSpace()
    } while accept(UInt8(ascii: ","))
    return accept(end)
  }

  private mutating func string() -> Bool {
    guard accept(UInt8(ascii: "\"")) else { return false }
    while let byte = next {
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return true
      case ..<0x20: return false
      case UInt8(ascii: "\\"):
        guard let escape = next else { return false }
        index += 1
        if escape == UInt8(ascii: "u") {
          for _ in 0..<4 {
            guard let digit = next, Self.isHexadecimal(digit) else { return false }
            index += 1
          }
        } else if !#""\/bfnrt"#.utf8.contains(escape) {
          return false
        }
      default: break
      }
    }
    return false
  }

  private mutating func number() -> Bool {
    _ = accept(UInt8(ascii: "-"))
    guard accept(UInt8(ascii: "0")) || digits() else { return false }
    if accept(UInt8(ascii: ".")), !digits() { return false }
    if accept(UInt8(ascii: "e")) || accept(UInt8(ascii: "E")) {
      _ = accept(UInt8(ascii: "+")) || accept(UInt8(ascii: "-"))
      return digits()
    }
    return true
  }

  private mutating func digits() -> Bool {
    let start = index
    while let byte = next, (0x30...0x39).contains(byte) { index += 1 }
    return index > start
  }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || (0x09...0x0A).contains(byte) || byte == 0x0D {
      index += 1
    }
  }

  private mutating func accept(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    index += 1
    return true
  }

  private mutating func accept(_ word: String) -> Bool {
    guard bytes[index...].starts(with: word.utf8) else { return false }
    index += word.utf8.count
    return true
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
    default: false
    }
  }
}
