internal import Diagnostics

/// Reads the part of YAML that nearly all manifests are written in, several times faster than libyaml.
///
/// That part is: mappings and lists in block style; keys on one line; plain scalars, also over
/// several lines; quoted scalars on one line; literal and folded blocks; lists of scalars in flow
/// style on one line; `[]` and `{}`; comments. Whatever else it meets makes it give up, and the
/// document is then libyaml's: tags, anchors, merge keys, tabs, other flow style, and everything that
/// is wrong. So it never reports an error, and what it reads is what libyaml reads, ranges included;
/// the tests compare both on every fixture, on the YAML test suite and on random texts.
struct BlockReader: ~Copyable {
  /// Something that libyaml must read.
  struct Unusual: Error {}

  private enum Kind {
    case mapping
    case sequence
    /// The list of a key whose dashes stand in the column of the key.
    case indentlessSequence
  }

  /// A collection that is not finished.
  private struct Level {
    var column: Int
    var kind: Kind
  }

  private let input: UnsafeBufferPointer<UInt8>
  private let base: Int
  private let file: FileID
  private var builder: DocumentBuilder
  private var levels: [Level] = []
  /// Where a null stands unless the next line has a value: behind a `:` or `-` that ends its line.
  private var pending: Int?
  private var lineStart = 0
  /// The next byte to read.
  var position = 0
  /// The text of a scalar that does not stand in the input as it is.
  var buffer: [UInt8] = []

  /// A reader of one document, whose first byte is at `base` in the file.
  init(_ input: UnsafeBufferPointer<UInt8>, base: Int, file: FileID, limits: YAMLLimits) {
    self.input = input
    self.base = base
    self.file = file
    builder = DocumentBuilder(file: file, limits: limits)
  }

  /// The document; nil if there is nothing but comments.
  mutating func document() throws(Unusual) -> Node? {
    guard input.isOrdinaryText else { throw Unusual() }
    let hasMark = byte(0) == UInt8(ascii: "-") && isDocumentMark && byte(3) == 0x0A
    if hasMark { position = 4 }
    while try nextLine() {
      let column = position - lineStart
      guard column > 0 || (!isDocumentMark && byte(position) != UInt8(ascii: "%")) else {
        throw Unusual()
      }
      try place(at: column)
      if isDash(at: position) { try readElement(column) } else { try readEntry(column) }
    }
    if let pending { try addNull(at: pending) }
    while !levels.isEmpty { try close() }
    // An explicit document without content is null.
    guard builder.root != nil || !hasMark else { throw Unusual() }
    return builder.root
  }

  // MARK: Lines

  /// The byte at a place; 0 behind the end.
  @inline(__always)
  func byte(_ index: Int) -> UInt8 {
    index < input.count ? input[index] : 0
  }

  /// Goes to the next line with content, and there behind the indentation; false at the end.
  private mutating func nextLine() throws(Unusual) -> Bool {
    while true {
      lineStart = position
      skipSpaces()
      switch byte(position) {
      case 0: return false
      case 0x0A: position += 1
      case UInt8(ascii: "#"): skipLine()
      case 0x09: throw Unusual()
      default: return true
      }
    }
  }

  /// Goes behind the line, on which nothing but a comment may follow.
  mutating func endLine() throws(Unusual) {
    skipSpaces()
    guard isLineEnd(at: position) else { throw Unusual() }
    skipLine()
  }

  private mutating func skipLine() {
    while position < input.count, input[position] != 0x0A { position += 1 }
    if position < input.count { position += 1 }
  }

  @inline(__always)
  mutating func skipSpaces() {
    while byte(position) == 0x20 { position += 1 }
  }

  /// Whether a line ends at a place, or a comment begins there.
  private func isLineEnd(at index: Int) -> Bool {
    switch byte(index) {
    case 0, 0x0A: true
    case UInt8(ascii: "#"): index > 0 && input[index - 1] == 0x20
    default: false
    }
  }

  private func isDash(at index: Int) -> Bool {
    byte(index) == UInt8(ascii: "-") && isBlankOrEnd(at: index + 1)
  }

  func isBlankOrEnd(at index: Int) -> Bool {
    switch byte(index) {
    case 0x20, 0x0A, 0: true
    default: false
    }
  }

  private var isDocumentMark: Bool {
    let first = byte(position)
    return (first == UInt8(ascii: "-") || first == UInt8(ascii: "."))
      && byte(position + 1) == first && byte(position + 2) == first
  }

  // MARK: Structure

