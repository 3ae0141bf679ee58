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
    try request.run()
  }

  /// What the arguments ask for.
  var request: BuildRequest {
    var request = BuildRequest()
    request.directory = directory
    request.output = output
    request.isOffline = isOffline
    request.options.loadRestrictor = loadRestrictor
    request.options.order = reorder
    request.options.addsManagedByLabel = addsManagedByLabel
    request.options.isStrict = isStrict
    request.options.helm = helmOptions.helm
    request.options.functions = functionOptions.functions
    request.display = diagnosticOptions.display
    return request
  }
}
