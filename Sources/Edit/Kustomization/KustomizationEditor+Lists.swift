package import Diagnostics
internal import YAML

extension KustomizationEditor {
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
}
