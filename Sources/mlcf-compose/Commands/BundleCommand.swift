internal import ArgumentParser
internal import Bundles
internal import Compose
internal import Git
internal import Project

/// `mlcf-compose bundle`.
struct BundleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bundle",
    abstract: "Write the resolved resources of environments, one file each.",
    discussion: """
      Example: mlcf-compose bundle prod

      Writes environments/ENV/manifests and bundle.lock as mlcf-compose.yaml says. What has not \
      changed is not rendered again. Exit code 1 if --check finds that a bundle is not what its \
      sources make.
      """)

  @Argument(help: "The environments; all of them if none is named.")
  var environments: [String] = []

  @Flag(help: "Write nothing; compare the bundles with what the sources make.")
  var check = false

  @Flag(help: "Write nothing; print what would change.")
  var dryRun = false

  @Option(help: "How resources are spread over files; as in the last bundle, if it is not given.")
  var layout: BundleLayout?

  @Flag(help: "Let an environment be without resources.")
  var allowEmpty = false

  @Flag(help: "Render what has not changed, too.")
  var force = false

  @Flag(help: "Commit the bundles that changed, and nothing else, to git.")
  var commit = false

  @OptionGroup var reportOptions: ReportOptions

  @OptionGroup var renderingOptions: RenderingOptions

  @OptionGroup(title: "Diagnostics") var diagnosticOptions: DiagnosticOptions

  func validate() throws {
    if check, dryRun || commit || force {
      throw ValidationError("--check writes nothing: leave out --dry-run, --commit and --force")
    }
    if dryRun, commit { throw ValidationError("--dry-run commits nothing: leave out --commit") }
  }

  func run() throws {
    let context = ProjectContext(
      from: reportOptions.project, isOffline: renderingOptions.isOffline,
      display: diagnosticOptions.display)
    let chosen = context.environments(named: environments)
    let bundler = Bundler(
      project: context.project, cache: context.cache, options: options,
      now: Clock.now)
    var request = request
    let committer = commit ? committer(in: context, &request) : nil
    let progress = Progress(count: chosen.count)
    let reports = bundler.run(
      request, for: chosen, wait: Progress.announceWaiting, progress: { _ in progress.advance() })
    progress.finish()
    var printer = ReportPrinter(
      context: context, options: reportOptions, command: check ? "check" : "bundle")
    if let committer {
      printer.commit(reports, of: chosen, committer)
    }
    printer.print(reports)
  }

  private func committer(
    in context: ProjectContext, _ request: inout BundleRequest
  ) -> BundleCommitter {
    do throws(GitFailure) {
      let committer = try BundleCommitter(context.project)
      request.refusedInputs = try committer.uncommittedFiles()
      return committer
    } catch {
      context.display.show([error.diagnostic], of: context.cache.sources)
      ExitStatus.environment.leave()
    }
  }

  private var request: BundleRequest {
    var request = BundleRequest()
    request.mode = check ? .check : dryRun ? .plan : .write
    request.layout = layout
    request.allowsEmpty = allowEmpty
    request.isForced = force
    return request
  }

  private var options: BuildOptions {
    var options = renderingOptions.options
    options.addsManagedByLabel = options.addsManagedByLabel || Environment.addsManagedByLabel
    return options
  }
}
