internal import Diagnostics
internal import Schema
internal import YAML

/// The content of a `kustomization.yaml`, with the place of every value.
///
/// Fields are named as in the file; see <https://kubectl.docs.kubernetes.io/references/kustomize/>.
struct Kustomization: Sendable {
  /// Whether a file adds to its parent's resources or has resources of its own.
  enum Kind: Sendable {
    case kustomization
    case component
  }

  var kind = Kind.kustomization
  var resources: [Located<String>] = []
  var components: [Located<String>] = []

  var configMapGenerator: [GeneratorArguments] = []
  var secretGenerator: [GeneratorArguments] = []
  var generatorOptions = GeneratorOptions()

  var patchesStrategicMerge: [Located<String>] = []
  var patches: [PatchEntry] = []
  var patchesJson6902: [PatchEntry] = []
  var namespace: Located<String>?
  var namePrefix: Located<String>?
  var nameSuffix: Located<String>?
  var labels: [LabelEntry] = []
  var commonLabels: [StringPair] = []
  var commonAnnotations: [StringPair] = []
  var replicas: [ReplicaCount] = []
  var images: [ImageChange] = []
  var replacements: [ReplacementEntry] = []
  var vars: [Variable] = []

  var configurations: [Located<String>] = []
  var crds: [Located<String>] = []
  var generators: [Located<String>] = []
  var transformers: [Located<String>] = []
  var validators: [Located<String>] = []
  var buildMetadata: [Located<String>] = []

  var helmCharts: [HelmChart] = []
  var helmGlobals = HelmGlobals()

  var openAPI: OpenAPISource?
  var sortOptions: SortOptions?
}

/// Where the field `openapi` takes the schema from.
enum OpenAPISource: Sendable {
  /// One that is built in, such as `v1.37.0`.
  case version(Located<String>)
  /// An OpenAPI document.
  case path(Located<String>)
}

/// One entry of `patches` or `patchesJson6902`.
struct PatchEntry: Sendable {
  /// The patch itself or the file that holds it.
  enum Source: Sendable {
    case path(Located<String>)
    case inline(Located<String>)
  }

  var source: Source
  var target: Selector?
  var allowsNameChange = false
  var allowsKindChange = false
  var range: SourceRange?
}

/// One entry of `labels`.
struct LabelEntry: Sendable {
  var pairs: [StringPair] = []
  var includesSelectors = false
  var includesTemplates = false
  var fields: [FieldSpec] = []
  var range: SourceRange?
}

/// One entry of `replicas`.
struct ReplicaCount: Sendable {
  var name: Located<String>
  var count: Located<Int>
}

/// One entry of `images`.
struct ImageChange: Sendable {
  var name: Located<String>
  /// Which images the name means.
  var pattern: ImagePattern
  var newName: Located<String>?
  var newTag: Located<String>?
  var tagSuffix: Located<String>?
  var digest: Located<String>?
}

/// One entry of `configMapGenerator` or `secretGenerator`.
struct GeneratorArguments: Sendable {
  var name: Located<String>
  var namespace: Located<String>?
  var behavior: Located<String>?
  var envs: [Located<String>] = []
  var literals: [Located<String>] = []
  var files: [Located<String>] = []
  var options = GeneratorOptions()
  /// The type of a Secret.
  var type: Located<String>?
  var range: SourceRange?
}

/// `generatorOptions`, or the `options` of one generator.
struct GeneratorOptions: Sendable {
  var labels: [StringPair] = []
  var annotations: [StringPair] = []
  var disablesNameSuffixHash = false
  var immutable: Located<Bool>?
}

/// `sortOptions`.
struct SortOptions: Sendable {
  enum Order: Sendable {
    case legacy
    case fifo
  }

  var order = Order.legacy
  var orderFirst: [String]?
  var orderLast: [String]?
}
