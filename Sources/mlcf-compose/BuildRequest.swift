internal import Compose
internal import Diagnostics
internal import Seal
internal import SystemPackage

/// What `mlcf-compose build` is asked to do; the defaults are those of its options.
struct BuildRequest {
  /// The directory or URL to build.
  var directory = "."
  /// The file or directory to write to; standard output, if there is none.
  var output: String?
  /// Whether nothing may be fetched.
  var isOffline = false
  /// What is built, and how.
  var options = BuildOptions()
  /// How diagnostics are shown.
  var display = DiagnosticDisplay()

  /// What is asked for without any option.
  init() {}

  /// The request of `build` or `build DIR`; nil for other arguments, which need a parser.
  ///
  /// Most builds are asked for like this. ArgumentParser learns the options by reflection before it
  /// looks at the arguments, which takes longer than a small build does.
  init?(withoutOptions arguments: [String]) {
    guard arguments.first == "build", arguments.count <= 2 else { return nil }
    if arguments.count == 2 {
      guard !arguments[1].hasPrefix("-") else { return nil }
      directory = arguments[1]
    }
  }

  /// Builds, prints or writes what came out, and ends the program.
  func run() throws -> Never {
    let fileSystem = LocalFileSystem()
    let workingDirectory = ProjectContext.workingDirectory(of: fileSystem)
    let cache = SourceCache(
      fileSystem: fileSystem, workingDirectory: workingDirectory,
      remotes: RemoteStore(
        directory: Environment.cacheDirectory, isOffline: isOffline || Environment.isOffline))
    var options = options
    options.addsManagedByLabel = options.addsManagedByLabel || Environment.addsManagedByLabel
    do throws(BuildFailure) {
      let build = try EnvironmentBuilder(cache: cache, options: options, now: Clock.now)
        .build(Root(directory, relativeTo: workingDirectory))
      try write(build, relativeTo: workingDirectory)
      display.show(build.warnings, of: cache.sources)
      // The system takes all memory back at once, which is cheaper than node by node.
      withExtendedLifetime((build, cache)) { ExitStatus.done.leave() }
    } catch {
      display.show(error.diagnostics, of: cache.sources)
      (error.isOfProject ? ExitStatus.usage : .input).leave()
    }
  }

  private func write(_ build: Build, relativeTo directory: FilePath) throws(BuildFailure) {
    guard let output else { return Standard.output.writeOrLeave(try build.yaml()) }
    let path = directory.pushing(FilePath(output))
    let files: [(path: FilePath, bytes: [UInt8])]
    if LocalFileSystem().kind(of: path) == .directory {
      files = try build.files().map { (path.appending($0.name), $0.content) }
    } else {
      files = [(path, try build.yaml())]
    }
    do throws(OutputFile.Failure) {
      try OutputFile.write(files)
    } catch {
      Standard.error.writeOrLeave(
        "error[io/write]: cannot write \"\(error.path)\": \(error.reason)\n")
      ExitStatus.environment.leave()
    }
  }
}
