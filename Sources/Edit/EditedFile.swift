internal import Diagnostics
internal import YAML

/// A file after some changes, and what it says.
struct EditedFile {
  private let file: SourceFile
  /// The first document; null if there is none.
  let root: Node

  /// A file as it is.
  init(_ file: SourceFile) throws(Diagnostic) {
    self.file = file
    root =
      try YAMLReader().firstDocument(of: file)
      ?? .null(range: SourceRange(file: file.id, start: file.bytes.count, end: file.bytes.count))
  }

  var bytes: [UInt8] { file.bytes }

  /// Where the parts of the document stand.
  var outline: Outline { Outline(of: root, in: bytes) }

  /// The place before the first byte.
  var start: SourceRange { SourceRange(file: file.id, start: 0, end: 0) }

  /// The place of what is nearest to a path.
  func place(of path: EditPath) -> SourceRange? {
    var node = root
    for step in path.steps {
      guard let position = node.position(of: step) else { break }
      node = node.part(at: position)
    }
    return node.range
  }

  /// Makes changes, each on what those before it made.
  ///
  /// All are made at once, for which the file is read once. Where that does not give what they mean,
  /// because one builds on another or is not made by the first way to make it, each half is made by
  /// itself. Costs O(bytes × log changes) where few are like that.
  mutating func make(
    _ changes: ArraySlice<Change>, place: (Change) -> SourceRange?
  ) throws(Diagnostic) {
    guard let first = changes.first, !makeAtOnce(changes) else { return }
    guard changes.count > 1 else { throw .lossyEdit(first, at: place(first)) }
    let middle = changes.startIndex + changes.count / 2
    try make(changes[..<middle], place: place)
    try make(changes[middle...], place: place)
  }

  private mutating func makeAtOnce(_ changes: ArraySlice<Change>) -> Bool {
    let outline = outline
    var expected = root
    var splices: [Splice] = []
    for change in changes {
      guard change.apply(to: &expected) else { return false }
      let ways = EditPlan(change, in: outline).candidates()
      guard changes.count > 1 else { return ways.contains { take($0, expected) } }
      guard let way = ways.first else { return false }
      // What is to be the first entry comes before those that were.
      if case .prepend = change { splices = way + splices } else { splices += way }
    }
    splices.sort {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    let overlap = zip(splices, splices.dropFirst()).contains {
      $0.range.upperBound > $1.range.lowerBound
    }
    return !overlap && take(splices, expected)
  }

  /// Makes splices if the file then has the expected meaning.
  private mutating func take(_ splices: [Splice], _ expected: Node) -> Bool {
    let bytes = bytes.applying(splices)
    guard
      let edited = try? EditedFile(SourceFile(id: file.id, path: file.path, bytes: bytes)),
      edited.root.hasSameMeaning(as: expected) || edited.root.isNull && expected.isEmptyMapping
    else { return false }
    self = edited
    return true
  }
}
