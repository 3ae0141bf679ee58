internal import Compose

extension BuildStep {
  /// The step in the words of Kustomize: `replicas of overlays/prod`.
  var description: String {
    let what =
      switch kind {
      case .patches:
        switch patchForm {
        case .json: "patches (JSON patch)"
        case .strategicMerge: "patches (strategic merge)"
        case nil: "patches"
        }
      case .secretSwap: "secret swap"
      case .hashSuffix: "hash suffix"
      case .nameReference: "name reference"
      case .localConfig: "local configuration left out"
      case .finishing: range == nil ? "default of mlcf-compose" : "buildMetadata"
      case .transformers, .generators: "\(kind.rawValue)\(plugin.map { ": \($0)" } ?? "")"
      case .resources, .configMapGenerator, .secretGenerator, .helmCharts, .patchesStrategicMerge,
        .patchesJson6902, .namespace, .namePrefix, .nameSuffix, .labels, .commonLabels,
        .commonAnnotations, .replicas, .images, .replacements, .vars:
        kind.rawValue
      }
    guard let layer else { return what }
    return isComponent ? "\(what) of component \(layer)" : "\(what) of \(layer)"
  }
}
