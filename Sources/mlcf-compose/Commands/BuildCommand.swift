internal import ArgumentParser
internal import Compose

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

  @Flag(
    name: .customLong("annotate"),
    help: "Print behind each line the file and line that it comes from; hides values of Secrets.")
  var isAnnotated = false

  @OptionGroup var renderingOptions: RenderingOptions

  @OptionGroup(title: "Diagnostics") var diagnosticOptions: DiagnosticOptions

  func run() throws {
    try request.run()
  }

  /// What the arguments ask for.
  var request: BuildRequest {
    var request = BuildRequest()
    request.directory = directory
    request.output = output
    request.isAnnotated = isAnnotated
    request.isOffline = renderingOptions.isOffline
    request.options = renderingOptions.options
    request.display = diagnosticOptions.display
    return request
  }
}
