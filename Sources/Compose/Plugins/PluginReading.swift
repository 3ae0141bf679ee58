internal import Diagnostics
internal import Schema
internal import YAML

/// Reads the configuration of a built-in plugin; problems are collected.
///
/// See the plugins of Kustomize v5.8: their fields are those of a kustomization, mostly, and fields
/// of unknown names are ignored.
struct PluginReading {
  private let plugin: Resource
  private var reader: MappingReader
  /// What is wrong with the configuration so far.
  private(set) var problems: [Diagnostic] = []

  /// Throws what keeps the configuration from being printed, such as a repeated key.
  init(_ plugin: Resource) throws(Diagnostic) {
    // Kustomize prints the configuration for the plugin, which reads it anew.
    var emitter = YAMLEmitter()
    try emitter.emit(plugin.node)
    var plugin = plugin
    plugin.node.rewriteScalars()
    self.plugin = plugin
    reader = MappingReader(
      plugin.node, as: "a \(plugin.id.gvk.kind)", rules: .plugin, problems: &problems)
  }

  /// The field specs; there are no others than those that are given.
  mutating func fields() -> [FieldSpec] {
    reader.list("fieldSpecs", problems: &problems) {
      FieldSpec($0, rules: .plugin, problems: &$1)
    }
  }

  mutating func pairs(_ field: StaticString) -> [StringPair] {
    reader.stringMap(field, problems: &problems)
  }

  mutating func images() -> [ImageChange] {
    reader.node("imageTag").flatMap { ImageChange($0, rules: .plugin, problems: &problems) }
      .map { [$0] } ?? []
  }

  mutating func replicas() -> [ReplicaCount] {
    let replica = reader.node("replica").flatMap {
      ReplicaCount($0, rules: .plugin, problems: &problems)
    }
    let nowhere = plugin.place
    return [replica ?? ReplicaCount(name: Located("", at: nowhere), count: Located(0, at: nowhere))]
  }

  mutating func replacements() -> [ReplacementEntry] {
    reader.list("replacements", problems: &problems) {
      ReplacementEntry($0, rules: .plugin.embedded, problems: &$1)
    }
  }

  mutating func namespaceTransformer() -> NamespaceTransformer? {
    let metadata = plugin.node["metadata"]?["namespace"]
    let namespace = metadata.flatMap { node in
      node.textUnlessNull.map { Located($0, at: node.range) }
    }
    var subjects = NamespaceTransformer.Subjects.defaultOnly
    if let mode = reader.string("setRoleBindingSubjects", problems: &problems),
      !mode.value.isEmpty
    {
      if let known = NamespaceTransformer.Subjects(rawValue: mode.value) {
        subjects = known
      } else {
        let names = NamespaceTransformer.Subjects.allCases.map(\.rawValue)
        problems.append(
          .pluginFieldInvalid(
            "setRoleBindingSubjects", expected: names.joined(separator: ", "), at: mode.range))
      }
    }
    return NamespaceTransformer(
      namespace, fields: NamespaceTransformer.table(of: fields()),
      unsetOnly: reader.boolean("unsetOnly", problems: &problems)?.value ?? false,
      subjects: subjects)
  }

  mutating func affixTransformer(
    _ positions: [NameAffixTransformer.Position]
  ) throws(Diagnostic) -> any Transformer {
    guard reader.node("fieldSpecs") != nil else {
      throw .pluginFieldMissing("fieldSpecs", of: plugin)
    }
    let fields = fields()
    return TransformerSequence(
      transformers: positions.compactMap { position in
        let affix = reader.string(
          position == .prefix ? "prefix" : "suffix", problems: &problems)
        return NameAffixTransformer(affix, position, fields: fields)
      })
  }

  // MARK: Patches

  mutating func patchEntry() -> PatchEntry? {
    PatchEntry(plugin.node, as: "patches", rules: .plugin, problems: &problems)
  }

  mutating func strategicMergePatches() -> [Located<String>] {
    var patches = reader.strings("paths", problems: &problems)
    if let text = reader.string("patches", problems: &problems), !text.value.isEmpty {
      patches.append(text)
    }
    if patches.isEmpty { problems.append(.pluginFieldMissing("paths or patches", of: plugin)) }
    return patches
  }

