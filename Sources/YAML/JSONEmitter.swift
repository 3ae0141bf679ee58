public import Diagnostics

/// Prints a node as JSON, compact or indented, as Go's `encoding/json` prints the same value.
///
/// Keys are sorted by their bytes; `<`, `>`, `&`, U+2028 and U+2029 are escaped. As in
/// Kustomize, folded text is folded once more, and in braces nothing at all is an empty text. Deep
/// nesting costs heap and not call stack.
public struct JSONEmitter: Sendable {
  private struct Level {
    let content: Node.Content
    /// Keys and positions in the order of printing; empty for a list.
    let keys: [(text: String, position: Int)]
    /// Whether the collection, or one around it, is in flow style.
    let isInFlow: Bool
    var next = 0
  }

  private var levels: [Level] = []
  private let indent: Int

  /// The text so far.
  public private(set) var bytes: [UInt8] = []

  /// An emitter that has printed nothing.
  ///
  /// With an indentation, in columns, every item has a line of its own.
  public init(indent: Int = 0) {
    self.indent = indent
  }

  /// Appends the text of one value.
  ///
  /// Throws what has no JSON: a key that repeats or is no string, an infinity, text that does not
  /// fit its tag.
  public mutating func emit(_ node: Node) throws(Diagnostic) {
    try emit(node, takingPieces: nil)
  }

  /// Passes on the text of one value, in pieces that are some 64 KiB or one value long.
  public mutating func emit(
    _ node: Node, inPieces take: (Span<UInt8>) -> Void
  ) throws(Diagnostic) {
    try withoutActuallyEscaping(take) { (take) throws(Diagnostic) in
      try emit(node, takingPieces: take)
    }
    take(bytes.span)
    bytes.removeAll()
  }

  private mutating func emit(
    _ node: Node, takingPieces take: ((Span<UInt8>) -> Void)?
  ) throws(Diagnostic) {
    levels.removeAll()
    try open(node)
    while let top = levels.indices.last {
      if let take, bytes.count > 1 << 16 {
        take(bytes.span)
        bytes.removeAll(keepingCapacity: true)
      }
      switch levels[top].content {
      case .mapping(let entries):
        guard levels[top].next < levels[top].keys.count else {
          close(UInt8(ascii: "}"))
          continue
        }
        let key = levels[top].keys[levels[top].next]
        startItem()
        write(key.text)
        bytes.append(UInt8(ascii: ":"))
        if indent > 0 { bytes.append(0x20) }
        try open(entries[key.position].value)
      case .sequence(let elements):
        guard levels[top].next < elements.count else {
          close(UInt8(ascii: "]"))
          continue
        }
        let element = elements[levels[top].next]
        startItem()
        try open(element)
      case .scalar:
        levels.removeLast()
      }
    }
  }

  /// Goes to the next item of the innermost collection.
  private mutating func startItem() {
    let top = levels.count - 1
    if levels[top].next > 0 { bytes.append(UInt8(ascii: ",")) }
    levels[top].next += 1
    breakLine()
  }

  private mutating func close(_ bracket: UInt8) {
    let isEmpty = levels.removeLast().next == 0
    if !isEmpty { breakLine() }
    bytes.append(bracket)
  }

  private mutating func breakLine() {
    guard indent > 0 else { return }
    bytes.append(0x0A)
    bytes.append(contentsOf: repeatElement(0x20, count: indent * levels.count))
  }

