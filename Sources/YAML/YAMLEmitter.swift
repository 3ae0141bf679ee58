public import Diagnostics

/// Prints nodes as Kustomize prints resources.
///
/// Keys are sorted, comments, anchors, quotes and flow style of the source are gone; the same value
/// gives the same bytes. Deep nesting costs heap and not call stack. Costs O(bytes), apart from the
/// sorting of each mapping.
///
/// ```
/// var emitter = YAMLEmitter()
/// for resource in resources { try emitter.emit(resource) }
/// write(emitter.bytes)
/// ```
public struct YAMLEmitter: Sendable {
  /// A collection that is not finished.
  private struct Level {
    let content: Node.Content
    let indent: Int
    /// Whether the collection, or one around it, is in flow style.
    let isInFlow: Bool
    /// Whether the first item goes on the line of the indicator before it, as in `- a: b`.
    var continuesLine: Bool
    /// The next element, or for a mapping the next of the sorted positions.
    var next: Int
    let end: Int
  }

  private static let indent = 2

  private var output = TextBuffer()
  private var levels: [Level] = []
  /// The positions of the entries of each open mapping in the order of printing.
  private var positions: [UInt32] = []

  /// The text so far: documents joined by `---`.
  public var bytes: [UInt8] { output.bytes }

  /// An emitter that has printed nothing, with room for so many bytes at first.
  ///
  /// Room that is not needed takes no memory of the machine, but for small texts.
  public init(reserving count: Int = 0) {
    output.reserve(count)
  }

  /// Appends one document.
  ///
  /// Throws what Kustomize refuses to print: a key that repeats or is no string, an infinity, text
  /// that does not fit its tag. The text then ends somewhere in the document.
  public mutating func emit(_ node: Node) throws(Diagnostic) {
    if !output.bytes.isEmpty { output.append("---\n") }
    output.endLine()
    levels.removeAll(keepingCapacity: true)
    positions.removeAll(keepingCapacity: true)
    if try !writeIfFlat(node, inFlow: false, indent: Self.indent) {
      try open(node, inFlow: false, indent: 0, continuesLine: false)
    }
    while let top = levels.indices.last {
      switch levels[top].content {
      case .mapping(let entries): try writeEntries(of: entries, at: top)
      case .sequence(let elements): try writeElements(of: elements, at: top)
      case .scalar: levels.removeLast()
      }
    }
    if !output.isAtLineStart { output.breakLine() }
  }

  private mutating func open(
    _ node: Node, inFlow: Bool, indent: Int, continuesLine: Bool
  ) throws(Diagnostic) {
    var next = 0
    var end = 0
    switch node.content {
    case .mapping(let entries):
      try entries.refuseRepeatedKeys()
      next = positions.count
      for position in entries.indices { positions.append(UInt32(position)) }
      KeyOrder.sort(&positions, from: next, of: entries)
      end = positions.count
    case .sequence(let elements):
      end = elements.count
    case .scalar:
      break
    }
    levels.append(
      Level(
        content: node.content, indent: indent, isInFlow: inFlow || node.isFlow,
        continuesLine: continuesLine, next: next, end: end))
  }

  /// Writes entries up to the first whose value is a collection of its own lines, and opens that.
  private mutating func writeEntries(
    of entries: ContiguousArray<Node.Entry>, at top: Int
  ) throws(Diagnostic) {
    let indent = levels[top].indent
    let inFlow = levels[top].isInFlow
    for next in levels[top].next..<levels[top].end {
      startItem(at: top, indent: indent)
      let position = Int(positions[next])
      let isSimple = try writeKey(entries[position].key, isRoot: top == 0, indent: indent)
      output.append(UInt8(ascii: ":"))
      let isFlat = try writeIfFlat(
        entries[position].value, inFlow: inFlow, indent: indent + Self.indent)
      if isFlat { continue }
      let isIndentless = isSimple && entries[position].value.isSequence
      if !isSimple { output.append(0x20) }
      levels[top].next = next + 1
      try open(
        entries[position].value, inFlow: inFlow,
        indent: isIndentless ? indent : indent + Self.indent, continuesLine: !isSimple)
      return
    }
    positions.removeLast(entries.count)
    levels.removeLast()
  }

  private mutating func writeElements(
    of elements: ContiguousArray<Node>, at top: Int
  ) throws(Diagnostic) {
    let indent = levels[top].indent
    let inFlow = levels[top].isInFlow
    for position in levels[top].next..<levels[top].end {
      startItem(at: top, indent: indent)
      output.append(UInt8(ascii: "-"))
      let isFlat = try writeIfFlat(
        elements[position], inFlow: inFlow, indent: indent + Self.indent)
      if isFlat { continue }
      output.append(0x20)
      levels[top].next = position + 1
      try open(
        elements[position], inFlow: inFlow, indent: indent + Self.indent, continuesLine: true)
      return
    }
    levels.removeLast()
  }

  private mutating func startItem(at top: Int, indent: Int) {
    if levels[top].continuesLine {
      levels[top].continuesLine = false
    } else {
      output.startLine(indent: indent)
    }
  }

  /// Writes a value that needs no lines of its own: a scalar or an empty collection.
  private mutating func writeIfFlat(
    _ node: Node, inFlow: Bool, indent: Int
  ) throws(Diagnostic) -> Bool {
    switch node.content {
    case .scalar(let scalar):
      if !output.isAtLineStart { output.append(0x20) }
      try output.write(scalar, at: node.range, inFlow: inFlow, indent: indent)
    case .mapping(let entries):
      guard entries.isEmpty else { return false }
      output.append(output.isAtLineStart ? "{}" : " {}")
    case .sequence(let elements):
      guard elements.isEmpty else { return false }
      output.append(output.isAtLineStart ? "[]" : " []")
    }
    return true
  }

  /// Writes a key and tells whether it is a simple one, to be followed by `:` on its line.
  ///
  /// Long keys and those of several lines are written after `?`, their value on a line of its own.
  private mutating func writeKey(
    _ key: Node, isRoot: Bool, indent: Int
  ) throws(Diagnostic) -> Bool {
    if case .scalar(let scalar) = key.content, scalar.isWord {
      output.append(ascii: scalar.text.utf8.span)
      return true
    }
    let text = try key.printedKey(isRoot: isRoot)
    let isSimple = try output.writeKey(text, at: key.range, indent: indent + Self.indent)
    if !isSimple { output.startLine(indent: indent) }
    return isSimple
  }
}