  /// The patch of a `PatchJson6902Transformer`, whose operations stand in `jsonOp` or in a file.
  mutating func jsonPatch() throws(Diagnostic) -> PatchEntry {
    let path = reader.string("path", problems: &problems)
    let operations = reader.string("jsonOp", problems: &problems)
    let target = reader.node("target").flatMap {
      Selector($0, rules: .plugin, problems: &problems)
    }
    guard let target, !target.name.isAnything else {
      throw .pluginFieldMissing("target.name", of: plugin)
    }
    let source: PatchEntry.Source
    switch (
      path.flatMap { $0.value.isEmpty ? nil : $0 },
      operations.flatMap { $0.value.isEmpty ? nil : $0 }
    )
    {
    case (let path?, nil): source = .path(path)
    case (nil, let operations?): source = .inline(operations)
    case (nil, nil), (.some, .some):
      throw .pluginFieldMissing("exactly one of path and jsonOp", of: plugin)
    }
    return PatchEntry(source: source, target: target, range: plugin.place)
  }

  // MARK: Generators

  mutating func generatorArguments(of kind: GeneratedKind) -> GeneratorArguments? {
    let field = kind == .secret ? "secretGenerator" : "configMapGenerator"
    let arguments = GeneratorArguments(
      plugin.node, as: field, rules: .plugin.embedded, problems: &problems)
    guard var arguments else { return nil }
    let metadata = plugin.node["metadata"]
    if arguments.name.value.isEmpty, let name = metadata?["name"] {
      arguments.name = Located(name.text ?? "", at: name.range)
    }
    if arguments.namespace?.value.isEmpty ?? true, let namespace = metadata?["namespace"] {
      arguments.namespace = Located(namespace.text ?? "", at: namespace.range)
    }
    return arguments
  }

  /// The ServiceAccount of an `IAMPolicyGenerator`, bound to one of Google Cloud.
  mutating func workloadIdentity(schema: KubernetesSchema) throws(Diagnostic) -> Resource {
    let cloud = reader.string("cloud", problems: &problems)
    guard cloud?.value == "gke" else {
      throw .pluginFieldInvalid("cloud", expected: "gke", at: cloud?.range ?? plugin.place)
    }
    func texts(_ field: StaticString, _ names: [StaticString]) -> [Located<String>?] {
      guard let node = reader.node(field) else { return names.map { _ in nil } }
      var reader = MappingReader(node, as: field.description, rules: .plugin, problems: &problems)
      return names.map { reader.string($0, problems: &problems) }
    }
    let kubernetes = texts("kubernetesService", ["name", "namespace"])
    let google = texts("serviceAccount", ["name", "projectId"])
    guard google[0]?.value.isEmpty == false else {
      throw .pluginFieldMissing("serviceAccount.name", of: plugin)
    }
    // The name stands for all that every account has, as with other generators.
    let place = kubernetes[0]?.range ?? plugin.place
    var metadata = Node.emptyMapping(range: place)
    let account =
      "\(google[0]?.value ?? "")@\(google[1]?.value ?? "").iam.gserviceaccount.com"
    var annotations = Node.emptyMapping(range: google[0]?.range)
    annotations.set(
      "iam.gke.io/gcp-service-account", to: Node(string: account, range: google[0]?.range))
    metadata.set("annotations", to: annotations)
    for (field, value) in [("name", kubernetes[0]), ("namespace", kubernetes[1])] {
      guard let value, !value.value.isEmpty else { continue }
      metadata.set(field, to: Node(string: value.value, range: value.range))
    }
    var node = Node.emptyMapping(range: place)
    node.set("apiVersion", to: Node(string: "v1", range: place))
    node.set("kind", to: Node(string: "ServiceAccount", range: place))
    node.set("metadata", to: metadata)
    return Resource(node, schema: schema)
  }

  mutating func helmChart() -> (HelmChart, HelmGlobals) {
    let globals = HelmGlobals(&reader, problems: &problems)
    return (HelmChart(&reader, at: plugin.place, problems: &problems), globals)
  }

  // MARK: Values

  mutating func string(_ field: StaticString) -> Located<String>? {
    reader.string(field, problems: &problems)
  }

  mutating func valueTargets() -> [ValueAddTransformer.Target] {
    reader.list("targets", problems: &problems) {
      ValueAddTransformer.Target($0, problems: &$1)
    }
  }
}
