internal import Diagnostics
internal import SystemPackage
internal import YAML

extension BuildRun {
  /// Builds a root: its layers, and then what is done once over all resources.
  func build(_ directory: FilePath) throws(Diagnostic) -> [Resource] {
    let root = try rootLayer(in: directory)
    var sum = Accumulator(schema: schema)
    try accumulate(root, into: &sum)
    try HashSuffixes().apply(to: &sum.resources)
    try NameReferences(sum.configuration.nameReference).apply(to: &sum.resources)
    if !sum.variables.isEmpty {
      var references = try VariableReferences(
        sum.variables, fields: sum.configuration.varReference, resources: sum.resources)
      try references.apply(to: &sum.resources)
    }
    var resources = sum.resources
    resources.removeAll { $0.isLocalConfig }
    resources.reorder(resourceOrder(of: root.kustomization).positions(of: resources.resources))
    try resources.updateAll { $0.normalizeAnnotations() }
    return resources.resources
  }

  /// Runs one layer: its resources, its generators, its components, and the pipeline over them.
  ///
  /// See the order of execution of Kustomize v5.8. A component works on what its parent added up to;
  /// any other layer starts anew, and its parent takes over the sum.
  func accumulate(_ layer: Layer, into sum: inout Accumulator) throws(Diagnostic) {
    let kustomization = layer.kustomization
    for entry in kustomization.resources { try add(entry, of: layer, to: &sum) }
    try configure(&sum.configuration, of: layer)
    let defaults = kustomization.generatorOptions
    for (entries, kind) in [
      (kustomization.configMapGenerator, GeneratedKind.configMap),
      (kustomization.secretGenerator, .secret),
    ] {
      try generate(entries, kind, of: layer, defaults: defaults, into: &sum.resources)
    }
    for plugin in try plugins(kustomization.generators, of: layer) {
      try generate(with: plugin, of: layer, into: &sum.resources)
    }
    for entry in kustomization.components { try addComponent(entry, of: layer, to: &sum) }
    for var transformer in try pipeline(of: layer, sum.configuration) {
      try transformer.apply(to: &sum.resources)
    }
    for plugin in try plugins(kustomization.validators, of: layer) {
      try validate(with: plugin, of: layer, sum.resources)
    }
    try sum.resources.note(kustomization.vars, schema: schema)
    for variable in kustomization.vars { try sum.variables.append(variable) }
  }

  /// The transformers of a layer in the order in which they run.
  private func pipeline(
    of layer: Layer, _ configuration: TransformerConfiguration
  ) throws(Diagnostic) -> [any Transformer] {
    let kustomization = layer.kustomization
    var pipeline: [any Transformer] = [
      try PatchTransformer(
        patchesStrategicMerge(kustomization.patchesStrategicMerge, of: layer), schema: schema),
      try PatchTransformer(patches(of: layer), schema: schema),
    ]
    if let transformer = NamespaceTransformer(
      kustomization.namespace, fields: configuration.namespace)
    {
      pipeline.append(transformer)
    }
    if let transformer = NameAffixTransformer(
      kustomization.namePrefix, .prefix, fields: configuration.namePrefix)
    {
      pipeline.append(transformer)
    }
    if let transformer = NameAffixTransformer(
      kustomization.nameSuffix, .suffix, fields: configuration.nameSuffix)
    {
      pipeline.append(transformer)
    }
    for entry in kustomization.labels {
      pipeline.append(try LabelTransformer(entry, configuration))
    }
    pipeline += [
      LabelTransformer(kustomization.commonLabels, fields: configuration.commonLabels),
      AnnotationTransformer(
        kustomization.commonAnnotations, fields: configuration.commonAnnotations),
      try PatchTransformer(patchesJson6902(of: layer), schema: schema),
      ReplicaTransformer(kustomization.replicas, fields: configuration.replicas),
      ImageTransformer(kustomization.images, fields: configuration.images),
      try ReplacementTransformer(replacements(kustomization.replacements, of: layer)),
    ]
    for plugin in try plugins(kustomization.transformers, of: layer) {
      pipeline.append(try transformer(of: plugin, layer))
    }
    return pipeline
  }

  private func resourceOrder(of root: Kustomization) -> ResourceOrder {
    if let sortOptions = root.sortOptions { return ResourceOrder(sortOptions) }
    return options.order == .legacy ? .legacy : .asAccumulated
  }
}
