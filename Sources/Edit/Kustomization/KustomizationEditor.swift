package import Diagnostics
internal import YAML

/// Makes the edits of `kustomize edit` in a kustomization, each in the fewest bytes.
///
/// Fields and arguments mean what they mean to Kustomize v5.8.
/// Differs from Kustomize: entries are not sorted, and the file is not written anew; a name that is
/// there already, or that is not there, is an error and not only a line in a log.
package struct KustomizationEditor {
  private(set) var yaml: YAMLEditor

  /// An editor of a kustomization file.
  package init(_ file: SourceFile) throws(Diagnostic) {
    yaml = try YAMLEditor(file)
    guard yaml.root.isMapping || yaml.root.isNull else {
      throw .notAKustomization(at: yaml.root.range)
    }
  }

  /// The bytes with the edits; throws an edit that would change something else too.
  package var bytes: [UInt8] { get throws(Diagnostic) { try yaml.bytes } }

  /// Where in the file the literals of Secrets stand, which must not be shown.
  package var secrets: [Range<Int>] {
    let generators = yaml.root["secretGenerator"]?.elements ?? []
    return generators.compactMap { $0["literals"]?.range }
      .map { Int($0.start)..<Int($0.end) }
  }

  /// Gives a field a text, or removes it if the text is empty.
  package mutating func set(_ field: String, to text: String) throws(Diagnostic) {
    let path = EditPath(keys: field)
    if !text.isEmpty { return try apply(.set(path, Node(string: text))) }
    if yaml.root[field] != nil { try apply(.remove(path)) }
  }

  /// Gives a field a list of names.
  package mutating func set(_ field: String, to names: [String]) throws(Diagnostic) {
    try apply(.set(EditPath(keys: field), .strings(names)))
  }

  /// Gives the resources of names numbers of replicas.
  package mutating func setReplicas(_ counts: [(name: String, count: Int)]) throws(Diagnostic) {
    try edit(counts, by: \.name, in: "replicas") { (editor, entry, position) throws(Diagnostic) in
      let count = Node(Scalar(String(entry.count), tag: .integer))
      guard let position else {
        let node = Node.fields([("name", entry.name)], ("count", count))
        return try editor.apply(.append(EditPath(keys: "replicas"), node))
      }
      try editor.apply(.set(editor.element(position, of: "replicas", "count"), count))
    }
  }

  mutating func apply(_ change: Change) throws(Diagnostic) {
    try yaml.apply(change)
  }

  /// The place of a value; of the file, where an edit has brought the value.
  func place(of node: Node?) -> SourceRange? {
    yaml.place(of: node)
  }

  func element(_ position: Int, of field: String, _ key: String) -> EditPath {
    EditPath(keys: field).appending(.index(position)).appending(.key(key))
  }
}

extension Node {
  /// A mapping of texts, without those that are empty, and of other values.
  static func fields(_ texts: [(String, String)], _ others: (String, Node)...) -> Node {
    let texts = texts.filter { !$0.1.isEmpty }.map { ($0.0, Node(string: $0.1)) }
    return Node(
      .mapping(
        ContiguousArray(
          (texts + others).map { Entry(key: Node(string: $0.0), value: $0.1) })))
  }

  /// A list of strings.
  static func strings(_ texts: [String]) -> Node {
    Node(.sequence(ContiguousArray(texts.map { Node(string: $0) })))
  }
}
