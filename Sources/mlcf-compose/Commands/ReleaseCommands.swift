internal import ArgumentParser
internal import Compose
internal import Git
internal import Project
internal import Promote
internal import Releases
internal import YAML

/// `mlcf-compose status`.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show which release each environment has, since when, and what has changed since.",
    discussion: "Example: mlcf-compose status")

  /// What the result looks like.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case table, markdown, json
  }

  @Option(name: .customLong("format"), help: "A table, a table in Markdown, or one JSON object.")
  var format = Format.table

  @OptionGroup var options: PromotionOptions

  func run() throws {
    let (context, ledger, _) = options.context()
    let statuses = options.result(in: context) { () throws(PromotionFailure) in
      try ledger.status()
    }
    switch options.reportOptions.output == .json ? .json : format {
    case .json: Standard.output.writeOrLeave(Self.json(statuses))
    case .table: Standard.output.writeOrLeave(TextTable(rows(statuses)).aligned)
    case .markdown: Standard.output.writeOrLeave(TextTable(rows(statuses)).markdown)
    }
  }

  private func rows(_ statuses: [EnvironmentStatus]) -> [[String]] {
    [["ENVIRONMENT", "RELEASE", "AGE", "FROM", "STATE"]]
      + statuses.map { status in
        var states: [String] = []
        if let hold = status.lock?.hold { states.append("held: \(hold.reason)") }
        if !status.drift.isEmpty {
          states.append("changed since: \(status.drift.joined(separator: ", "))")
        }
        if status.isBehind == true { states.append("behind") }
        return [
          status.environment.name, status.lock?.release.id ?? "-",
          status.since.map { PromotionText.age(options.time - $0) } ?? "-",
          status.environment.sources.joined(separator: ", ").isEmpty
            ? "-" : status.environment.sources.joined(separator: ", "),
          states.isEmpty ? "ok" : states.joined(separator: "; "),
        ]
      }
  }

  /// `{"version": 1, "environments": […]}`.
  private static func json(_ statuses: [EnvironmentStatus]) -> [UInt8] {
    let environments = statuses.map { status in
      Node.object([
        ("name", .string(status.environment.name)),
        ("release", (status.lock?.release.id).map(Node.string)),
        ("since", status.since.map { .string(Instant(seconds: $0).minute) }),
        ("hold", (status.lock?.hold?.reason).map(Node.string)),
        ("changedSince", .list(status.drift.map(Node.string))),
        ("behind", status.isBehind.map(Node.boolean)),
      ])
    }
    var emitter = JSONEmitter()
    try? emitter.emit(.object([("version", .number(1)), ("environments", .list(environments))]))
    return emitter.bytes + [UInt8(ascii: "\n")]
  }
}

/// `mlcf-compose history`.
struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "List the releases that an environment had, the newest first.",
    discussion: "Example: mlcf-compose history prod")

  @Argument(help: "The environment.")
  var environment: String

  @OptionGroup var options: PromotionOptions

  func run() throws {
    let (context, ledger, _) = options.context()
    let chosen = context.environments(named: [environment])[0]
    let entries: [ReleaseLedger.Entry]
    do throws(GitFailure) {
      entries = try ledger.history(of: chosen)
    } catch {
      context.display.show([error.diagnostic], of: context.cache.sources)
      ExitStatus.environment.leave()
    }
    switch options.reportOptions.output {
    case .text:
      let rows = entries.map { entry in
        [
          entry.lock.release.id, Instant(seconds: entry.commit.time).minute,
          entry.lock.hold.map { "rollback: \($0.reason)" }
            ?? "from \(entry.lock.sources.joined(separator: ", "))",
          entry.commit.author, String(entry.commit.id.prefix(12)),
        ]
      }
      Standard.output.writeOrLeave(
        TextTable([["RELEASE", "SINCE", "HOW", "BY", "COMMIT"]] + rows).aligned)
    case .json:
      let releases = entries.map { entry in
        Node.object([
          ("release", .string(entry.lock.release.id)),
          ("since", .string(Instant(seconds: entry.commit.time).minute)),
          ("from", .list(entry.lock.sources.map(Node.string))),
          ("hold", (entry.lock.hold?.reason).map(Node.string)),
          ("author", .string(entry.commit.author)), ("commit", .string(entry.commit.id)),
        ])
      }
      var emitter = JSONEmitter()
      try? emitter.emit(.object([("version", .number(1)), ("releases", .list(releases))]))
      Standard.output.writeOrLeave(emitter.bytes + [UInt8(ascii: "\n")])
    }
  }
}

/// `mlcf-compose guard`.
struct GuardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "guard",
    abstract: "Find changes of bundles that no release came with, and releases that are not real.",
    discussion: """
      Example: mlcf-compose guard --base origin/main

      Compares the work tree with the commit at which it parted from the base. Exit code 1 if there is \
      a finding.
      """)

  @Option(help: "The branch that changes are to go to.")
  var base: String

  @OptionGroup var options: PromotionOptions

  func run() throws {
    let (context, ledger, _) = options.context()
    let found = options.result(in: context) { () throws(PromotionFailure) in
      try ReleaseGuard(context.project, cache: context.cache, ledger).findings(since: base)
    }
    context.display.show(found, of: context.cache.sources)
    if !found.isEmpty { throw ExitStatus.finding }
  }
}
