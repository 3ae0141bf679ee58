internal import Diagnostics
internal import SystemPackage
internal import YAML

extension BuildRun {
  /// Builds a root: its layers, and then what is done once over all resources.
  func build(_ root: Root) throws(Diagnostic) -> [Resource] {
    let root = try rootLayer(root)
    var sum = Accumulator(schema: schema, isRecorded: recorder != nil)
    try accumulate(root, into: &sum)
    if let stage {
      try run { () throws(BuildFailure) in try stage.swap(in: &sum.resources) }
      record(.secretSwap, in: &sum.resources)
    }
    try HashSuffixes().apply(to: &sum.resources)
    record(.hashSuffix, in: &sum.resources)
    try NameReferences(sum.configuration.nameReference, recorder: recorder)
      .apply(to: &sum.resources)
    record(.nameReference, in: &sum.resources)
    if !sum.variables.isEmpty {
      var references = try VariableReferences(
        sum.variables, fields: sum.configuration.varReference, resources: sum.resources)
      try references.apply(to: &sum.resources)
      warnings += references.warnings
      let sources = recorder == nil ? [] : sum.variables.sources(in: sum.resources)
      record(.vars, of: root, in: &sum.resources, sources: sources)
    }
    if let stage {
      try run { () throws(BuildFailure) in
        try stage.finish(&sum.resources, references: sum.configuration.nameReference)
      }
      record(.secretSwap, in: &sum.resources)
    }
    // Moved out, so that each resource has one owner and is changed in place.
    var resources = ResourceSet(schema: schema)
    swap(&resources, &sum.resources)
    resources.removeAll { $0.isLocalConfig }
    record(.localConfig, in: &resources)
    let order = resourceOrder(of: root.kustomization)
    // Kustomize notices two resources of one identity when it adds them up anew in another order.
    if order.sorts, let (first, second) = resources.firstConflict() {
      throw .duplicateResource(second, first: first)
    }
    resources.reorder(order.positions(of: resources.resources))
    try resources.updateAll { (resource) throws(Diagnostic) in
      // A replacement may have taken the name; it is missed when all is done.
      if resource.id.name.isEmpty, !resource.id.gvk.kind.hasSuffix("List") {
        throw .missingName(kind: resource.id.gvk.kind, at: resource.node)
      }
      warnings += try resource.normalizeAnnotations()
      try resource.add(metadata)
    }
    record(.finishing, at: root.kustomization.buildMetadata.first?.range, in: &resources)
    return resources.resources
  }

  /// Runs one layer: its resources, its generators, its components, and the pipeline over them.
  ///
  /// See the order of execution of Kustomize v5.8. A component works on what its parent added up to;
  /// any other layer starts anew, and its parent takes over the sum.
  func accumulate(_ layer: Layer, into sum: inout Accumulator) throws(Diagnostic) {
    openLayers.open(layer.directory)
    defer { openLayers.close() }
    for entry in layer.kustomization.resources { try add(entry, of: layer, to: &sum) }
    try generate(layer, into: &sum)
    for entry in layer.kustomization.components { try addComponent(entry, of: layer, to: &sum) }
    try transform(layer, &sum)
  }

  /// Runs the generators of a layer.
  ///
  /// Never inlined, since its variables would stay on the stack while the layers below are run.
  @inline(never)
  private func generate(_ layer: Layer, into sum: inout Accumulator) throws(Diagnostic) {
    let kustomization = layer.kustomization
    try configure(&sum.configuration, of: layer)
    let defaults = kustomization.generatorOptions
    try generate(
      kustomization.configMapGenerator, .configMap, of: layer, defaults: defaults,
      origin: origin(.configMapGenerator, of: layer), into: &sum.resources)
    try generate(
      kustomization.secretGenerator, .secret, of: layer, defaults: defaults,
      origin: origin(.secretGenerator, of: layer), into: &sum.resources)
    for chart in kustomization.helmCharts {
      for var resource in try inflate(
        chart, kustomization.helmGlobals, namespace: layer.namespace, of: layer)
      {
        resource.origin = origin(.helmChartInflationGenerator, of: layer)
        try absorb(resource, at: chart.range, into: &sum.resources)
      }
      record(.helmCharts, at: chart.range, of: layer, in: &sum.resources)
    }
    for plugin in try plugins(kustomization.generators, of: layer) {
      try generate(with: plugin, of: layer, into: &sum.resources)
      record(.generators, at: plugin.place, of: layer, in: &sum.resources)
    }
  }

  /// Runs the transformers and the validators of a layer, and takes its variables; never inlined
  /// either.
  @inline(never)
  private func transform(_ layer: Layer, _ sum: inout Accumulator) throws(Diagnostic) {
    for var step in try pipeline(of: layer, sum.configuration) {
      if let recorder {
        let what = BuildStep(
          kind: step.kind, range: step.plugin?.place, plugin: step.plugin?.id.description)
        try record(step.transformer, what, of: layer, recorder, in: &sum.resources)
      } else {
        try step.transformer.apply(to: &sum.resources)
        warnings += step.transformer.warnings
        observeSecrets(in: sum.resources)
      }
      if metadata.keepsNotes {
        try sum.resources.updateAll { $0.rewriteAnnotations() }
      }
      if metadata.notesSteps { try note(step, in: &sum.resources) }
    }
    for plugin in try plugins(layer.kustomization.validators, of: layer) {
      try validate(with: plugin, of: layer, &sum.resources)
    }
    try sum.resources.note(layer.kustomization.vars, schema: schema)
    for variable in layer.kustomization.vars { try sum.variables.append(variable) }
  }

