package import Diagnostics
package import YAML

/// One thing that a build did to resources, in the terms of Kustomize.
package struct BuildStep: Sendable {
  /// What it is: the field of the kustomization that asked for it, or what happens at the root.
  package enum Kind: String, Sendable, CaseIterable {
    case resources, configMapGenerator, secretGenerator, helmCharts, generators
    case patchesStrategicMerge, patches, patchesJson6902
    case namespace, namePrefix, nameSuffix
    case labels, commonLabels, commonAnnotations
    case replicas, images, replacements, transformers
    /// What takes the place of a development Secret, and the restart of pods that follows.
    case secretSwap
    /// The hash of the content behind a name.
    case hashSuffix
    /// A reference that follows the name of another resource.
    case nameReference
    case vars
    /// What only Kustomize's programs are to see is left out.
    case localConfig
    /// What this program does at the end unasked, and `buildMetadata`.
    case finishing
  }

  /// How a patch is written.
  package enum PatchForm: String, Sendable {
    case strategicMerge, json
  }

  /// A field of a resource from which a value was copied.
  package struct Source: Sendable {
    /// The number of the resource, as ``Resource/serial``.
    package var serial: UInt32
    /// The path of the field, as the kustomization has it.
    package var path: String
    /// The name of a variable.
    package var variable: String?
    /// What declares it.
    package var range: SourceRange?
    /// The value at that time.
    package var value: Node?
  }

  /// What it is.
  package var kind: Kind
  /// The directory of the kustomization, as a user wants to see it; nil at the root.
  package var layer: String?
  /// Whether that is a component.
  package var isComponent = false
  /// The entry that asked for it.
  package var range: SourceRange?
  /// What runs, where the kind does not say it: a plugin or a function.
  package var plugin: String?
  /// How a patch is written, for one.
  package var patchForm: PatchForm?
  /// The documents of a strategic merge, which tell where something was deleted.
  package var merges: [Node] = []
  /// The places of a JSON patch that remove something, by their tokens.
  package var removals: [(path: [String], range: SourceRange?)] = []
  /// Where copied values come from.
  package var sources: [Source] = []
  /// What the step found that does not stop the build, such as that it selects nothing.
  package var warnings: [Diagnostic] = []
}
