internal import Bundles
internal import Compose
internal import Diagnostics
internal import Explain
internal import Project
internal import Seal
internal import SystemPackage
internal import YAML

/// A build of a directory or an environment, watched so that it can be explained.
struct ExplainedBuild {
  /// What is known of the build.
  let provenance: Provenance
  private let display: DiagnosticDisplay

  /// Builds, or ends the program.
  init(_ argument: String, _ rendering: RenderingOptions, _ display: DiagnosticDisplay) {
    let cache = Self.cache(isOffline: rendering.isOffline)
    do throws(BuildFailure) {
      provenance = try Self.provenance(of: argument, rendering.options, cache)
      self.display = display
    } catch {
      display.show(error.diagnostics, of: cache.sources)
      ExitStatus(error.cause).leave()
    }
  }

  /// What is known of a build without a word of what is wrong with it; nil if it fails.
  static func forCompletion(of argument: String) -> Provenance? {
    try? provenance(of: argument, BuildOptions(), cache(isOffline: true))
  }

  private static func cache(isOffline: Bool) -> SourceCache {
    let fileSystem = LocalFileSystem()
    return SourceCache(
      fileSystem: fileSystem, workingDirectory: ProjectContext.workingDirectory(of: fileSystem),
      remotes: RemoteStore(
        directory: Environment.cacheDirectory, isOffline: isOffline || Environment.isOffline))
  }

  private static func provenance(
    of argument: String, _ options: BuildOptions, _ cache: SourceCache
  ) throws(BuildFailure) -> Provenance {
    let recorder = BuildRecorder()
    var options = options
    options.addsManagedByLabel = options.addsManagedByLabel || Environment.addsManagedByLabel
    let build = try EnvironmentBuilder(cache: cache, options: options, now: Clock.now)
      .build(root(argument, cache), recorder: recorder)
    return Provenance(build, recorder, sources: cache.sources)
  }

  /// The directory that an argument names, or the overlay of the environment of that name.
  private static func root(
    _ argument: String, _ cache: SourceCache
  ) throws(BuildFailure) -> Root {
    let workingDirectory = ProjectContext.workingDirectory(of: LocalFileSystem())
    guard cache.kind(of: workingDirectory.pushing(FilePath(argument))) != .directory,
      let project = try? Project.find(from: workingDirectory, in: cache).project
    else { return Root(argument, relativeTo: workingDirectory) }
    guard let environment = project.environment(named: argument) else {
      guard nearestName(to: argument, among: project.environments.map(\.name)) != nil else {
        return Root(argument, relativeTo: workingDirectory)
      }
      throw BuildFailure(
        diagnostics: [.notAnEnvironment(argument, of: project)], cause: .project)
    }
    return .directory(project.directory.pushing(FilePath(environment.overlay)))
  }

  /// The result of a question, or the end of the program where the question is wrong.
  func answer<Answer>(_ body: (Provenance) throws(Diagnostic) -> Answer) -> Answer {
    do throws(Diagnostic) {
      return try body(provenance)
    } catch {
      display.show([error], of: provenance.sources)
      ExitStatus.usage.leave()
    }
  }

  /// Prints text for people in colours, if they are wanted.
  func printText(_ body: (ExplanationText) -> String) {
    let text = ExplanationText(provenance, usesColor: display.usesColor(on: .output))
    Standard.output.writeOrLeave(body(text))
  }

  /// Prints one JSON object.
  func printJSON(_ body: (ExplanationJSON) -> Node) {
    var emitter = JSONEmitter()
    do {
      try emitter.emit(body(ExplanationJSON(provenance)))
    } catch {
      preconditionFailure("values that JSON cannot hold are text by now")
    }
    Standard.output.writeOrLeave(emitter.bytes + [UInt8(ascii: "\n")])
  }
}
