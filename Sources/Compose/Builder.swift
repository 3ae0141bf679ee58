public import Diagnostics
public import SystemPackage

/// What a user may choose about a build.
public struct BuildOptions: Sendable {
  /// Which files a kustomization may name.
  public enum LoadRestrictor: String, Sendable, CaseIterable {
    /// Those in or below its own directory.
    case rootOnly = "LoadRestrictionsRootOnly"
    /// Any.
    case none = "LoadRestrictionsNone"
  }

  /// In which order resources come out, where no `sortOptions` says it.
  public enum Order: String, Sendable, CaseIterable {
    /// By kind, what others depend on first.
    case legacy
    /// As the kustomizations name them.
    case none
  }

  /// Which files a kustomization may name.
  public var loadRestrictor = LoadRestrictor.rootOnly
  /// In which order resources come out.
  public var order = Order.legacy

  /// Whether every resource gets the label of Kustomize as its manager.
  public var addsManagedByLabel = false
  /// Whether a warning fails the build.
  public var isStrict = false

  /// How functions are run.
  public struct Functions: Sendable {
    /// Whether functions are run at all.
    public var areEnabled = false
    /// Whether executables may be run; containers are all that is run otherwise.
    public var allowExecutables = false
    /// Whether a container that asks for the network gets it.
    public var allowNetwork = false
    /// Storage for containers: `type=bind,src=data,dst=/data,rw=true`.
    public var mounts: [String] = []
    /// Variables for functions: `NAME=VALUE`, or the name of one of this process.
    public var environment: [String] = []
    /// Whether containers run as the user of this process, not as nobody.
    public var asCurrentUser = false

    /// Nothing is run.
    public init() {}
  }

  /// How charts are inflated.
  public struct Helm: Sendable {
    /// Whether helm is run at all.
    public var isEnabled = false
    /// The program.
    public var command = "helm"
    /// `Capabilities.APIVersions` of every chart.
    public var apiVersions: [String] = []
    /// `Capabilities.KubeVersion` of every chart.
    public var kubeVersion = ""
    /// Whether helm says what it does.
    public var isDebug = false

    /// Nothing is run.
    public init() {}
  }

  /// How functions are run.
  public var functions = Functions()
  /// How charts are inflated.
  public var helm = Helm()

  /// The defaults of `kustomize build`.
  public init() {}
}

/// The result of a build.
public struct Build: Sendable {
  /// The resources in the order of output.
  public var resources: [Resource]
  /// What was found that does not stop the build.
  public var warnings: [Diagnostic]
  /// How many bytes were read for it, or for it and others.
  var inputSize = 0
}

/// Why a build failed: one error at least, and the warnings before it.
public struct BuildFailure: Error, Sendable {
  /// What was found, in the order of the source where that is known.
  public var diagnostics: [Diagnostic]

  /// What is wrong.
  public enum Cause: Sendable {
    /// What is built.
    case input
    /// The project file.
    case project
    /// The machine or the clone.
    case environment
  }

  /// What is wrong.
  public var cause: Cause

  /// A failure for these reasons.
  package init(diagnostics: [Diagnostic], cause: Cause = .input) {
    self.diagnostics = diagnostics
    self.cause = cause
  }
}

/// What is built.
public enum Root: Sendable {
  /// A directory with a kustomization, by its absolute path.
  case directory(FilePath)
  /// A directory in a repository, by its URL.
  case remote(String)

  /// The root that an argument names, be it relative to `workingDirectory`.
  public init(_ argument: String, relativeTo workingDirectory: FilePath) {
    self =
      BuildRun.isRemote(argument)
      ? .remote(argument) : .directory(workingDirectory.pushing(FilePath(argument)))
  }
}

/// Builds kustomizations: `kustomize build` as a value.
///
/// Time and memory grow linearly with the input. Several builds may share a cache.
public struct Builder: Sendable {
  private let cache: SourceCache
  private let options: BuildOptions

  /// A builder that reads through `cache`.
  public init(cache: SourceCache, options: BuildOptions = BuildOptions()) {
    self.cache = cache
    self.options = options
  }

  /// Builds the kustomization in `directory`, an absolute path.
  public func build(_ directory: FilePath) throws(BuildFailure) -> Build {
    try build(.directory(directory))
  }

  /// Builds the kustomization of a root.
  public func build(_ root: Root) throws(BuildFailure) -> Build {
    try build(root, stage: nil)
  }

  /// Builds the kustomization of a root, with a stage of the caller's, and watched by a recorder.
  package func build(
    _ root: Root, stage: (any RootStage)?, recorder: BuildRecorder? = nil
  ) throws(BuildFailure) -> Build {
    let run = BuildRun(cache: cache, options: options, stage: stage, recorder: recorder)
    let resources: [Resource]
    do throws(Diagnostic) {
      resources = try run.build(root)
    } catch {
      throw BuildFailure(diagnostics: run.warnings + run.errors + [error])
    }
    if options.isStrict, !run.warnings.isEmpty {
      throw BuildFailure(diagnostics: run.warnings.map(\.asError))
    }
    return Build(
      resources: resources, warnings: run.warnings, inputSize: cache.sources.byteCount)
  }
}
