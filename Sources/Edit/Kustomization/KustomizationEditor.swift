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

  /// Adds names to a list of names.
  package mutating func add(_ names: [String], to field: String) throws(Diagnostic) {
    try add(names, to: EditPath(keys: field)) { name, present in
      .alreadyThere(name, in: field, at: present)
    }
  }

  /// Adds texts to a list; throws a diagnostic for one that is there.
  mutating func add(
    _ texts: [String], to list: EditPath, orThrow problem: (String, SourceRange?) -> Diagnostic
  ) throws(Diagnostic) {
    var present = ListIndex(of: yaml.root[at: list], by: \.text)
    for text in texts {
      if let position = present.positions(of: text).first {
        // An argument that stands twice has no place in the file.
        let element = yaml.root[at: list.appending(.index(position))] ?? Node(string: text)
        throw problem(text, place(of: element))
      }
      present.append(text)
    }
    try append(texts.map { Node(string: $0) }, to: list)
  }

  /// Adds elements to the end of a list, which is made if it is missing.
  mutating func append(_ elements: [Node], to list: EditPath) throws(Diagnostic) {
    if elements.isEmpty { return }
    if yaml.root[at: list]?.isNull ?? true {
      return try apply(.set(list, Node(.sequence(ContiguousArray(elements)))))
    }
    for element in elements { try apply(.append(list, element)) }
  }

  /// Removes the names that match patterns from a list of names, and the list if none remains.
  package mutating func remove(_ patterns: [String], from field: String) throws(Diagnostic) {
    let names = yaml.root[field]?.elements?.map { $0.text ?? "" } ?? []
    let index = ListIndex(of: yaml.root[field]) { $0.text ?? "" }
    try removeElements(of: field, for: patterns, known: names) { pattern in
      pattern.isPathPattern
        ? names.indices.filter { names[$0].matches(pathPattern: pattern) }
        : index.positions(of: pattern)
    }
  }

  /// Removes the elements of a list that arguments stand for, and the list with its last element.
  ///
  /// Each argument must stand for one at least that those before it do not.
  mutating func removeElements(
    of field: String, for arguments: [String], known: [String], found: (String) -> [Int]
  ) throws(Diagnostic) {
    var going: Set<Int> = []
    for argument in arguments {
      let count = going.count
      going.formUnion(found(argument))
      guard going.count > count else {
        throw .notThere(argument, in: field, among: known, at: place(of: yaml.root[field]))
      }
    }
    try removeElements(going, of: field)
  }

  /// Removes elements of a list, and the list if none remains.
  mutating func removeElements(
    _ positions: Set<Int>, of field: String
  ) throws(Diagnostic) {
    let list = EditPath(keys: field)
    guard positions.count < yaml.root[field]?.elements?.count ?? 0 else {
      return try apply(.remove(list))
    }
    for position in positions.sorted(by: >) { try apply(.remove(list.appending(.index(position)))) }
  }

  /// Makes an edit for each of some arguments, with the position of the one element that has its
  /// name; without, if the edit is to append that.
  mutating func edit<Argument>(
    _ arguments: [Argument], by name: (Argument) -> String, in field: String,
    _ edit: (inout KustomizationEditor, Argument, Int?) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    var names = ListIndex(of: yaml.root[field]) { $0["name"]?.text }
    for argument in arguments {
      let found = names.positions(of: name(argument))
      if found.count > 1 {
        let second = yaml.root[at: EditPath(keys: field).appending(.index(found[1]))]
        throw .severalEntries(name(argument), in: field, at: place(of: second))
      }
      try edit(&self, argument, found.first)
      if found.isEmpty { names.append(name(argument)) }
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
