package import Diagnostics
internal import YAML

/// Makes the edits of `kustomize edit` in a kustomization, each in the fewest bytes.
///
/// Fields and arguments mean what they mean to Kustomize v5.8.
/// Differs from Kustomize: entries are not sorted, and the file is not written anew; a name that is
/// there already, or that is not there, is an error and not only a line in a log.
package struct KustomizationEditor {
  /// The file.
  package private(set) var yaml: YAMLEditor

  /// An editor of a kustomization file.
  package init(_ file: SourceFile) throws(Diagnostic) {
    yaml = try YAMLEditor(file)
    guard yaml.root.isMapping || yaml.root.isNull else {
      throw .notAKustomization(at: yaml.root.range)
    }
  }

  /// The bytes with the edits made so far.
  package var bytes: [UInt8] { yaml.bytes }

  /// Where in the bytes the literals of Secrets stand, which must not be shown.
  package var secrets: [Range<Int>] {
    let generators = yaml.root["secretGenerator"]?.elements ?? []
    return generators.compactMap { $0["literals"]?.range }
      .map { Int($0.start)..<Int($0.end) }
  }

  /// Gives a field a text, or removes it if the text is empty.
  package mutating func set(_ field: String, to text: String) throws(Diagnostic) {
    let path = EditPath(keys: field)
    if !text.isEmpty { return try yaml.apply(.set(path, Node(string: text))) }
    if yaml.root[field] != nil { try yaml.apply(.remove(path)) }
  }

  /// Gives the resources of a name a number of replicas.
  package mutating func setReplicas(of name: String, to count: Int) throws(Diagnostic) {
    let number = Node(Scalar(String(count), tag: .integer))
    if let position = try position(of: name, in: "replicas") {
      return try yaml.apply(.set(element(position, of: "replicas", "count"), number))
    }
    try yaml.apply(
      .append(EditPath(keys: "replicas"), .fields([("name", name)], ("count", number))))
  }

  /// Adds names to a list of names.
  package mutating func add(_ names: [String], to field: String) throws(Diagnostic) {
    for name in names {
      if let present = yaml.root[field]?.elements?.first(where: { $0.isScalar(name) }) {
        throw .alreadyThere(name, in: field, at: place(of: present))
      }
      try yaml.apply(.append(EditPath(keys: field), Node(string: name)))
    }
  }

  /// Removes the names that match patterns from a list of names, and the list if none remains.
  package mutating func remove(_ patterns: [String], from field: String) throws(Diagnostic) {
    for pattern in patterns {
      let names = yaml.root[field]?.elements?.map { $0.text ?? "" } ?? []
      let found = names.indices.filter { names[$0].matches(pathPattern: pattern) }
      guard !found.isEmpty else {
        throw .notThere(pattern, in: field, among: names, at: place(of: yaml.root[field]))
      }
      for position in found.reversed() { try removeElement(position, of: field) }
    }
  }

  /// Removes an element of a list, and the list with its last element.
  mutating func removeElement(_ position: Int, of field: String) throws(Diagnostic) {
    let isOnly = yaml.root[field]?.elements?.count == 1
    let list = EditPath(keys: field)
    try yaml.apply(.remove(isOnly ? list : list.appending(.index(position))))
  }

  mutating func apply(_ change: Change) throws(Diagnostic) {
    try yaml.apply(change)
  }

  mutating func apply(_ changes: [Change]) throws(Diagnostic) {
    try yaml.apply(changes)
  }

  /// The position of the one element of a list that has a name.
  func position(of name: String, in field: String) throws(Diagnostic) -> Int? {
    let elements = yaml.root[field]?.elements ?? []
    let found = elements.indices.filter { elements[$0]["name"]?.isScalar(name) == true }
    guard found.count <= 1 else {
      throw .severalEntries(name, in: field, at: place(of: elements[found[1]]))
    }
    return found.first
  }

  /// The place of a value in the file as it was; of the file, once edits have moved the value.
  func place(of node: Node?) -> SourceRange? {
    yaml.place(of: node?.range)
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
