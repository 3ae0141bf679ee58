internal import Bundles
internal import Project
internal import Releases

/// A plan in words: for a terminal, and for a review.
public struct PromotionText {
  private let plan: PromotionPlan

  /// The words for a plan.
  public init(_ plan: PromotionPlan) {
    self.plan = plan
  }

  /// A span of seconds for people, as `1d 4h`.
  public static func age(_ seconds: Int64) -> String { Duration.text(seconds) }

  private var isRollback: Bool { plan.source == nil }

  /// The route in a line, as `staging → prod: r-0123456789ab`.
  public var title: String {
    let from = plan.source.map { "\($0) → " } ?? "back in "
    return "\(from)\(plan.target.name): \(plan.lock.release.id)"
  }

  /// The whole plan for a terminal.
  public var human: String {
    var text = title + (plan.lock.previous.map { " (was \($0))" } ?? "") + "\n\nvalues\n"
    let signs: [ValueMove.Outcome: String] = [.moved: "~", .kept: "=", .conflict: "!"]
    for move in plan.moves {
      let arrow = "\(shown(move.old)) → \(shown(move.new))"
      let note =
        move.outcome == .kept
        ? "  kept: \(plan.target.name) has its own" : move.outcome == .conflict ? "  conflict" : ""
      text += "  \(signs[move.outcome] ?? " ") \(move.name)  \(arrow)\(note)\n"
    }
    if plan.moves.isEmpty { text += "  all are equal\n" }
    if !plan.movedTrees.isEmpty {
      text += "\nshared\n"
      for tree in plan.movedTrees { text += "  ~ \(tree.path)  \(tree.old) → \(tree.new)\n" }
    }
    text += "\nrendered\n  \(summary)\n"
    for (sign, files) in changes { for file in files { text += "  \(sign) \(file)\n" } }
    text += "\ngates\n"
    let width = plan.gates.map(\.name.rawValue.count).max() ?? 0
    for gate in plan.gates {
      let name = gate.name.rawValue
      let padding = String(repeating: " ", count: width - name.count)
      text += "  \(mark(gate)) \(name)\(padding)  \(gate.reason)\(passing(gate))\n"
    }
    return text
  }

  /// The text of a review in Markdown: route, values, risk, difference, gates, the way back.
  public var markdown: String {
    var text = "## Promote \(title)\n\n"
    if isRollback { text = "## Roll back \(plan.target.name) to \(plan.lock.release.id)\n\n" }
    text += "| value | \(plan.target.name) has | gets |\n| --- | --- | --- |\n"
    for move in plan.moves where move.outcome == .moved {
      text += "| \(cell(move.name)) | \(cell(shown(move.old))) | \(cell(shown(move.new))) |\n"
    }
    for tree in plan.movedTrees {
      text += "| \(cell("\(tree.path)/")) | \(cell(tree.old)) | \(cell(tree.new)) |\n"
    }
    let kept = plan.moves.filter { $0.outcome == .kept }
    if !kept.isEmpty {
      text +=
        "\nKept as \(plan.target.name) has them: "
        + kept.map { cell("\($0.name) (\(shown($0.old)))") }.joined(separator: ", ") + "\n"
    }
    if !plan.lock.overrides.isEmpty || !plan.rendered.removed.isEmpty {
      text += "\n> **Look twice.**\n"
      for override in plan.lock.overrides {
        text += "> The gate \(override.gate) is overridden: \(override.reason)\n"
      }
      for file in plan.rendered.removed { text += "> Deleted: \(cell(file))\n" }
    }
    text += "\n### Rendered\n\n\(summary)\n\n"
    for (sign, files) in changes { for file in files { text += "- `\(sign)` \(cell(file))\n" } }
    text += "\n### Gates\n\n| gate | | why |\n| --- | --- | --- |\n"
    for gate in plan.gates {
      text +=
        "| \(gate.name.rawValue) | \(gate.state.rawValue) | \(gate.reason)\(passing(gate)) |\n"
    }
    if let previous = plan.lock.previous {
      text +=
        "\n### The way back\n\n```sh\nmlcf-compose rollback \(plan.target.name) "
        + "--to \(previous) --reason '…'\n```\n"
    }
    return text
  }

  /// The message of a commit, with trailers that tell what it is.
  public var commitMessage: String {
    let what =
      isRollback
      ? "rollback: \(plan.target.name) to \(plan.lock.release.id)"
      : "promote: \(plan.target.name) to \(plan.lock.release.id) of \(plan.source ?? "")"
    let moved = plan.moves.filter { $0.outcome == .moved }
      .map { "\($0.name): \(shown($0.old)) to \(shown($0.new))\n" }.joined()
    let reason = plan.lock.hold.map { "\($0.reason)\n\n" } ?? ""
    var trailers = "Compose-Environment: \(plan.target.name)\n"
    trailers += "Compose-Release: \(plan.target.name) \(plan.lock.release.id)\n"
    for override in plan.lock.overrides {
      trailers += "Compose-Override: \(override.gate): \(override.reason)\n"
    }
    return "\(what)\n\n\(reason)\(moved.isEmpty ? "" : moved + "\n")\(trailers)"
  }

  private var summary: String {
    let report = plan.rendered
    return "\(plan.target.name): ~\(report.changed.count) changed +\(report.added.count) added "
      + "-\(report.removed.count) deleted"
  }

  private var changes: [(String, [String])] {
    [("~", plan.rendered.changed), ("+", plan.rendered.added), ("-", plan.rendered.removed)]
  }

  private func mark(_ gate: GateResult) -> String {
    switch gate.state {
    case .pass: "pass"
    case .fail: "FAIL"
    case .overridden: "skip"
    }
  }

  private func passing(_ gate: GateResult) -> String {
    gate.passesAt.map { "; passes at \(Instant(seconds: $0).minute)" } ?? ""
  }

  private func shown(_ value: String?) -> String { value ?? "(none)" }

  /// A text as code in a table.
  private func cell(_ text: String) -> String {
    "`\(text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|"))`"
  }
}
