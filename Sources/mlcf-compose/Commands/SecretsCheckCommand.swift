internal import ArgumentParser
internal import Compose
internal import Diagnostics
internal import Git
internal import Project
internal import Seal
internal import SystemPackage
internal import YAML

/// `mlcf-compose secrets check`.
struct SecretsCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Look for development secrets where they do not belong.",
    discussion: """
      Example: mlcf-compose secrets check --staged

      What is secret is every value of every Secret that the named environments are made from. It \
      may stand in the files that it is read from, and in bundles that are not protected. Without \
      an option rendered output and tracked files are searched. Exit code 1 if something is found; \
      no value is ever shown.
      """)

  @Argument(help: "The environments; all of them if none is named.")
  var environments: [String] = []

  @Flag(help: "Search what the environments render to.")
  var rendered = false

  @Flag(help: "Search the files that git tracks, as they are in the work tree.")
  var tracked = false

  @Flag(help: "Search what is staged for the next commit and was not in the last one.")
  var staged = false

  @OptionGroup var reportOptions: ReportOptions

  @OptionGroup(title: "Diagnostics") var diagnosticOptions: DiagnosticOptions

  /// Without an option, what a pipeline wants to know: staged files are a matter of one commit.
  private var isUnspecified: Bool { !(rendered || tracked || staged) }
  private var searchesRendered: Bool { rendered || isUnspecified }
  private var searchesTracked: Bool { tracked || isUnspecified }

  func run() throws {
    let context = ProjectContext(
      from: reportOptions.project, isOffline: false, display: diagnosticOptions.display)
    let chosen = context.environments(named: environments)
    var report = Report()
    do {
      if searchesRendered { try checkRendered(chosen, context, &report) }
      if searchesTracked || staged {
        let check = try SecretCheck(
          chosen, of: context.project, cache: context.cache, options: BuildOptions(),
          now: Clock.now)
        let repository = try GitRepository(containing: context.project.directory)
        if searchesTracked { try checkTracked(check, repository, context, &report) }
        if staged { try checkStaged(check, repository, &report) }
      }
    } catch let failure as BuildFailure {
      context.display.show(failure.diagnostics, of: context.cache.sources)
      ExitStatus(failure.cause).leave()
    } catch let failure as GitFailure {
      context.display.show([failure.diagnostic], of: context.cache.sources)
      ExitStatus.environment.leave()
    }
    context.display.show(report.findings, of: context.cache.sources)
    switch reportOptions.output {
    case .text: Standard.output.writeOrLeave(report.text)
    case .json: Standard.output.writeOrLeave(report.json)
    }
    if !report.findings.isEmpty { throw ExitStatus.finding }
  }

  private func checkRendered(
    _ environments: [Project.Environment], _ context: ProjectContext, _ report: inout Report
  ) throws {
    let builder = EnvironmentBuilder(
      cache: context.cache, options: BuildOptions(), now: Clock.now)
    var findings: [Diagnostic] = []
    for environment in environments where environment.isProtected {
      do throws(BuildFailure) {
        _ = try builder.build(
          context.project.directory.pushing(FilePath(environment.overlay)))
      } catch {
        let leaks = error.diagnostics.filter { $0.code == "secrets/leak" }
        guard !leaks.isEmpty else { throw error }
        findings += leaks
      }
    }
    report.add("rendered", environments.count(where: \.isProtected), "environment", findings)
  }

  private func checkTracked(
    _ check: SecretCheck, _ repository: GitRepository, _ context: ProjectContext,
    _ report: inout Report
  ) throws {
    let files = try repository.trackedFiles().filter { $0.hasPrefix(repository.prefix) }
    var findings: [Diagnostic] = []
    for path in files {
      // What is a link, or deleted and not yet committed, has no content of its own.
      guard
        let bytes = try? context.cache.fileSystem.contents(
          of: repository.root.pushing(FilePath(path)))
      else { continue }
      findings += check.findings(in: bytes, at: String(path.dropFirst(repository.prefix.count)))
    }
    report.add("tracked", files.count, "file", findings)
  }

  private func checkStaged(
    _ check: SecretCheck, _ repository: GitRepository, _ report: inout Report
  ) throws {
    let files = try repository.stagedFiles().filter { $0.hasPrefix(repository.prefix) }
    let findings = try repository.staged(files).flatMap { file in
      check.findings(
        in: file.index ?? [], at: String(file.path.dropFirst(repository.prefix.count)),
        before: file.head ?? [])
    }
    report.add("staged", files.count, "file", findings)
  }

  /// What was searched, and what was found.
  private struct Report {
    var findings: [Diagnostic] = []
    private var places: [(name: String, count: Int, unit: String, findings: Int)] = []

    mutating func add(_ name: String, _ count: Int, _ unit: String, _ new: [Diagnostic]) {
      places.append((name, count, unit, new.count))
      findings += new
    }

    /// A line for each place that was searched.
    var text: String {
      places.map { place in
        let searched = "\(place.count) \(place.unit)\(place.count == 1 ? "" : "s")"
        let found =
          place.findings == 0
          ? "clean" : "\(place.findings) finding\(place.findings == 1 ? "" : "s")"
        return "\(place.name): \(searched), \(found)\n"
      }.joined()
    }

    /// `{"version": 1, "clean": …, "searched": [{"place": …, "count": …, "findings": …}]}`; the
    /// findings themselves are diagnostics.
    var json: [UInt8] {
      var emitter = JSONEmitter()
      try? emitter.emit(
        .object([
          ("version", .number(1)), ("clean", .boolean(findings.isEmpty)),
          (
            "searched",
            .list(
              places.map { place in
                .object([
                  ("place", .string(place.name)), ("count", .number(place.count)),
                  ("findings", .number(place.findings)),
                ])
              })
          ),
        ]))
      return emitter.bytes + [UInt8(ascii: "\n")]
    }
  }
}
