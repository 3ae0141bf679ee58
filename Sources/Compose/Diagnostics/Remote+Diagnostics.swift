internal import Diagnostics
internal import YAML

extension Diagnostic {
  static func remoteInvalid(_ url: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "remote/invalid", "\"\(url)\" is not the address of a repository", at: range,
      hint: "examples: https://github.com/org/repo//path?ref=COMMIT  ·  git@host:org/repo.git//path"
    )
  }

  static func remoteUnreadable(
    _ url: String, _ reason: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic("remote/unreadable", "cannot fetch \"\(url)\": \(reason)", at: range)
  }

  static func remoteNotPinned(_ url: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "remote/not-pinned", "\"\(url)\" may be another content tomorrow", at: range,
      severity: .warning, hint: "name a commit: ?ref= and its 40 digits")
  }

  static func remoteNotDirectory(_ url: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "remote/not-a-directory", "\"\(url)\" names a file in a repository, not a directory",
      at: range, hint: "name the directory that holds the kustomization.yaml")
  }

  static func outsideRepository(_ path: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic("remote/outside", "\"\(path)\" leads out of the repository", at: range)
  }
}
