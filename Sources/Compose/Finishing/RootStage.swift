internal import Diagnostics
package import Schema

/// What is done to the resources of a root beside what its kustomization asks for.
///
/// A build without a stage pays nothing for it. The methods are called in this order, and from the
/// thread of the build.
package protocol RootStage: AnyObject {
  /// Called with every Secret at every moment of the build: when it was read or generated, and
  /// after each transformer of each layer.
  func observe(_ secret: Resource)

  /// Changes what the root's own transformers made, before hash suffixes and references.
  func swap(in resources: inout ResourceSet) throws(BuildFailure)

  /// Changes the resources when references have followed the names, by these rules.
  func finish(
    _ resources: inout ResourceSet, references: [NameReference]
  ) throws(BuildFailure)
}

extension BuildRun {
  /// Shows the Secrets to the stage, if there is one.
  func observeSecrets(in resources: ResourceSet) {
    guard let stage else { return }
    for resource in resources.resources where resource.isSecret { stage.observe(resource) }
  }

  /// Runs a part of the stage; its first error ends the build, and the others are told too.
  func run(_ part: () throws(BuildFailure) -> Void) throws(Diagnostic) {
    do throws(BuildFailure) {
      try part()
    } catch {
      errors += error.diagnostics.dropLast()
      guard let last = error.diagnostics.last else {
        preconditionFailure("a failure has a diagnostic")
      }
      throw last
    }
  }
}
