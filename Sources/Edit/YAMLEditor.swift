package import Diagnostics
package import YAML

/// Changes a YAML file and leaves every byte that has nothing to do with the change as it is.
///
/// Comments, order, empty lines, line breaks, byte order mark, anchors and the style of all values
/// stay. Changes gather, and are written together: the file is then read again, and must say exactly
/// what was intended.
package struct YAMLEditor {
  /// The file as it was.
  private let original: EditedFile
  /// The first document with the changes; null if there is none.
  ///
  /// What the file has keeps the place where it was.
  package private(set) var root: Node
  private var changes: [Change] = []

  /// An editor of the first document of a file.
  package init(_ file: SourceFile) throws(Diagnostic) {
    original = try EditedFile(file)
    root = original.root
  }

  /// Asks for a change, or for all of those that it consists of.
  package mutating func apply(_ change: Change) throws(Diagnostic) {
    for part in change.parts(in: root) {
      guard part.apply(to: &root) else {
        throw .impossibleEdit(part, at: original.place(of: part.path))
      }
      changes.append(part)
    }
  }

  /// The bytes with the changes; throws the first change that cannot be made without another.
  ///
  /// Costs O(bytes + changes) where the changes are made in one go.
  package var bytes: [UInt8] {
    get throws(Diagnostic) {
      var edited = original
      try edited.make(changes[...]) { change in original.place(of: change.path) }
      return edited.bytes
    }
  }

  /// The place of a value: of the file, where an edit has brought the value.
  func place(of node: Node?) -> SourceRange? {
    node.map { $0.range ?? original.start }
  }

  /// Whether a comment stands within what was at a path.
  func hasComment(at path: EditPath) -> Bool {
    EditPlan(.remove(path), in: original.outline).hasCommentWithin
  }
}
