internal import Diagnostics
internal import Schema

/// What the layers of a build add up to: resources, and what overlays inherit from their bases.
struct Accumulator {
  /// The resources so far.
  var resources: ResourceSet
  /// The fields that transformers change; what a base configures holds for its overlays too.
  var configuration = TransformerConfiguration()
  /// The variables of all layers so far.
  var variables = VariableSet()

  init(schema: KubernetesSchema, isRecorded: Bool = false) {
    resources = ResourceSet(schema: schema, isRecorded: isRecorded)
  }

  /// Takes over all that a base, named by the entry at `range`, added up to.
  mutating func append(_ base: Accumulator, at range: SourceRange?) throws(Diagnostic) {
    resources.adopt(base.resources.schema)
    try resources.append(base.resources)
    try configuration.merge(base.configuration, at: range)
    try variables.append(base.variables)
  }
}
