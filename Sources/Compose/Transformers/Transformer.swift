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

  // MARK: For a recorder

  /// The entries of the kustomization that it stands for, each as a transformer of its own.
  var entries: [any Transformer] { get }

  /// The place of its first entry.
  var place: SourceRange? { get }

  /// Says what cannot be seen from the resources before and after: called before it is applied.
  func describe(_ step: inout BuildStep, in resources: inout ResourceSet) throws(Diagnostic)
}

extension Transformer {
  var warnings: [Diagnostic] { [] }

  var entries: [any Transformer] { [self] }

  var place: SourceRange? { nil }

  func describe(_ step: inout BuildStep, in resources: inout ResourceSet) {}
}
