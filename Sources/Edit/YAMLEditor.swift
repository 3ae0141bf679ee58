package import Diagnostics
package import YAML

/// Changes a YAML file and leaves every byte that has nothing to do with the change as it is.
///
/// Comments, order, empty lines, line breaks, byte order mark, anchors and the style of all values
/// stay. After each change the file is read again: it must say exactly what was intended, or the
/// change is refused.
package struct YAMLEditor {
  /// The file as it was.
  private let file: SourceFile
  /// The bytes with the changes made so far.
  package private(set) var bytes: [UInt8]
  /// The first document of the bytes; null if there is none.
  package private(set) var root: Node
  private let original: Node

  /// An editor of the first document of a file.
  package init(_ file: SourceFile) throws(Diagnostic) {
    self.file = file
    bytes = file.bytes
    root = try Self.root(of: file)
    original = root
  }

  /// Makes a change, or all of those that it consists of.
  package mutating func apply(_ change: Change) throws(Diagnostic) {
    if case .set(let path, let value) = change, let old = root[at: path] {
      let parts = Change.changes(from: old, to: value, at: path)
      guard parts.isEmpty else { return try applyAll(parts) }
      return
    }
    try applyAll([change])
  }

  /// Makes changes of which none depends on another.
  ///
  /// Scalars that are replaced by scalars are so at once: the file is read once for all of them.
  package mutating func apply(_ changes: [Change]) throws(Diagnostic) {
    if changes.count > 1, replaceScalars(changes) { return }
    for change in changes { try apply(change) }
  }

  /// False where one of the changes is of another kind, or is not made by the first way to make it.
  private mutating func replaceScalars(_ changes: [Change]) -> Bool {
    let outline = Outline(layout: Layout(bytes: bytes))
    var expected = root
    var splices: [Splice] = []
    for change in changes {
      guard case .set(let path, let value) = change, value.scalar != nil,
        let old = root[at: path], old.scalar != nil
      else { return false }
      if old.hasSameMeaning(as: value) { continue }
      guard let first = EditPlan(change, of: root, outline).candidates().first,
        let next = change.applied(to: expected)
      else { return false }
      splices += first
      expected = next
    }
    splices.sort { $0.range.lowerBound < $1.range.lowerBound }
    for (splice, next) in zip(splices, splices.dropFirst())
    where splice.range.upperBound > next.range.lowerBound || splice.range.isEmpty { return false }
    return take(splices, expected)
  }

  private mutating func applyAll(_ changes: [Change]) throws(Diagnostic) {
    for change in changes { try applyOne(change) }
  }

  private mutating func applyOne(_ change: Change) throws(Diagnostic) {
    let place = place(of: change.path)
    guard let expected = change.applied(to: root) else {
      throw .impossibleEdit(change, at: place)
    }
    for splices in EditPlan(change, of: root, in: bytes).candidates()
    where take(splices, expected) {
      return
    }
    throw .lossyEdit(change, at: place)
  }

  /// A place in the bytes as one in the file as it was: the same while nothing has changed, then the
  /// beginning of the file.
  func place(of range: SourceRange?) -> SourceRange? {
    bytes == file.bytes ? range : SourceRange(file: file.id, start: 0, end: 0)
  }

  /// Whether a comment stands within what is at a path.
  func hasComment(at path: EditPath) -> Bool {
    EditPlan(.remove(path), of: root, in: bytes).hasCommentWithin
  }

  /// Makes splices if the file then has the expected meaning.
  private mutating func take(_ splices: [Splice], _ expected: Node) -> Bool {
    let edited = bytes.applying(splices)
    let version = SourceFile(id: file.id, path: file.path, bytes: edited)
    guard let found = try? Self.root(of: version),
      found.hasSameMeaning(as: expected) || found.isNull && expected.isEmptyMapping
    else { return false }
    bytes = edited
    root = found
    return true
  }

  private static func root(of file: SourceFile) throws(Diagnostic) -> Node {
    let end = file.bytes.count
    return try YAMLReader().firstDocument(of: file)
      ?? .null(range: SourceRange(file: file.id, start: end, end: end))
  }

  /// The place in the file as it was of what is nearest to a path.
  private func place(of path: EditPath) -> SourceRange? {
    var node = original
    for step in path.steps {
      guard let position = node.position(of: step) else { break }
      node = node.part(at: position)
    }
    return node.range
  }
}