  /// One transformer of a pipeline, and what it stands for in the terms of Kustomize.
  private struct Step {
    var transformer: any Transformer
    var kind: BuildStep.Kind
    /// The resource that configures it, for a plugin.
    var plugin: Resource?
    var origin: BuildOrigin?
    /// How many transformers of Kustomize it is.
    var count: Int
  }

  private func note(_ step: Step, in resources: inout ResourceSet) throws(Diagnostic) {
    guard let origin = step.origin else { return }
    let origins = repeatElement(origin, count: step.count)
    try resources.updateAll { resource in
      // What has lost its origin counts as made by the transformer.
      if resource.origin == nil {
        resource.origin = origin
        resource.transformations += origins.dropFirst()
      } else {
        resource.transformations += origins
      }
    }
  }

  /// The transformers of a layer in the order in which they run.
  private func pipeline(
    of layer: Layer, _ configuration: TransformerConfiguration
  ) throws(Diagnostic) -> [Step] {
    let kustomization = layer.kustomization
    var pipeline: [Step] = []
    func add(
      _ transformer: (any Transformer)?, _ kind: BuildStep.Kind, _ plugin: BuiltinPlugin,
      count: Int = 1
    ) {
      guard let transformer, count > 0 else { return }
      pipeline.append(
        Step(
          transformer: transformer, kind: kind, origin: origin(plugin, of: layer), count: count))
    }
    add(
      PatchTransformer(
        try patchesStrategicMerge(kustomization.patchesStrategicMerge, of: layer), schema: schema),
      .patchesStrategicMerge, .patchStrategicMergeTransformer,
      count: kustomization.patchesStrategicMerge.isEmpty ? 0 : 1)
    let patches = try patches(of: layer)
    if metadata.notesSteps {
      // Each patch is a transformer of its own, and may take the notes of those before it away.
      for patch in patches {
        add(PatchTransformer([patch], schema: schema), .patches, .patchTransformer)
      }
    } else if !patches.isEmpty {
      add(PatchTransformer(patches, schema: schema), .patches, .patchTransformer)
    }
    add(
      NamespaceTransformer(
        kustomization.namespace, fields: try fields.table(.namespace, configuration)),
      .namespace, .namespaceTransformer)
    add(
      NameAffixTransformer(kustomization.namePrefix, .prefix, fields: configuration.namePrefix),
      .namePrefix, .prefixTransformer)
    add(
      NameAffixTransformer(kustomization.nameSuffix, .suffix, fields: configuration.nameSuffix),
      .nameSuffix, .suffixTransformer)
    for entry in kustomization.labels {
      add(
        MetadataTransformer(entry.pairs, fields: try fields.table(entry, configuration)),
        .labels, .labelTransformer)
    }
    add(
      MetadataTransformer(
        kustomization.commonLabels, fields: try fields.table(.commonLabels, configuration)),
      .commonLabels, .labelTransformer,
      count: kustomization.labels.isEmpty && kustomization.commonLabels.isEmpty ? 0 : 1)
    add(
      MetadataTransformer(
        kustomization.commonAnnotations,
        fields: try fields.table(.commonAnnotations, configuration)),
      .commonAnnotations, .annotationsTransformer,
      count: kustomization.commonAnnotations.isEmpty ? 0 : 1)
    add(
      PatchTransformer(try patchesJson6902(of: layer), schema: schema),
      .patchesJson6902, .patchJSON6902Transformer, count: kustomization.patchesJson6902.count)
    add(
      ReplicaTransformer(kustomization.replicas, fields: configuration.replicas),
      .replicas, .replicaCountTransformer, count: kustomization.replicas.count)
    add(
      ImageTransformer(kustomization.images, fields: try fields.table(.images, configuration)),
      .images, .imageTagTransformer, count: kustomization.images.count)
    add(
      ReplacementTransformer(try replacements(kustomization.replacements, of: layer)),
      .replacements, .replacementTransformer, count: kustomization.replacements.isEmpty ? 0 : 1)
    for plugin in try plugins(kustomization.transformers, of: layer) {
      pipeline.append(
        Step(
          transformer: try transformer(of: plugin, layer), kind: .transformers, plugin: plugin,
          origin: origin(of: plugin), count: 1))
    }
    return pipeline
  }

  private func resourceOrder(of root: Kustomization) -> ResourceOrder {
    if let sortOptions = root.sortOptions { return ResourceOrder(sortOptions) }
    return options.order == .legacy ? .legacy : .asAccumulated
  }
}
