internal import Diagnostics
internal import SystemPackage
internal import YAML

extension BuildRun {
  /// Builds a root: its layers, and then what is done once over all resources.
  func build(_ directory: FilePath) throws(Diagnostic) -> [Resource] {
    let root = try rootLayer(in: directory)
    var resources = ResourceSet(schema: schema)
    try accumulate(root, into: &resources)
    try HashSuffixes().apply(to: &resources)
    try NameReferences().apply(to: &resources)
    resources.removeAll { $0.isLocalConfig }
    resources.reorder(resourceOrder(of: root.kustomization).positions(of: resources.resources))
    try resources.updateAll { $0.normalizeAnnotations() }
    return resources.resources
  }

  /// Runs one layer: its resources, its generators, its components, and the pipeline over them.
  ///
  /// See the order of execution of Kustomize v5.8. A component works on the resources of its
  /// parent; any other layer has a set of its own, which its parent appends.
  func accumulate(_ layer: Layer, into resources: inout ResourceSet) throws(Diagnostic) {
    let kustomization = layer.kustomization
    for entry in kustomization.resources {
      try add(entry, of: layer, to: &resources)
    }
    try generate(kustomization.configMapGenerator, .configMap, of: layer, into: &resources)
    try generate(kustomization.secretGenerator, .secret, of: layer, into: &resources)
    for entry in kustomization.components {
      try addComponent(entry, of: layer, to: &resources)
    }
    for var transformer in try pipeline(of: layer) {
      try transformer.apply(to: &resources)
    }
  }

  /// The transformers of a layer in the order in which they run.
  private func pipeline(of layer: Layer) throws(Diagnostic) -> [any Transformer] {
    let kustomization = layer.kustomization
    var pipeline: [any Transformer] = [
      try PatchTransformer(patchesStrategicMerge(of: layer), schema: schema),
      try PatchTransformer(patches(of: layer), schema: schema),
    ]
    if let transformer = NamespaceTransformer(kustomization.namespace) {
      pipeline.append(transformer)
    }
    if let transformer = NameAffixTransformer(kustomization.namePrefix, .prefix) {
      pipeline.append(transformer)
    }
    if let transformer = NameAffixTransformer(kustomization.nameSuffix, .suffix) {
      pipeline.append(transformer)
    }
    for entry in kustomization.labels { pipeline.append(try LabelTransformer(entry)) }
    pipeline += [
      LabelTransformer(commonLabels: kustomization.commonLabels),
      AnnotationTransformer(kustomization.commonAnnotations),
      try PatchTransformer(patchesJson6902(of: layer), schema: schema),
      ReplicaTransformer(kustomization.replicas),
      ImageTransformer(kustomization.images),
    ]
    return pipeline
  }

  private func resourceOrder(of root: Kustomization) -> ResourceOrder {
    if let sortOptions = root.sortOptions { return ResourceOrder(sortOptions) }
    return options.order == .legacy ? .legacy : .asAccumulated
  }
}
