internal import ArgumentParser
internal import Promote

/// `mlcf-compose rollback`.
struct RollbackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback",
    abstract: "Give an environment the values of an earlier release, and hold it.",
    discussion: """
      Example: mlcf-compose rollback prod --reason "errors since 14:00"

      Order and soak do not count, limits do. The environment then takes no promotion until the gate \
      "hold" is overridden.
      """)

  @Argument(help: "The environment.")
  var environment: String

  @Option(
    name: .customLong("to"), help: "The release to go back to; the previous one, if none is given.")
  var release: String?

  @Option(help: "Why; it becomes the reason of the hold.")
  var reason: String

  @Option(help: "Skip a gate that the environment lets be overridden; may be repeated.")
  var override: [String] = []

  @Flag(help: "Print what would be done; write nothing.")
  var plan = false

  @Flag(help: "Commit what was written, and nothing else.")
  var commit = false

  @OptionGroup var options: PromotionOptions

  func validate() throws {
    if reason.isEmpty { throw ValidationError("--reason says why; it must not be empty") }
    if let gate = override.first(where: { GateResult.Name(rawValue: $0) == nil }) {
      let names = GateResult.Name.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("there is no gate \"\(gate)\"; there are \(names)")
    }
    if plan, commit { throw ValidationError("a plan commits nothing") }
  }

  func run() throws {
    let (context, _, promoter) = options.context()
    let found = options.result(in: context) { () throws(PromotionFailure) in
      try promoter.rollbackPlan(
        environment, to: release, reason: reason,
        overriding: override.compactMap(GateResult.Name.init))
    }
    options.show(found, in: context)
    guard found.isAllowed else { throw ExitStatus.finding }
    if plan { return }
    options.result(in: context) { () throws(PromotionFailure) in
      _ = try promoter.carryOut(found)
      if commit {
        try promoter.commit(found, message: PromotionText(found).commitMessage, branch: nil)
      }
    }
  }
}
