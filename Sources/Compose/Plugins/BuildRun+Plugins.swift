internal import Diagnostics
internal import SystemPackage
internal import YAML

extension BuildRun {
  /// The resources that configure the plugins of `generators`, `transformers` or `validators`.
  ///
  /// An entry is such a resource itself, a file of them or a directory with a kustomization. Those
  /// within the kustomization come first, as in Kustomize.
  func plugins(
    _ entries: [Located<String>], of layer: Layer
  ) throws(Diagnostic) -> [Resource] {
    guard !entries.isEmpty else { return [] }
    var sum = Accumulator(schema: schema)
    for entry in entries where entry.isInline {
      let documents = try inlineDocuments(entry)
      var resources = try ResourceReader(schema: schema).resources(in: documents)
      let origin = origin(ofFileAt: layer.path, of: layer)
      for index in resources.indices { resources[index].origin = origin }
      try sum.resources.append(resources)
    }
    for entry in entries where !entry.isInline && !entry.saysNothing {
      try add(entry, of: layer, to: &sum)
    }
    return sum.resources.resources
  }

  /// Runs a generator and puts its resource in its place.
  func generate(
    with plugin: Resource, of layer: Layer, into resources: inout ResourceSet
  ) throws(Diagnostic) {
    if var function = try function(of: plugin, layer) {
      for var resource in try function.generate() {
        resource.origin = origin(of: plugin)
        try absorb(resource, at: plugin.place, into: &resources)
      }
      warnings += function.warnings
      return
    }
    let builtin = try builtin(plugin)
    var reading = try PluginReading(plugin)
    switch builtin {
    case .configMapGenerator, .secretGenerator:
      let kind: GeneratedKind = builtin == .secretGenerator ? .secret : .configMap
      let arguments = reading.generatorArguments(of: kind)
      try report(reading.problems)
      guard let arguments else { return }
      try generate(
        [arguments], kind, of: layer, defaults: GeneratorOptions(), origin: origin(of: plugin),
        into: &resources)
    case .iamPolicyGenerator:
      var account = try reading.workloadIdentity(schema: schema)
      account.origin = origin(of: plugin)
      try report(reading.problems)
      try resources.append([account])
    case .helmChartInflationGenerator:
      let (chart, globals) = reading.helmChart()
      try report(reading.problems)
      for var resource in try inflate(chart, globals, of: layer) {
        resource.origin = origin(of: plugin)
        try absorb(resource, at: plugin.place, into: &resources)
      }
    default:
      throw .pluginIsNoGenerator(plugin)
    }
  }

  /// Runs a validator, which may refuse the resources and must not change them, but that it may give
  /// those without labels the label `validated-by`.
  ///
  /// To set a field to what it was counts as a change too, since Kustomize compares the places of
  /// values; replacements and hashes keep them.
  func validate(
    with plugin: Resource, of layer: Layer, _ resources: inout ResourceSet
  ) throws(Diagnostic) {
    var result = resources
    var validator = try transformer(of: plugin, layer)
    try validator.apply(to: &result)
    warnings += validator.warnings
    let setsFields =
      !(validator is Function || validator is ReplacementTransformer
      || validator is HashSuffixes)
    let hasPatched = (validator as? PatchTransformer)?.hasPatched ?? false
    guard result.count == resources.count, !hasPatched else {
      throw .validatorChangedResources(plugin)
    }
    for (new, old) in zip(result.resources, resources.resources) {
      // Kustomize keeps earlier identities in the resource, so that one more is a change.
      if let node = new.node.withoutValidatedByLabel,
        new.previousIdentities.count == old.previousIdentities.count,
        !setsFields || node.hasSamePlaces(as: old.node)
      {
        if node.hasSameContent(as: old.node) { continue }
        // Another style is no change: what is printed counts.
        if try printed(node) == printed(old.node) { continue }
      }
      throw .validatorChangedResources(plugin)
    }
    resources = result
  }

  private func printed(_ node: Node) throws(Diagnostic) -> [UInt8] {
    var emitter = YAMLEmitter()
    try emitter.emit(node)
    return emitter.bytes
  }

