internal import Diagnostics
internal import Schema
internal import SystemPackage

/// What one build shares among its layers: the files, the options, what was found so far.
///
/// Used by one thread.
final class BuildRun {
  let cache: SourceCache
  let options: BuildOptions
  /// What is done to the resources of the root beside what its kustomization asks for.
  let stage: (any RootStage)?
  /// Who watches what each step does.
  let recorder: BuildRecorder?
  /// The schema that the kustomizations ask for: the first `openapi` that is met decides.
  private(set) var schema = KubernetesSchema.v1_21
  private var hasChosenSchema = false
  /// The fields that transformers change.
  let fields = FieldSpecTables()
  /// Whether Kustomize has read its own schema, which it does for the scope of a kind that is not
  /// its own and for a strategic merge.
  var hasReadSchema = false
  /// The layers whose entries are being built, the root first.
  var openLayers = OpenLayers()
  /// The directory that is built, without links.
  var rootDirectory = FilePath()
  /// What the root wants to be noted with the resources.
  var metadata = BuildMetadata()
  /// What does not stop the build.
  var warnings: [Diagnostic] = []
  /// Errors beside the one that is thrown.
  var errors: [Diagnostic] = []

  init(
    cache: SourceCache, options: BuildOptions, stage: (any RootStage)? = nil,
    recorder: BuildRecorder? = nil
  ) {
    self.cache = cache
    self.options = options
    self.stage = stage
    self.recorder = recorder
  }

  /// Takes the schema that a kustomization names, unless one was chosen before.
  func chooseSchema(of layer: Layer) throws(Diagnostic) {
    guard let source = layer.kustomization.openAPI, !hasChosenSchema else { return }
    switch source {
    case .version(let version):
      guard let schema = KubernetesSchema.named(version.value) else {
        throw .unknownOpenAPIVersion(version.value, at: version.range)
      }
      self.schema = schema
    case .path(let entry):
      let (file, path) = try file(named: entry, of: layer)
      // Kustomize adds to what it has read of its own schema.
      guard
        let schema = try cache.schema(in: file, at: path, extendsBuiltIn: hasReadSchema)
      else {
        throw .notOpenAPI(entry.value, at: entry.range)
      }
      self.schema = schema
    }
    hasChosenSchema = true
  }
}