  /// Closes the collections that end before a line whose content begins in a column, and opens the
  /// one that begins there.
  private mutating func place(at column: Int) throws(Unusual) {
    let isDash = isDash(at: position)
    if let mark = pending, let top = levels.last {
      pending = nil
      if column > top.column { return try open(isDash ? .sequence : .mapping, column) }
      if column == top.column, top.kind == .mapping, isDash {
        return try open(.indentlessSequence, column)
      }
      try addNull(at: mark)
    }
    if levels.isEmpty {
      guard builder.root == nil, column == 0 else { throw Unusual() }
      return try open(isDash ? .sequence : .mapping, column)
    }
    while let top = levels.last,
      top.column > column
        || (top.column == column && top.kind == .indentlessSequence && !isDash)
    {
      try close()
    }
    guard let top = levels.last, top.column == column, isDash == (top.kind != .mapping) else {
      throw Unusual()
    }
  }

  private mutating func open(_ kind: Kind, _ column: Int) throws(Unusual) {
    levels.append(Level(column: column, kind: kind))
    try open(isMapping: kind == .mapping, isFlow: false)
  }

  private mutating func close() throws(Unusual) {
    levels.removeLast()
    try closeCollection(at: position)
  }

  /// Reads what follows a dash in a column, and the dashes on the same line.
  private mutating func readElement(_ column: Int) throws(Unusual) {
    var column = column
    while true {
      position += 1
      let mark = position
      skipSpaces()
      if isLineEnd(at: position) {
        pending = mark
        return skipLine()
      }
      let inner = position - lineStart
      if isDash(at: position) {
        try open(.sequence, inner)
        column = inner
      } else if isKeyAhead() {
        try open(.mapping, inner)
        return try readEntry(inner)
      } else {
        return try readValue(below: column)
      }
    }
  }

  /// Reads a key in a column, and what follows.
  private mutating func readEntry(_ column: Int) throws(Unusual) {
    let start = position
    switch byte(position) {
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      let (text, style) = try quotedText()
      try add(text, style, from: start, to: position)
    default:
      let end = try plainLine(isKey: true)
      if end - start == 2, input[start] == UInt8(ascii: "<"), input[start + 1] == input[start] {
        throw Unusual()
      }
      try add(text(start, end), .plain, from: start, to: end)
    }
    // libyaml allows 1,024 characters.
    guard byte(position) == UInt8(ascii: ":"), isBlankOrEnd(at: position + 1),
      position - start < 1000
    else { throw Unusual() }
    position += 1
    let mark = position
    skipSpaces()
    if isLineEnd(at: position) {
      pending = mark
      return skipLine()
    }
    try readValue(below: column)
  }

  /// Whether the line goes on with a key: a `:` before a blank, outside quotes.
  private func isKeyAhead() -> Bool {
    var index = position
    let first = byte(index)
    if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
      index += 1
      while byte(index) != first, byte(index) != 0x0A, byte(index) != 0 {
        index += byte(index) == UInt8(ascii: "\\") && first == UInt8(ascii: "\"") ? 2 : 1
      }
      return byte(index + 1) == UInt8(ascii: ":")
    }
    while true {
      switch byte(index) {
      case 0, 0x0A: return false
      case UInt8(ascii: ":") where isBlankOrEnd(at: index + 1): return true
      case UInt8(ascii: "#") where input[index - 1] == 0x20: return false
      default: index += 1
      }
    }
  }

  // MARK: Nodes

  /// The text of bytes of the input.
  func text(_ start: Int, _ end: Int) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: input[start..<end]), as: UTF8.self)
  }

  /// Appends bytes of the input to the buffer.
  mutating func appendToBuffer(_ start: Int, _ end: Int) {
    buffer.append(contentsOf: UnsafeBufferPointer(rebasing: input[start..<end]))
  }

  mutating func add(
    _ text: String, _ style: Scalar.Style, from start: Int, to end: Int
  ) throws(Unusual) {
    do throws(Diagnostic) {
      try builder.add(Scalar(text, style: style), at: range(start, end))
    } catch {
      throw Unusual()
    }
  }

  private mutating func addNull(at mark: Int) throws(Unusual) {
    pending = nil
    try add("", .plain, from: mark, to: mark)
  }

  /// Opens a collection that begins at the next byte.
  mutating func open(isMapping: Bool, isFlow: Bool) throws(Unusual) {
    do throws(Diagnostic) {
      try builder.open(nil, at: range(position, position), isMapping: isMapping, isFlow: isFlow)
    } catch {
      throw Unusual()
    }
  }

  /// Closes the innermost collection; `end` matters for one in flow style alone.
  mutating func closeCollection(at end: Int) throws(Unusual) {
    do throws(Diagnostic) {
      try builder.close(at: range(end, end))
    } catch {
      throw Unusual()
    }
  }

  private func range(_ start: Int, _ end: Int) -> SourceRange {
    SourceRange(file: file, start: base + start, end: base + end)
  }
}
