internal import Diagnostics

/// One step of the pipeline: changes the resources of a layer.
///
/// Adding a transformer means adding a file like the others here and one line in
/// `Layer+Pipeline.swift`.
protocol Transformer {
  /// Changes the resources. Costs time in proportion to them, whatever the number of entries that
  /// the kustomization has for it.
  mutating func apply(to resources: inout ResourceSet) throws(Diagnostic)

  /// What was found while applying that does not stop the build, such as a patch that meets nothing.
  var warnings: [Diagnostic] { get }
}

extension Transformer {
  var warnings: [Diagnostic] { [] }
}
