public import Diagnostics

/// What became of one environment.
public struct EnvironmentReport: Sendable {
  /// How it ended.
  public enum Outcome: String, Sendable {
    /// The bundle was written.
    case written
    /// The bundle was made anew and is the same.
    case unchanged
    /// Nothing it is made from has changed, so it was not made anew.
    case skipped
    /// The changes were found, and nothing was written.
    case planned
    /// The bundle was compared.
    case checked
    /// The sources cannot be built.
    case inputFailed = "input-failed"
    /// Files could not be read or written.
    case environmentFailed = "environment-failed"
    /// Something is in the way that a person has to look at.
    case refused
  }

  /// The environment.
  public var environment: String
  /// The folder of its bundle, relative to the project.
  public var bundle: String
  /// How it ended.
  public var outcome: Outcome
  /// How many resources there are; nil where that was not found out.
  public var resourceCount: Int?
  /// New files below `manifests`.
  public var added: [String] = []
  /// Files with another content.
  public var changed: [String] = []
  /// Files that are not made any more.
  public var removed: [String] = []
  /// What is not as it should be.
  public var findings: [BundleFinding] = []
  /// What is to be said about the input.
  public var diagnostics: [Diagnostic] = []

  init(_ environment: String, _ bundle: String, _ outcome: Outcome) {
    self.environment = environment
    self.bundle = bundle
    self.outcome = outcome
  }
}
