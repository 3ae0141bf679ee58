internal import ArgumentParser
internal import Bundles
internal import Compose
internal import Diagnostics
internal import Git
internal import Project
internal import Promote
internal import Releases
internal import YAML

/// The options that commands on releases share.
struct PromotionOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The time, as 2026-11-26T14:00Z.", visibility: .hidden))
  var now: String?

  @OptionGroup var reportOptions: ReportOptions

  @OptionGroup(title: "Diagnostics") var diagnosticOptions: DiagnosticOptions

  func validate() throws {
    if let now, Instant(now) == nil {
      throw ValidationError("--now takes a time such as 2026-11-26T14:00Z")
    }
  }

  /// The time that counts.
  var time: Int64 { now.flatMap { Instant($0)?.seconds } ?? Clock.now }

  /// The project of the working directory and its releases; ends the program if there is none.
  func context() -> (project: ProjectContext, ledger: ReleaseLedger, promoter: Promoter) {
    let context = ProjectContext(
      from: reportOptions.project, isOffline: false, display: diagnosticOptions.display)
    do throws(GitFailure) {
      let repository = try GitRepository(containing: context.project.directory)
      let ledger = ReleaseLedger(context.project, cache: context.cache, repository)
      let promoter = Promoter(
        context.project, cache: context.cache, options: BuildOptions(), repository, now: time)
      return (context, ledger, promoter)
    } catch {
      context.display.show([error.diagnostic], of: context.cache.sources)
      ExitStatus.environment.leave()
    }
  }

  /// What `body` gives; a failure is shown and ends the program.
  func result<R>(
    in context: ProjectContext, _ body: () throws(PromotionFailure) -> R
  ) -> R {
    do throws(PromotionFailure) {
      return try body()
    } catch {
      context.display.show(error.diagnostics, of: context.cache.sources)
      switch error.cause {
      case .usage: ExitStatus.usage.leave()
      case .input: ExitStatus.input.leave()
      case .environment: ExitStatus.environment.leave()
      }
    }
  }

  /// Prints a plan, and says whether it may be carried out.
  func show(_ plan: PromotionPlan, in context: ProjectContext) {
    context.display.show(plan.problems, of: context.cache.sources)
    switch reportOptions.output {
    case .text: Standard.output.writeOrLeave(PromotionText(plan).human)
    case .json: Standard.output.writeOrLeave(PlanJSON(plan).bytes)
    }
  }
}

/// A plan for programs: `{"version": 1, "target": …, "release": …, "allowed": …, "shared": […], "values": […],
/// "gates": […], "changed": […], "added": […], "removed": […]}`.
struct PlanJSON {
  let bytes: [UInt8]

  init(_ plan: PromotionPlan) {
    let values = plan.moves.map { move in
      Node.object([
        ("name", .string(move.name)), ("old", move.old.map(Node.string)),
        ("new", move.new.map(Node.string)), ("outcome", .string(move.outcome.rawValue)),
      ])
    }
    let gates = plan.gates.map { gate in
      Node.object([
        ("name", .string(gate.name.rawValue)), ("state", .string(gate.state.rawValue)),
        ("reason", .string(gate.reason)),
        ("passesAt", gate.passesAt.map { .string(Instant(seconds: $0).minute) }),
      ])
    }
    var emitter = JSONEmitter()
    try? emitter.emit(
      .object([
        ("version", .number(1)), ("source", plan.source.map(Node.string)),
        ("target", .string(plan.target.name)), ("release", .string(plan.lock.release.id)),
        ("previous", plan.lock.previous.map(Node.string)),
        ("allowed", .boolean(plan.isAllowed)), ("done", .boolean(plan.isDone)),
        (
          "shared",
          .list(
            plan.movedTrees.map { tree in
              .object([
                ("path", .string(tree.path)), ("old", .string(tree.old)),
                ("new", .string(tree.new)),
              ])
            })
        ), ("values", .list(values)), ("gates", .list(gates)),
        ("changed", .list(plan.rendered.changed.map(Node.string))),
        ("added", .list(plan.rendered.added.map(Node.string))),
        ("removed", .list(plan.rendered.removed.map(Node.string))),
      ]))
    bytes = emitter.bytes + [UInt8(ascii: "\n")]
  }
}