  /// Writes a scalar, or the start of a collection.
  private mutating func open(_ node: Node) throws(Diagnostic) {
    let inFlow = node.isFlow || levels.last?.isInFlow == true
    switch node.content {
    case .scalar(let scalar):
      if inFlow, scalar.isNothing { return write("") }
      try write(scalar, at: node.range, inFlow: inFlow)
    case .sequence:
      bytes.append(UInt8(ascii: "["))
      levels.append(Level(content: node.content, keys: [], isInFlow: inFlow))
    case .mapping(let entries):
      try entries.refuseRepeatedKeys()
      var keys: [(text: String, position: Int)] = []
      keys.reserveCapacity(entries.count)
      for (position, entry) in entries.enumerated() {
        keys.append((try entry.key.printedKey(isRoot: levels.isEmpty), position))
      }
      keys.sort { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
      bytes.append(UInt8(ascii: "{"))
      levels.append(Level(content: node.content, keys: keys, isInFlow: inFlow))
    }
  }

  private mutating func write(
    _ scalar: Scalar, at range: SourceRange?, inFlow: Bool
  ) throws(Diagnostic) {
    switch scalar.type(in: .resource) {
    case .string: write(scalar.style == .folded && !inFlow ? scalar.refoldedText : scalar.text)
    case .null: bytes.append(contentsOf: "null".utf8)
    case .boolean(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
    case .integer(let value): bytes.append(contentsOf: String(value).utf8)
    case .unsignedInteger(let value): bytes.append(contentsOf: String(value).utf8)
    case .float(let value):
      guard value.isFinite else { throw .yamlNotANumber(scalar.text, at: range) }
      bytes.append(contentsOf: FloatFormat(value).json.utf8)
    case .timestamp:
      guard let text = Timestamp(scalar.text.utf8.span)?.text else {
        throw .yamlTimestampOffset(at: range)
      }
      write(text)
    case .binary:
      guard let text = scalar.decodedBinary else { throw .yamlTagMismatch(scalar, at: range) }
      write(text)
    case .invalid:
      throw .yamlTagMismatch(scalar, at: range)
    }
  }

  private mutating func write(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    let utf8 = text.utf8.span
    var start = 0
    var index = 0
    while true {
      index = Self.nextPossibleEscape(in: utf8, from: index)
      guard index < utf8.count else { break }
      let width = Self.escapedWidth(utf8, at: index)
      guard width > 0 else {
        index += 1
        continue
      }
      utf8.extracting(start..<index).withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
      writeEscape(utf8, at: index)
      index += width
      start = index
    }
    utf8.extracting(start...).withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    bytes.append(UInt8(ascii: "\""))
  }

  /// The next byte that may begin a character which must be escaped.
  private static func nextPossibleEscape(in text: Span<UInt8>, from start: Int) -> Int {
    text.withUnsafeBytes { bytes in
      var index = start
      while index + 8 <= bytes.count {
        let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        // `"` and `&` differ in one bit, and so do `<` and `>`.
        let isOrdinary =
          !word.hasByte(below: 0x20) && !word.hasByte(UInt8(ascii: "\\"))
          && !(word | .repeating(0x04)).hasByte(UInt8(ascii: "&"))
          && !(word | .repeating(0x02)).hasByte(UInt8(ascii: ">")) && !word.hasByte(0xE2)
        guard isOrdinary else { break }
        index += 8
      }
      while index < bytes.count, !mayNeedEscape(bytes[index]) { index += 1 }
      return index
    }
  }

  @inline(__always)
  private static func mayNeedEscape(_ byte: UInt8) -> Bool {
    // Control characters, `"`, `&`, `<`, `>`: one bit for each byte below 64.
    let escaped: UInt64 = 0x5000_0044_FFFF_FFFF
    return byte < 64 ? escaped >> UInt64(byte) & 1 != 0 : byte == UInt8(ascii: "\\") || byte == 0xE2
  }

  /// The bytes of the character at a place if it must be escaped, else 0.
  private static func escapedWidth(_ utf8: Span<UInt8>, at index: Int) -> Int {
    switch utf8[index] {
    case ..<0x20, UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "<"), UInt8(ascii: ">"),
      UInt8(ascii: "&"):
      1
    case 0xE2 where utf8[index + 1] == 0x80 && utf8[index + 2] & 0xFE == 0xA8: 3
    default: 0
    }
  }

  private mutating func writeEscape(_ utf8: Span<UInt8>, at index: Int) {
    bytes.append(UInt8(ascii: "\\"))
    switch utf8[index] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(utf8[index])
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    case 0xE2:
      bytes.append(contentsOf: (utf8[index + 2] == 0xA8 ? "u2028" : "u2029").utf8)
    case let byte:
      let digits = Array("0123456789abcdef".utf8)
      bytes.append(contentsOf: "u00".utf8)
      bytes.append(digits[Int(byte >> 4)])
      bytes.append(digits[Int(byte & 0xF)])
    }
  }

  /// How many characters a key takes in JSON, quotes included.
  static func keyWidth(_ utf8: Span<UInt8>) -> Int {
    var width = 2
    var index = 0
    while index < utf8.count {
      let byte = utf8[index]
      let escaped = escapedWidth(utf8, at: index)
      switch byte {
      case _ where escaped == 0: width += byte & 0b1100_0000 == 0b1000_0000 ? 0 : 1
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), 0x08, 0x09, 0x0A, 0x0C, 0x0D: width += 2
      default: width += 6
      }
      index += max(1, escaped)
    }
    return width
  }
}
