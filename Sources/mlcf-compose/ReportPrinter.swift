internal import ArgumentParser
internal import Bundles
internal import Compose
internal import Diagnostics
internal import Git
internal import Project

/// The options of what commands on bundles print.
struct ReportOptions: ParsableArguments {
  /// What a report looks like.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, json
  }

  @Option(help: "The form of the result: lines of text, or one JSON object.")
  var output = Format.text

  @Option(
    name: .customLong("project"), help: "A directory of the project, instead of the working one.",
    completion: .directory)
  var project: String?
}

/// Prints what became of environments, and ends the program with the exit code that says so.
struct ReportPrinter {
  let context: ProjectContext
  let options: ReportOptions
  let command: String
  /// The environments whose bundles were committed; nil where that was not asked for.
  private(set) var committed: [String]?

  init(context: ProjectContext, options: ReportOptions, command: String) {
    self.context = context
    self.options = options
    self.command = command
  }

  /// Commits the bundles, unless one of them could not be made.
  mutating func commit(
    _ reports: [EnvironmentReport], of environments: [Project.Environment],
    _ committer: BundleCommitter
  ) {
    guard status(of: reports) == .done else { return }
    do throws(GitFailure) {
      committed = try committer.commit(environments)
    } catch {
      context.display.show([error.diagnostic], of: context.cache.sources)
      ExitStatus.environment.leave()
    }
  }

  /// Prints the reports and ends the program.
  func print(_ reports: [EnvironmentReport]) -> Never {
    for report in reports {
      context.display.show(report.diagnostics, of: context.cache.sources)
    }
    switch options.output {
    case .text: Standard.output.writeOrLeave(reports.map(text).joined() + committedText)
    case .json:
      Standard.output.writeOrLeave(
        ReportJSON(command: command, committed: committed).bytes(of: reports))
    }
    status(of: reports).leave()
  }

  private func status(of reports: [EnvironmentReport]) -> ExitStatus {
    let outcomes = Set(reports.map(\.outcome))
    if outcomes.contains(.environmentFailed) { return .environment }
    if outcomes.contains(.inputFailed) { return .input }
    if outcomes.contains(.refused) || reports.contains(where: { !$0.findings.isEmpty }) {
      return .finding
    }
    return .done
  }

  private var committedText: String {
    guard let committed else { return "" }
    return committed.isEmpty
      ? "nothing to commit\n" : "committed \(committed.joined(separator: ", "))\n"
  }

  private func text(_ report: EnvironmentReport) -> String {
    var text = "\(report.environment): \(summary(of: report))\n"
    if report.outcome == .planned {
      for (sign, files) in [("+", report.added), ("~", report.changed), ("-", report.removed)] {
        for file in files { text += "  \(sign) \(file)\n" }
      }
    }
    for finding in report.findings {
      text += "  \(finding.state.rawValue) \(finding.path): \(finding.message)\n"
    }
    for mend in Set(report.findings.map(\.mend)).sorted() { text += "  mend: \(mend)\n" }
    return text
  }

  private func summary(of report: EnvironmentReport) -> String {
    let count = report.resourceCount.map { $0 == 1 ? "1 resource" : "\($0) resources" }
    let changes =
      "\(report.added.count) added, \(report.changed.count) changed, \(report.removed.count) removed"
    switch report.outcome {
    case .written: return "\(count ?? ""), \(changes)"
    case .unchanged: return "\(count ?? ""), unchanged"
    case .skipped: return "nothing has changed"
    case .planned: return "\(count ?? ""), would be \(changes)"
    case .checked:
      let findings = report.findings.count
      return findings == 0 ? "ok" : findings == 1 ? "1 finding" : "\(findings) findings"
    case .inputFailed: return "failed, the sources cannot be built"
    case .environmentFailed: return "failed"
    case .refused: return "refused, nothing is written"
    }
  }
}
