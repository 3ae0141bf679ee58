internal import Bundles
internal import Compose
internal import Diagnostics
internal import Explain
internal import Seal
internal import SystemPackage

/// What `mlcf-compose build` is asked to do; the defaults are those of its options.
struct BuildRequest {
  /// The directory or URL to build.
  var directory = "."
  /// The file or directory to write to; standard output, if there is none.
  var output: String?
  /// Whether every line tells where it comes from.
  var isAnnotated = false
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
      let builder = EnvironmentBuilder(cache: cache, options: options, now: Clock.now)
      let root = Root(directory, relativeTo: workingDirectory)
      let build: Build
      if isAnnotated {
        build = try annotated(builder, root, cache, relativeTo: workingDirectory)
      } else {
        build = try builder.build(root)
        try write(build, relativeTo: workingDirectory)
      }
      display.show(build.warnings, of: cache.sources)
      // The system takes all memory back at once, which is cheaper than node by node.
      withExtendedLifetime((build, cache)) { ExitStatus.done.leave() }
    } catch {
      display.show(error.diagnostics, of: cache.sources)
      ExitStatus(error.cause).leave()
    }
  }

  /// Builds with a recorder, and prints or writes each line with its place.
  private func annotated(
    _ builder: EnvironmentBuilder, _ root: Root, _ cache: SourceCache,
    relativeTo directory: FilePath
  ) throws(BuildFailure) -> Build {
    let recorder = BuildRecorder()
    let build = try builder.build(root, recorder: recorder)
    let texts: [String]
    do throws(Diagnostic) {
      texts = try Provenance(build, recorder, sources: cache.sources).annotatedResources()
    } catch {
      throw BuildFailure(diagnostics: build.warnings + [error])
    }
    try write(
      Array(texts.joined(separator: "---\n").utf8),
      files: zip(try build.files(), texts).map { ($0.name, Array($1.utf8)) },
      relativeTo: directory)
    return build
  }

  private func write(_ build: Build, relativeTo directory: FilePath) throws(BuildFailure) {
    try write(try build.yaml(), files: try build.files(), relativeTo: directory)
  }

  /// Prints a text, or writes it to the file that was asked for, or its parts into the directory.
  private func write(
    _ text: @autoclosure () throws(BuildFailure) -> [UInt8],
    files parts: @autoclosure () throws(BuildFailure) -> [(name: String, content: [UInt8])],
    relativeTo directory: FilePath
  ) throws(BuildFailure) {
    guard let output else { return Standard.output.writeOrLeave(try text()) }
    let path = directory.pushing(FilePath(output))
    let files: [(path: FilePath, bytes: [UInt8])]
    if LocalFileSystem().kind(of: path) == .directory {
      files = try parts().map { (path.appending($0.name), $0.content) }
    } else {
      files = [(path, try text())]
    }
    do throws(FileFailure) {
      try OutputFile.write(files)
    } catch {
      OutputFile.leave(error)
    }
  }
}
