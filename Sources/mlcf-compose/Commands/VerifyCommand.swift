internal import ArgumentParser
internal import Bundles

/// `mlcf-compose verify`.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Compare bundles with their locks.",
    discussion: """
      Example: mlcf-compose verify prod

      Reads no source, so it needs none. Exit code 1 if a bundle is not what its lock says.
      """)

  @Argument(help: "The environments; all of them if none is named.")
  var environments: [String] = []

  @OptionGroup var reportOptions: ReportOptions

  @OptionGroup(title: "Diagnostics") var diagnosticOptions: DiagnosticOptions

  func run() throws {
    let context = ProjectContext(
      from: reportOptions.project, isOffline: true, display: diagnosticOptions.display)
    let chosen = context.environments(named: environments)
    let bundler = Bundler(project: context.project, cache: context.cache, now: Clock.now)
    let reports = bundler.verify(chosen, wait: Progress.announceWaiting)
    ReportPrinter(context: context, options: reportOptions, command: "verify").print(reports)
  }
}
