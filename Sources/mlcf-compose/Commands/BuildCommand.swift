internal import ArgumentParser
internal import Compose
internal import Diagnostics
internal import SystemPackage

/// `mlcf-compose build`.
struct BuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build",
    abstract: "Print the resources that a kustomization describes.",
    discussion: """
      Example: mlcf-compose build overlays/prod

      Takes the flags of "kustomize build". Nothing is printed unless the whole build succeeds.
      """)

  @Argument(
    help: "The directory that holds the kustomization.yaml, or its URL in a git repository.",
    completion: .directory)
  var directory = "."

  @Option(
    name: .shortAndLong,
    help: "Write to this file; or, if it is a directory, one file for each resource into it.",
    completion: .file())
  var output: String?

  @Option(help: "Which files a kustomization may name.")
  var loadRestrictor = BuildOptions.LoadRestrictor.rootOnly

  @Option(help: "The order of the resources, where no sortOptions say it.")
  var reorder = BuildOptions.Order.legacy

  @Flag(
    name: .customLong("enable-managedby-label"),
    help: "Label every resource as managed by Kustomize, as its flag of that name does.")
  var addsManagedByLabel = false

  @Flag(name: .customLong("offline"), help: "Fetch nothing that is not in the cache.")
  var isOffline = false

  @Flag(name: .customLong("strict"), help: "Take every warning for an error.")
  var isStrict = false

  @OptionGroup(title: "Charts") var helmOptions: HelmOptions

  @OptionGroup(title: "Functions") var functionOptions: FunctionOptions

  @OptionGroup(title: "Diagnostics") var diagnosticOptions: DiagnosticOptions

  func run() throws {
    let fileSystem = LocalFileSystem()
    let workingDirectory = try workingDirectory(of: fileSystem)
    let cache = SourceCache(
      fileSystem: fileSystem, workingDirectory: workingDirectory,
      remotes: RemoteStore(
        directory: Environment.cacheDirectory, isOffline: isOffline || Environment.isOffline))
    var options = BuildOptions()
    options.loadRestrictor = loadRestrictor
    options.order = reorder
    options.addsManagedByLabel = addsManagedByLabel || Environment.addsManagedByLabel
    options.isStrict = isStrict
    options.helm = helmOptions.helm
    options.functions = functionOptions.functions
    do throws(BuildFailure) {
      let build = try Builder(cache: cache, options: options)
        .build(Root(directory, relativeTo: workingDirectory))
      try write(build, relativeTo: workingDirectory)
      diagnosticOptions.show(build.warnings, of: cache.sources)
    } catch {
      diagnosticOptions.show(error.diagnostics, of: cache.sources)
      ExitStatus.input.leave()
    }
  }

  private func workingDirectory(of fileSystem: LocalFileSystem) throws -> FilePath {
    do throws(FileSystemError) {
      return try fileSystem.workingDirectory()
    } catch {
      Standard.error.writeOrLeave(
        "error[io/working-directory]: no working directory: \(error.reason)\n")
      throw ExitStatus.environment
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
