internal import Diagnostics
internal import YAML

/// A value as it stands in the file.
struct Part {
  /// The value.
  var node: Node
  /// The bytes of its key, if it has one.
  var key: Range<Int>?
  /// The bytes of the value, with the anchor and the tag before it; of the alias, if it is one.
  var extent: Range<Int>
  /// Whether an alias stands there.
  var isAlias = false

  /// The first byte of the key and the value.
  var start: Int { key?.lowerBound ?? extent.lowerBound }
}

/// What was found out, by the first byte of collections, which no two share.
private final class Findings {
  var parts: [Int: [Part?]] = [:]
  var collections: [Int: Collection] = [:]
  var style: BlockStyle?
}

/// Tells where the parts of a document stand, and how they are written.
///
/// A node that an alias or a merge key brought has the place of what they refer to. So places are
/// believed only where they follow each other; an alias is looked for in the text instead. Whatever is
/// asked for is found out once: all parts together cost O(nodes).
struct Outline {
  let layout: Layout
  private let document: Node
  private let findings = Findings()

  init(of document: Node, in bytes: [UInt8]) {
    self.document = document
    layout = Layout(bytes: bytes)
  }

  /// The whole document.
  var root: Part { part(document, key: nil, after: 0) }

  /// The style of the file.
  var style: BlockStyle {
    if let style = findings.style { return style }
    let style = BlockStyle(of: root, in: self)
    findings.style = style
    return style
  }

  /// Whether a collection is written with brackets.
  func isFlow(_ part: Part) -> Bool {
    let start = layout.value(in: part.extent).lowerBound
    guard !part.node.isNull, start < layout.bytes.count else { return false }
    let byte = layout.bytes[start]
    return part.node.isMapping && byte == UInt8(ascii: "{")
      || part.node.isSequence && byte == UInt8(ascii: "[")
  }

  /// The entries or elements in order; nil for one that a merge key brought.
  func parts(of part: Part) -> [Part?] {
    parts(of: part.node, start: layout.value(in: part.extent).lowerBound)
  }

  /// A collection with its parts, within another one.
  func collection(_ part: Part, below parent: Collection?) -> Collection {
    guard part.node.scalar == nil else { return Collection(part, in: self, below: parent) }
    let start = layout.value(in: part.extent).lowerBound
    if let collection = findings.collections[start] { return collection }
    let collection = Collection(part, in: self, below: parent)
    findings.collections[start] = collection
    return collection
  }

  private func parts(of node: Node, start: Int) -> [Part?] {
    if node.scalar != nil { return [] }
    if let parts = findings.parts[start] { return parts }
    let parts = findParts(of: node, start: start)
    findings.parts[start] = parts
    return parts
  }

  private func findParts(of node: Node, start: Int) -> [Part?] {
    var position = start
    switch node.content {
    case .scalar: return []
    case .sequence(let elements):
      return elements.map { element in
        let part = part(element, key: nil, after: position)
        position = max(position, part.extent.upperBound)
        return part
      }
    case .mapping(let entries):
      return entries.map { entry in
        guard let key = entry.key.range, Int(key.start) >= position else { return nil }
        let keyRange = Int(key.start)..<Int(key.end)
        let part = part(entry.value, key: keyRange, after: keyRange.upperBound)
        position = max(position, part.extent.upperBound)
        return part
      }
    }
  }

  private func part(_ node: Node, key: Range<Int>?, after position: Int) -> Part {
    guard let range = node.range, Int(range.start) >= position else {
      return Part(node: node, key: key, extent: alias(after: position), isAlias: true)
    }
    let start = Int(range.start)
    var part = Part(node: node, key: key, extent: start..<max(start, Int(range.end)))
    guard node.scalar == nil else { return part }
    // The end of a block collection is that of its last part; for an alias it is not known there.
    part.extent = start..<max(start, layout.bytes.count)
    guard !isFlow(part) else {
      part.extent = start..<Int(range.end)
      return part
    }
    let value = layout.value(in: part.extent).lowerBound
    let last = parts(of: node, start: value).last { $0 != nil } ?? nil
    part.extent = start..<max(start, last?.extent.upperBound ?? Int(range.end))
    return part
  }

  /// The alias that follows a key, a dash or a comma.
  private func alias(after position: Int) -> Range<Int> {
    var start = layout.skippingSpace(from: position)
    while start < layout.bytes.count, Self.leadsToValue.contains(layout.bytes[start]) {
      start = layout.skippingSpace(from: start + 1)
    }
    var end = start
    while end < layout.bytes.count, !Layout.isSpace(layout.bytes[end]),
      !Self.endsAlias.contains(layout.bytes[end])
    { end += 1 }
    return start..<end
  }

  private static let leadsToValue = Array(":-,[{?".utf8)
  private static let endsAlias = Array(",[]{}".utf8)

  /// The dash of an element of a block list whose dashes stand in a column.
  func dash(of element: Part, column: Int, from start: Int) -> Int? {
    var line = layout.lineStart(of: element.extent.lowerBound)
    while true {
      let dash = line + column
      if dash >= start, dash < element.extent.lowerBound,
        layout.bytes[dash] == UInt8(ascii: "-"),
        dash + 1 == layout.bytes.count || Layout.isSpace(layout.bytes[dash + 1])
      {
        return dash
      }
      guard line > start else { return nil }
      line = layout.lineStart(of: line - 1)
    }
  }
}
