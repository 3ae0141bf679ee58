package import Diagnostics
internal import YAML

/// A generator as the options of `edit add configmap` and `edit add secret` describe it.
package struct GeneratorArgument: Sendable {
  /// The fields of the two kinds of generators.
  package enum Field: String, Sendable {
    case configMapGenerator
    case secretGenerator
  }

  package var field: Field
  package var name: String
  package var namespace = ""
  package var behavior = ""
  package var type = ""
  package var files: [String] = []
  package var literals: [String] = []
  package var envs: [String] = []
  package var disablesNameSuffixHash = false

  /// A generator of that name without sources.
  package init(_ field: Field, name: String) {
    self.field = field
    self.name = name
  }

  private static let yes = Node(Scalar("true", tag: .boolean))

  /// The options, if there are any.
  fileprivate var options: Node? {
    disablesNameSuffixHash ? .fields([], ("disableNameSuffixHash", Self.yes)) : nil
  }

  /// The sources by the names of their fields.
  fileprivate var sources: [(field: String, values: [String])] {
    [("files", files), ("literals", literals), ("envs", envs)].filter { !$0.1.isEmpty }
  }

  /// An entry of the field.
  fileprivate var node: Node {
    var node = Node.fields([("name", name), ("namespace", namespace), ("behavior", behavior)])
    for source in sources { node.set(source.field, to: .strings(source.values)) }
    if let options { node.set("options", to: options) }
    if !type.isEmpty { node.set("type", to: Node(string: type)) }
    return node
  }
}

extension KustomizationEditor {
  /// Adds a generator, or adds to the one of that name and namespace.
  package mutating func add(_ generator: GeneratorArgument) throws(Diagnostic) {
    let field = generator.field.rawValue
    guard let position = positions(in: field, generator.namespace)(generator.name).first else {
      return try apply(.append(EditPath(keys: field), generator.node))
    }
    for source in generator.sources {
      let path = element(position, of: field, source.field)
      let isLiteral = source.field == "literals"
      try add(source.values, to: path) { value, present in
        .alreadyThere(
          isLiteral ? "the literal" : value, in: path.description, at: isLiteral ? nil : present)
      }
    }
    if !generator.behavior.isEmpty {
      let behavior = Node(string: generator.behavior)
      try apply(.set(element(position, of: field, "behavior"), behavior))
    }
    if let options = generator.options?["disableNameSuffixHash"] {
      let path = element(position, of: field, "options")
      try apply(.set(path.appending(.key("disableNameSuffixHash")), options))
    }
  }

  /// Gives keys among the literals of a generator other values, and it perhaps another namespace.
  package mutating func set(
    _ generator: GeneratorArgument, newNamespace: String
  ) throws(Diagnostic) {
    let field = generator.field.rawValue
    guard let position = positions(in: field, generator.namespace)(generator.name).first else {
      throw .notThere(
        generator.name, in: field, among: names(in: field), at: place(of: yaml.root[field]))
    }
    let path = element(position, of: field, "literals")
    let literals = yaml.root[at: path]
    let keys = ListIndex(of: literals) { $0.text?.literalKey }
    for literal in generator.literals {
      guard let position = keys.positions(of: literal.literalKey).last else {
        let known = literals?.elements?.compactMap { $0.text?.literalKey } ?? []
        throw .notThere(
          literal.literalKey, in: path.description, among: known,
          at: place(of: yaml.root[at: element(position, of: field, "name")]))
      }
      try apply(.set(path.appending(.index(position)), Node(string: literal)))
    }
    if !newNamespace.isEmpty {
      try apply(.set(element(position, of: field, "namespace"), Node(string: newNamespace)))
    }
  }

  /// Removes the generators of names in a namespace.
  package mutating func remove(
    _ names: [String], namespace: String, from generators: GeneratorArgument.Field
  ) throws(Diagnostic) {
    let field = generators.rawValue
    try removeElements(
      of: field, for: names, known: self.names(in: field), found: positions(in: field, namespace))
  }

  private func names(in field: String) -> [String] {
    yaml.root[field]?.elements?.compactMap { $0["name"]?.text } ?? []
  }

  /// Tells the positions of the generators in a namespace by their name.
  private func positions(in field: String, _ namespace: String) -> (String) -> [Int] {
    let index = ListIndex(of: yaml.root[field]) { generator in
      (generator["namespace"]?.text).orDefault == namespace.orDefault
        ? generator["name"]?.text : nil
    }
    return index.positions
  }
}

extension Optional<String> {
  /// The namespace, where none is the one called default.
  fileprivate var orDefault: String { (self ?? "").orDefault }
}

extension String {
  fileprivate var orDefault: String { isEmpty ? "default" : self }

  /// The key of a literal `KEY=VALUE`.
  fileprivate var literalKey: String { String(prefix { $0 != "=" }) }
}
