internal import ArgumentParser
internal import Compare
internal import Diagnostics
internal import Promote
internal import YAML

/// `mlcf-compose drift`.
struct DriftCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drift",
    abstract: "Show what differs between two environments, and what explains it.",
    discussion: """
      Example: mlcf-compose drift staging prod

      A difference is explained if a promotion would carry it, or if mlcf-compose.yaml declares it \
      under "diverge". Exit code 1 if there is one that nothing explains.
      """)

  @Argument(help: "An environment.")
  var first: String

  @Argument(help: "The environment that it is compared with.")
  var second: String

  @OptionGroup var options: PromotionOptions

  func run() throws {
    let (context, _, promoter) = options.context()
    let drift = options.result(in: context) { () throws(PromotionFailure) in
      try promoter.drift(from: first, to: second)
    }
    switch options.reportOptions.output {
    case .text: Standard.output.writeOrLeave(text(drift))
    case .json: Standard.output.writeOrLeave(json(drift))
    }
    if !drift.unexplained.isEmpty { throw ExitStatus.finding }
  }

  private func text(_ drift: EnvironmentDrift) -> String {
    let rows = EnvironmentDrift.Reason.allCases.flatMap { reason in
      drift.differences.filter { $0.reason == reason }.map { difference in
        [reason.rawValue, difference.identity.description, change(difference)]
      }
    }
    let table =
      rows.isEmpty ? "" : TextTable([["WHY", "RESOURCE", "\(first) → \(second)"]] + rows).aligned
    let counts = EnvironmentDrift.Reason.allCases.map { reason in
      drift.differences.count { $0.reason == reason }
    }
    return table
      + "\(counts[0]) unexplained, \(counts[1]) that a promotion carries, \(counts[2]) declared\n"
  }

  private func change(_ difference: EnvironmentDrift.Difference) -> String {
    switch difference.action {
    case .added: "only in \(second)"
    case .deleted: "only in \(first)"
    case .changed: Self.cut(difference.change.headline)
    }
  }

  /// A text of at most 120 characters, cut at its end.
  private static func cut(_ text: String) -> String {
    let start = text.prefix(120)
    return start.endIndex == text.endIndex ? text : "\(start.dropLast())…"
  }

  /// `{"version": 1, "from": …, "to": …, "unexplained": …, "differences": [{"why": "drift" | "promote" |
  /// "diverge", "group": …, "kind": …, "namespace": …, "name": …, "action": …, "path": …, "old": …,
  /// "new": …}]}`.
  private func json(_ drift: EnvironmentDrift) -> [UInt8] {
    let differences = drift.differences.map { difference in
      let isField = difference.action == .changed
      return Node.object([
        ("why", .string(difference.reason.rawValue)),
        ("group", .string(difference.identity.group)),
        ("kind", .string(difference.identity.kind)),
        ("namespace", .string(difference.identity.namespace)),
        ("name", .string(difference.identity.name)),
        ("action", .string(difference.action.rawValue)),
        ("path", isField ? .string(difference.change.path.description) : nil),
        ("old", isField ? difference.change.old : nil),
        ("new", isField ? difference.change.new : nil),
      ])
    }
    var emitter = JSONEmitter()
    try? emitter.emit(
      .object([
        ("version", .number(1)), ("from", .string(first)), ("to", .string(second)),
        ("unexplained", .number(drift.unexplained.count)), ("differences", .list(differences)),
      ]))
    return emitter.bytes + [UInt8(ascii: "\n")]
  }
}