  /// The transformer that a resource configures.
  func transformer(of plugin: Resource, _ layer: Layer) throws(Diagnostic) -> any Transformer {
    if let function = try function(of: plugin, layer) { return function }
    let builtin = try builtin(plugin)
    var reading = try PluginReading(plugin)
    let transformer: any Transformer
    switch builtin {
    case .annotationsTransformer:
      transformer = MetadataTransformer(
        reading.pairs("annotations"), fields: FieldSpecTable(reading.fields()))
    case .labelTransformer:
      transformer = MetadataTransformer(
        reading.pairs("labels"), fields: FieldSpecTable(reading.fields()))
    case .hashTransformer:
      transformer = HashSuffixes()
    case .imageTagTransformer:
      transformer = ImageTransformer(
        reading.images(), fields: FieldSpecTable(reading.fields()))
    case .namespaceTransformer:
      transformer = reading.namespaceTransformer() ?? IdentityTransformer()
    case .patchJSON6902Transformer:
      transformer = PatchTransformer(
        [try patch(json: reading.jsonPatch(), of: layer)], schema: schema)
    case .patchStrategicMergeTransformer:
      transformer = PatchTransformer(
        try patchesStrategicMerge(reading.strategicMergePatches(), of: layer), schema: schema)
    case .patchTransformer:
      let entry = reading.patchEntry()
      try report(reading.problems)
      transformer = PatchTransformer(
        try entry.map { (entry) throws(Diagnostic) in [try patch(entry, of: layer)] } ?? [],
        schema: schema)
    case .prefixTransformer:
      transformer = try reading.affixTransformer([.prefix])
    case .suffixTransformer:
      transformer = try reading.affixTransformer([.suffix])
    case .prefixSuffixTransformer:
      transformer = try reading.affixTransformer([.prefix, .suffix])
    case .replacementTransformer:
      let entries = reading.replacements()
      try report(reading.problems)
      transformer = ReplacementTransformer(try replacements(entries, of: layer))
    case .replicaCountTransformer:
      transformer = ReplicaTransformer(reading.replicas(), fields: reading.fields())
    case .sortOrderTransformer:
      throw .sortOrderIsNoPlugin(plugin)
    case .valueAddTransformer:
      transformer = try valueAddTransformer(&reading, layer)
    case .configMapGenerator, .secretGenerator, .iamPolicyGenerator,
      .helmChartInflationGenerator:
      throw .pluginIsNoTransformer(plugin)
    }
    try report(reading.problems)
    return transformer
  }

  private func builtin(_ plugin: Resource) throws(Diagnostic) -> BuiltinPlugin {
    let gvk = plugin.id.gvk
    guard gvk.group.isEmpty, gvk.version == "builtin" else {
      throw .externalPluginsDisabled(plugin)
    }
    guard let builtin = BuiltinPlugin(rawValue: gvk.kind) else {
      throw .pluginNotBuiltin(
        plugin, nearest: nearestName(to: gvk.kind, among: BuiltinPlugin.allCases.map(\.rawValue)))
    }
    return builtin
  }
}

/// The plugins that are part of Kustomize, under `apiVersion: builtin`.
enum BuiltinPlugin: String, CaseIterable {
  case annotationsTransformer = "AnnotationsTransformer"
  case configMapGenerator = "ConfigMapGenerator"
  case hashTransformer = "HashTransformer"
  case helmChartInflationGenerator = "HelmChartInflationGenerator"
  case iamPolicyGenerator = "IAMPolicyGenerator"
  case imageTagTransformer = "ImageTagTransformer"
  case labelTransformer = "LabelTransformer"
  case namespaceTransformer = "NamespaceTransformer"
  case patchJSON6902Transformer = "PatchJson6902Transformer"
  case patchStrategicMergeTransformer = "PatchStrategicMergeTransformer"
  case patchTransformer = "PatchTransformer"
  case prefixTransformer = "PrefixTransformer"
  case suffixTransformer = "SuffixTransformer"
  case prefixSuffixTransformer = "PrefixSuffixTransformer"
  case replacementTransformer = "ReplacementTransformer"
  case replicaCountTransformer = "ReplicaCountTransformer"
  case secretGenerator = "SecretGenerator"
  case sortOrderTransformer = "SortOrderTransformer"
  case valueAddTransformer = "ValueAddTransformer"
}

extension Located<String> {
  /// Whether an entry is YAML itself and not the path of a file.
  var isInline: Bool { value.contains("\n") || value.contains("{") }

  /// Whether the text is YAML without content, which Kustomize sees before it looks for a file.
  var saysNothing: Bool {
    let text = value.drop { $0 == " " }
    return ["", "~", "null", "---", "[]"].contains(text) || text.hasPrefix("#")
  }
}

/// A transformer that does nothing, for a plugin whose configuration asks for nothing.
struct IdentityTransformer: Transformer {
  func apply(to resources: inout ResourceSet) {}
}

/// Several transformers that run as one.
struct TransformerSequence: Transformer {
  var transformers: [any Transformer]

  var entries: [any Transformer] { transformers.flatMap(\.entries) }

  mutating func apply(to resources: inout ResourceSet) throws(Diagnostic) {
    for index in transformers.indices { try transformers[index].apply(to: &resources) }
  }
}

extension Node {
  /// The resource without the label that validators may give; nil where others would be set anew.
  fileprivate var withoutValidatedByLabel: Node? {
    guard let labels = self[path: "metadata", "labels"], labels["validated-by"] != nil else {
      return self
    }
    guard labels.entries?.count == 1 else { return nil }
    var node = self
    node.update("metadata") { _ = $0.remove("labels") }
    return node
  }
}
