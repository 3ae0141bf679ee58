internal import YAML

extension EditPlan {
  /// A new entry at the end of a mapping, or in what holds nothing yet.
  func entries(
    _ name: String, _ value: Node, in collection: Collection, below parent: Collection?
  ) -> [[Splice]] {
    let key = Node(Scalar(name, style: collection.keyStyle, tag: .string))
    if collection.part.node.isNull {
      guard let parent else { return rootEntries(key, value) }
      let mapping = Node(.mapping([Node.Entry(key: key, value: value)]))
      return replacements(of: collection.part, by: mapping, in: parent)
    }
    guard collection.part.node.isMapping else { return [] }
    var writer = FragmentWriter(style: style)
    if collection.isFlow {
      // As in JSON: where keys are quoted, strings are.
      if collection.keyStyle != .plain { writer.quoting = collection.keyStyle }
      return flowInsertions(writer.flowEntry(key, value), in: collection)
    }
    guard let last = collection.ownParts.last else { return [] }
    let lines = writer.entry(key, value, column: collection.column)
    return newLines(lines, column: collection.column, below: last.extent.upperBound)
  }

  /// A new entry before all others of a mapping.
  func firstEntries(_ name: String, _ value: Node, in collection: Collection) -> [[Splice]] {
    guard let first = collection.ownParts.first, !collection.isFlow,
      layout.isFirstOnLine(first.start)
    else {
      return entries(name, value, in: collection, below: nil)
    }
    let key = Node(Scalar(name, style: collection.keyStyle, tag: .string))
    let writer = FragmentWriter(style: style)
    let lines = writer.entry(key, value, column: collection.column)
    return [[Splice(at: first.start, lines + writer.newLine(collection.column))]]
  }

  /// A new element of a list, before that of a position or at the end.
  func elements(
    _ value: Node, in part: Part, below parent: Collection?, at position: Int? = nil
  ) -> [[Splice]] {
    if part.isAlias { return [] }
    if part.node.isNull { return replacements(of: part, by: Node(.sequence([value])), in: parent) }
    guard part.node.isSequence else { return [] }
    let collection = outline.collection(part, below: parent)
    var writer = FragmentWriter(style: style)
    writer.quoting = value.scalar == nil ? nil : collection.quoting
    if collection.isFlow {
      let text = writer.flow(value)
      guard let position, position < collection.ownParts.count else {
        return flowInsertions(text, in: collection)
      }
      return flowInsertions(text, before: collection.ownParts[position])
    }
    guard let last = collection.ownParts.last else { return [] }
    writer.style.dashGap = dashGap(of: collection) ?? writer.style.dashGap
    let lines = writer.element(value, column: collection.column)
    guard let position, position < collection.ownParts.count else {
      return newLines(lines, column: collection.column, below: last.extent.upperBound)
    }
    let start = layout.value(in: part.extent).lowerBound
    guard
      let dash = outline.dash(
        of: collection.ownParts[position], column: collection.column, from: start),
      layout.isFirstOnLine(dash)
    else { return [] }
    let indentation = String(repeating: " ", count: collection.column)
    return [[Splice(at: layout.lineStart(of: dash), indentation + lines + layout.lineBreak)]]
  }

  /// A value after a key or a dash behind which nothing stands, as lines below it.
  func blockValue(_ value: Node, of part: Part, in parent: Collection) -> [Splice] {
    let writer = FragmentWriter(style: style)
    let column = part.key == nil ? parent.column : layout.column(of: part.start)
    let text = writer.blockValue(value, column: column)
    return [Splice(at: layout.lineEnd(of: part.extent.upperBound), text)]
  }

  /// The first entry of a document without content.
  private func rootEntries(_ key: Node, _ value: Node) -> [[Splice]] {
    let lines = FragmentWriter(style: style).entry(key, value, column: 0)
    return [[layout.inserting(lines, at: layout.bytes.count)]]
      + newLines(lines, column: 0, below: outline.root.extent.upperBound)
  }

  private func newLines(_ lines: String, column: Int, below end: Int) -> [[Splice]] {
    let indentation = String(repeating: " ", count: column)
    return layout.insertions(below: end).map { [layout.inserting(indentation + lines, at: $0)] }
  }

  private func dashGap(of collection: Collection) -> Int? {
    let start = layout.value(in: collection.part.extent).lowerBound
    guard let last = collection.ownParts.last,
      let dash = outline.dash(of: last, column: collection.column, from: start)
    else { return nil }
    let content = layout.skippingBlanks(from: dash + 1)
    return content == last.extent.lowerBound ? content - dash - 1 : nil
  }

  // MARK: Brackets

  private func flowInsertions(_ text: String, before part: Part) -> [[Splice]] {
    guard layout.isFirstOnLine(part.start) else { return [[Splice(at: part.start, text + ", ")]] }
    let writer = FragmentWriter(style: style)
    let newLine = writer.newLine(layout.column(of: part.start))
    return [[Splice(at: part.start, text + "," + newLine)]]
  }

  private func flowInsertions(_ text: String, in collection: Collection) -> [[Splice]] {
    guard let last = collection.ownParts.last else {
      let start = layout.value(in: collection.part.extent).lowerBound
      return [[Splice(at: start + 1, text)]]
    }
    let end = last.extent.upperBound
    guard layout.isFirstOnLine(last.start) else { return [[Splice(at: end, ", " + text)]] }
    let newLine = FragmentWriter(style: style).newLine(layout.column(of: last.start))
    let lineEnd = layout.lineEnd(of: end)
    guard layout.hasComment(in: end..<lineEnd) else {
      return [[Splice(at: end, "," + newLine + text)]]
    }
    // The comment at the end of the line stays with its value.
    let comma = layout.skippingBlanks(from: end)
    if layout.bytes[comma] == UInt8(ascii: ",") {
      return [[Splice(at: lineEnd, newLine + text + ",")]]
    }
    return [[Splice(at: end, ","), Splice(at: lineEnd, newLine + text)]]
  }
}
