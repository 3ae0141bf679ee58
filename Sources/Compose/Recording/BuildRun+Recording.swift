internal import Diagnostics
internal import SystemPackage
internal import YAML

extension BuildRun {
  /// Shows a step to the recorder, if there is one.
  func record(
    _ kind: BuildStep.Kind, at range: SourceRange? = nil, of layer: Layer? = nil,
    in resources: inout ResourceSet, sources: [BuildStep.Source] = []
  ) {
    guard let recorder else { return }
    var step = BuildStep(kind: kind, range: range)
    step.setLayer(layer)
    step.sources = sources
    recorder.note(step, in: &resources)
  }

  /// Runs a transformer entry by entry, and shows each to the recorder.
  func record(
    _ transformer: any Transformer, _ step: BuildStep, of layer: Layer,
    _ recorder: BuildRecorder, in resources: inout ResourceSet
  ) throws(Diagnostic) {
    for var entry in transformer.entries {
      var step = step
      step.setLayer(layer)
      step.range = entry.place ?? step.range
      try entry.describe(&step, in: &resources)
      try entry.apply(to: &resources)
      step.warnings = entry.warnings
      warnings += entry.warnings
      observeSecrets(in: resources)
      recorder.note(step, in: &resources)
    }
  }
}

extension BuildStep {
  fileprivate mutating func setLayer(_ layer: Layer?) {
    guard let layer else { return }
    let directory = FilePath(layer.file.path).removingLastComponent().string
    self.layer = directory.isEmpty ? "." : directory
    isComponent = layer.kustomization.kind == .component
  }
}

extension VariableSet {
  /// The fields that the variables stand for.
  func sources(in resources: ResourceSet) -> [BuildStep.Source] {
    var serials: [String: UInt32] = [:]
    for resource in resources.resources {
      for name in resource.variableNames { serials[name] = resource.serial }
    }
    return variables.compactMap { variable in
      serials[variable.name.value].map {
        BuildStep.Source(
          serial: $0, path: variable.fieldPath, variable: variable.name.value,
          range: variable.name.range)
      }
    }
  }
}
