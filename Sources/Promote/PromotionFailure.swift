internal import Bundles
internal import Compose
public import Diagnostics
internal import Git

/// Why a promotion could not be planned or carried out.
public struct PromotionFailure: Error, Sendable {
  /// Who can mend it.
  public enum Cause: Sendable {
    /// The arguments or the project file.
    case usage
    /// The sources.
    case input
    /// Files, git, the disk.
    case environment
  }

  /// What was found.
  public var diagnostics: [Diagnostic]
  /// Who can mend it.
  public var cause: Cause

  init(_ diagnostics: [Diagnostic], _ cause: Cause) {
    self.diagnostics = diagnostics
    self.cause = cause
  }

  init(_ failure: BuildFailure) {
    let cause: Cause =
      switch failure.cause {
      case .input: .input
      case .project: .usage
      case .environment: .environment
      }
    self.init(failure.diagnostics, cause)
  }

  init(_ failure: GitFailure) {
    self.init([failure.diagnostic], failure.cause == .argument ? .usage : .environment)
  }

  init(_ failure: FileFailure) {
    self.init([.promotionWrite(failure.path, failure.reason)], .environment)
  }
}

/// What `body` gives; what it cannot build is a failure of the promotion.
func building<R>(_ body: () throws(BuildFailure) -> R) throws(PromotionFailure) -> R {
  do throws(BuildFailure) { return try body() } catch { throw PromotionFailure(error) }
}

/// What `body` gives; a failure of git is one of the promotion.
func askingGit<R>(_ body: () throws(GitFailure) -> R) throws(PromotionFailure) -> R {
  do throws(GitFailure) { return try body() } catch { throw PromotionFailure(error) }
}

/// Writes files; a failure of the disk is one of the promotion.
func writing(_ body: () throws(FileFailure) -> Void) throws(PromotionFailure) {
  do throws(FileFailure) { try body() } catch { throw PromotionFailure(error) }
}
