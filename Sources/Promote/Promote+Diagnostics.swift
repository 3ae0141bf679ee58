internal import Compose
internal import Diagnostics
internal import Project

extension Diagnostic {
  static func unknownEnvironment(_ name: String, of project: Project) -> Diagnostic {
    let names = project.environments.map(\.name)
    return Diagnostic(
      "promote/unknown-environment", "there is no environment \"\(name)\"", path: Project.fileName,
      hint: nearestName(to: name, among: names).map { "did you mean \"\($0)\"?" }
        ?? "there are \(names.joined(separator: ", "))")
  }

  static func nothingPromotable() -> Diagnostic {
    Diagnostic(
      "promote/nothing-declared", "the project declares nothing that moves between environments",
      path: Project.fileName,
      hint: "name images or fields under promote, as: promote: {images: [\"ghcr.io/example/*\"]}")
  }

  static func unknownValue(_ name: String, among names: [String]) -> Diagnostic {
    Diagnostic(
      "promote/unknown-value", "neither environment has a value \"\(name)\"", path: nil,
      hint: nearestName(to: name, among: names).map { "did you mean \"\($0)\"?" }
        ?? "there are \(names.sorted().joined(separator: ", "))")
  }

  static func unknownRelease(_ release: String, of environment: String, known: [String])
    -> Diagnostic
  {
    Diagnostic(
      "promote/unknown-release", "\(environment) never had the release \"\(release)\"", path: nil,
      hint: known.isEmpty
        ? "it has no releases yet"
        : nearestName(to: release, among: known).map { "did you mean \"\($0)\"?" }
          ?? "\"mlcf-compose history \(environment)\" lists its releases")
  }

  static func valueConflict(_ move: ValueMove, _ request: PromotionRequest) -> Diagnostic {
    func shown(_ value: String?) -> String { value.map { "\"\($0)\"" } ?? "nothing" }
    return Diagnostic(
      "promote/conflict",
      "\(move.name) was changed in both: \(request.target) has \(shown(move.old)), "
        + "\(request.source) has \(shown(move.new))", path: nil,
      hint: "decide with --take source \(move.name) or --take target \(move.name)")
  }

  static func deadOverride(_ name: String, _ value: String, in environment: String) -> Diagnostic {
    Diagnostic(
      "promote/dead-override",
      "\(name) is set to \"\(value)\", and nothing that \(environment) renders has it", path: nil,
      hint: "the target does not use that image, or another field decides")
  }

  static func fieldFileUnreadable(_ path: String, _ error: FileSystemError) -> Diagnostic {
    Diagnostic(
      "promote/field-file",
      "this file, which promote.fields names, cannot be read: \(error.reason)",
      path: path)
  }

  static func promotionWrite(_ path: String, _ reason: String) -> Diagnostic {
    Diagnostic("promote/write", "this file cannot be written: \(reason)", path: path)
  }
}
