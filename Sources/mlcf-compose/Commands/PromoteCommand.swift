internal import ArgumentParser
internal import Compose
internal import Promote
internal import SystemPackage

/// `mlcf-compose promote`.
struct PromoteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "promote",
    abstract: "Move a release from one environment to the next.",
    discussion: """
      Example: mlcf-compose promote staging prod --plan

      What moves are the images and fields that mlcf-compose.yaml declares under "promote". The \
      overlay is edited in place, the bundle rendered, and release.lock written last. Exit code 1 if \
      a gate fails or a value was changed in both environments; nothing is written then.
      """)

  @Argument(help: "The environment that has the release.")
  var source: String

  @Argument(help: "The environment that gets it.")
  var target: String

  @Option(help: "An earlier release of the source, as r-0123456789ab.")
  var release: String?

  @Option(help: "Move this value alone: image:NAME or field:FILE:PATH; may be repeated.")
  var only: [String] = []

  @Flag(help: "Print values, rendered changes and gates; write nothing.")
  var plan = false

  @Flag(help: "The same as --plan.")
  var dryRun = false

  @Option(
    parsing: .upToNextOption,
    help: "Whose value counts where both changed it: source or target, and a value's name.")
  var take: [String] = []

  @Option(help: "Skip a gate that the target lets be overridden; may be repeated.")
  var override: [String] = []

  @Option(help: "Why gates are skipped.")
  var reason: String?

  @Option(help: "Commit on a new branch of this name.")
  var branch: String?

  @Flag(help: "Commit what was written, and nothing else.")
  var commit = false

  @Option(help: "Write the text of a review to this file, in Markdown.", completion: .file())
  var prBody: String?

  @OptionGroup var options: PromotionOptions

  func validate() throws {
    if let gate = override.first(where: { GateResult.Name(rawValue: $0) == nil }) {
      let names = GateResult.Name.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("there is no gate \"\(gate)\"; there are \(names)")
    }
    if override.isEmpty != (reason ?? "").isEmpty {
      throw ValidationError("--override GATE and --reason TEXT go together")
    }
    if let side = take.first, PromotionRequest.Side(rawValue: side) == nil || take.count > 2 {
      throw ValidationError("--take source or --take target, and perhaps the name of a value")
    }
    if branch != nil, !commit { throw ValidationError("--branch needs --commit") }
    if plan || dryRun, commit { throw ValidationError("a plan commits nothing") }
  }

  private var request: PromotionRequest {
    var request = PromotionRequest(from: source, to: target)
    request.release = release
    request.only = Set(only)
    if let side = take.first.flatMap(PromotionRequest.Side.init) {
      request.sides[take.count > 1 ? take[1] : nil] = side
    }
    for gate in override.compactMap(GateResult.Name.init) { request.overrides[gate] = reason ?? "" }
    return request
  }

  func run() throws {
    let (context, _, promoter) = options.context()
    let found = options.result(in: context) { () throws(PromotionFailure) in
      try promoter.plan(request)
    }
    options.show(found, in: context)
    if let prBody {
      let path = ProjectContext.workingDirectory(of: LocalFileSystem()).pushing(FilePath(prBody))
      OutputFile.writeOrLeave([(path, Array(PromotionText(found).markdown.utf8))])
    }
    guard found.isAllowed else { throw ExitStatus.finding }
    if found.isDone {
      Standard.error.writeOrLeave("\(target) has it already\n")
      return
    }
    if plan || dryRun { return }
    options.result(in: context) { () throws(PromotionFailure) in
      _ = try promoter.carryOut(found)
      if commit {
        try promoter.commit(found, message: PromotionText(found).commitMessage, branch: branch)
      }
    }
  }
}
