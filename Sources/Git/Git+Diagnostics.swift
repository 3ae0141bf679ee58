internal import Diagnostics

extension Diagnostic {
  static func gitFailed(_ what: String, _ reason: String) -> Diagnostic {
    Diagnostic("git/failed", "git \(what) failed: \(reason)")
  }

  static func gitAbsent(_ directory: String) -> Diagnostic {
    Diagnostic(
      "git/no-repository", "the project is in no git repository", path: directory,
      hint: "git init")
  }

  static func gitUnknownRef(_ ref: String, nearest: String?) -> Diagnostic {
    Diagnostic(
      "git/unknown-ref", "there is no commit \"\(ref)\"",
      hint: nearest.map { "did you mean \"\($0)\"?" }
        ?? "\"git branch --all\" and \"git tag\" list what there is")
  }

  static func gitShallow(_ what: String, depth: Int) -> Diagnostic {
    Diagnostic(
      "git/shallow", "this clone does not reach \(what): it holds a part of the history",
      hint: "\"git fetch --depth=\(depth)\" fetches more of it, \"git fetch --unshallow\" all; "
        + "for actions/checkout, say fetch-depth: 0")
  }

  static func gitUnrelated(_ a: String, _ b: String) -> Diagnostic {
    Diagnostic("git/unrelated", "\"\(a)\" and \"\(b)\" have no commit in common")
  }

  static func gitMissingObject(_ name: String) -> Diagnostic {
    Diagnostic(
      "git/missing-object", "the repository lacks the object \(name)",
      hint: "\"git fsck\" tells what else is missing")
  }
}
