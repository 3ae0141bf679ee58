internal import Diagnostics
internal import SystemPackage
internal import YAML

extension BuildRun {
  /// Generates the entries of `configMapGenerator` or `secretGenerator` and puts each in its place:
  /// as a new resource, or merged into or replacing one that exists.
  func generate(
    _ entries: [GeneratorArguments], _ kind: GeneratedKind, of layer: Layer,
    defaults: GeneratorOptions, origin: BuildOrigin?, into resources: inout ResourceSet
  ) throws(Diagnostic) {
    let step: BuildStep.Kind = kind == .secret ? .secretGenerator : .configMapGenerator
    for entry in entries {
      var generated = try generate(entry, kind, of: layer, defaults)
      generated.origin = origin
      try absorb(generated, at: (entry.behavior ?? entry.name).range, into: &resources)
      record(step, at: entry.name.range, of: layer, in: &resources)
    }
  }

  private func generate(
    _ arguments: GeneratorArguments, _ kind: GeneratedKind, of layer: Layer,
    _ defaults: GeneratorOptions
  ) throws(Diagnostic) -> Resource {
    if arguments.name.value.isEmpty { throw .generatorWithoutName(at: arguments.range) }
    let values = try values(of: arguments, kind, layer)
    let options = arguments.options.merging(defaults: defaults)
    var node = kind.node(arguments, values: values)
    node.update("metadata") { metadata in
      for (field, pairs) in [("labels", options.labels), ("annotations", options.annotations)]
      where !pairs.isEmpty {
        metadata.set(field, to: Node(pairs, range: pairs.first?.value.range))
      }
    }
    if let immutable = options.immutable, immutable.value {
      node.set("immutable", to: Node(Scalar("true", tag: .boolean), range: immutable.range))
    }
    var resource = Resource(node, schema: schema)
    resource.demandAnnotations()
    resource.behavior = Resource.Behavior(arguments.behavior?.value)
    resource.needsHashSuffix = !options.disablesNameSuffixHash
    return resource
  }

  private func values(
    of arguments: GeneratorArguments, _ kind: GeneratedKind, _ layer: Layer
  ) throws(Diagnostic) -> [KeyValue] {
    var values: [KeyValue] = []
    for env in arguments.envs {
      let file = try sourceFile(named: env, kind, layer)
      values += try KeyValueSources.lines(of: file, warnings: &warnings)
    }
    for literal in arguments.literals { values.append(try KeyValueSources.literal(literal)) }
    for source in arguments.files {
      let (key, path) = try KeyValueSources.file(source)
      let file = try sourceFile(named: Located(path, at: source.range), kind, layer)
      let range = SourceRange(file: file.id, start: 0, end: file.bytes.count)
      values.append(KeyValue(key: key, value: file.bytes, range: range))
    }
    var known: [String: SourceRange?] = [:]
    for value in values {
      if let first = known.updateValue(value.range, forKey: value.key) {
        throw .repeatedKey(
          value.key, in: "\(kind.rawValue) \(arguments.name.value)", at: value.range, first: first)
      }
    }
    return values
  }

  private func sourceFile(
    named path: Located<String>, _ kind: GeneratedKind, _ layer: Layer
  ) throws(Diagnostic) -> SourceFile {
    let (file, _) = try file(named: path, of: layer)
    if kind == .secret { cache.sources.markSecret(file) }
    return file
  }

  /// Puts a generated resource in its place: as a new one, or in that of one that exists.
  func absorb(
    _ generated: Resource, at range: SourceRange?, into resources: inout ResourceSet
  ) throws(Diagnostic) {
    if let stage, generated.isSecret { stage.observe(generated) }
    let matches = resources.positions(
      of: generated.id, isClusterScoped: generated.isClusterScoped)
    guard let position = matches.first else {
      if let behavior = generated.behavior, behavior != .create {
        throw .generatorTargetMissing(generated, among: resources.resources, at: range)
      }
      return try resources.append([generated])
    }
    if matches.count > 1 { throw .generatorTargetAmbiguous(generated, at: range) }
    if generated.behavior ?? .create == .create {
      throw .generatedResourceExists(
        generated, first: resources.resources[position], at: range)
    }
    try resources.update(at: position, .changesIdentity) { (resource) in
      resource = generated.taking(over: resource, schema: schema)
    }
  }
}

extension Resource.Behavior {
  /// What a text asks for; anything unknown means to create, as in Kustomize.
  init(_ text: String?) {
    switch text {
    case "merge": self = .merge
    case "replace": self = .replace
    default: self = .create
    }
  }
}

extension GeneratorOptions {
  /// The options of one generator with those of all beneath: its own labels and annotations win,
  /// but what is switched on for all cannot be switched off.
  func merging(defaults: GeneratorOptions) -> GeneratorOptions {
    GeneratorOptions(
      labels: labels.merging(defaults: defaults.labels),
      annotations: annotations.merging(defaults: defaults.annotations),
      disablesNameSuffixHash: disablesNameSuffixHash || defaults.disablesNameSuffixHash,
      immutable: immutable?.value == true ? immutable : defaults.immutable)
  }
}

extension [StringPair] {
  fileprivate func merging(defaults: [StringPair]) -> [StringPair] {
    let own = Set(map(\.key))
    return self + defaults.filter { !own.contains($0.key) }
  }
}

extension Node {
  /// A mapping of strings; as in Kustomize its keys have no quotes, so that one like `1` is refused,
  /// and its values have some, so that a number which a patch puts there is a string.
  init(_ pairs: [StringPair], range: SourceRange?) {
    let entries = pairs.map { pair in
      Entry(
        key: Node(Scalar(pair.key, tag: .unresolved), range: pair.value.range),
        value: Node(Scalar(pair.value.value, style: .doubleQuoted), range: pair.value.range))
    }
    self.init(.mapping(ContiguousArray(entries)), range: range)
  }
}
