public import Diagnostics

/// Why git did not do what it was asked for.
public struct GitFailure: Error, Sendable {
  /// Who can mend it.
  public enum Cause: Sendable {
    /// The argument of the command: there is no such commit.
    case argument
    /// The machine or the clone: no repository, a history that is not all here, a program that fails.
    case environment
  }

  /// What is to be said about it.
  public var diagnostic: Diagnostic
  /// Who can mend it.
  public var cause: Cause

  /// A failure for a reason.
  public init(_ diagnostic: Diagnostic, cause: Cause = .environment) {
    self.diagnostic = diagnostic
    self.cause = cause
  }
}
