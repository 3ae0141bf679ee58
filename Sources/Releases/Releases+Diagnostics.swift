internal import Diagnostics
internal import Project

extension Diagnostic {
  static func lockUnreadable(_ path: String) -> Diagnostic {
    Diagnostic("release-lock/unreadable", "this lock cannot be read", path: path)
  }

  static func releaseLockConflict(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      "release-lock/conflict", "two promotions met here", at: range,
      hint: "take one side whole with git checkout --ours or --theirs, then promote again")
  }

  static func releaseLockVersion(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "release-lock/version", "this lock is of another version of mlcf-compose", at: range)
  }

  static func releaseForged(_ id: String, expected: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "release-lock/forged", "the trees and values are those of \(expected), not of \(id)",
      at: range, hint: "only \"mlcf-compose promote\" and \"rollback\" write this file")
  }

  /// The diagnostic, which says what was read when it was found.
  func noting(_ environment: Project.Environment, _ pin: PinnedSources.Pin) -> Diagnostic {
    var diagnostic = self
    diagnostic.notes.append(
      Note(
        "\(environment.name) is pinned to the shared trees of its release, of commit "
          + pin.commit.prefix(12), at: environment.range))
    return diagnostic
  }
}
