internal import YAML

/// `release.lock` beside a bundle: the release that an environment has, and how it came there.
///
/// It holds no time, host or path of a machine: when a release came is told by the commit that
/// brought the lock. An entry takes one line, so that two promotions to one environment are a conflict
/// for git, and promotions to two environments are none.
public struct ReleaseLock: Sendable, Equatable {
  /// The name of the file.
  public static let fileName = "release.lock"
  static let formatVersion = 1

  /// Why an environment takes no promotion.
  public struct Hold: Sendable, Equatable {
    /// The reason, in the words of who holds it.
    public var reason: String

    /// A hold for a reason.
    public init(reason: String) { self.reason = reason }
  }

  /// A gate that was skipped.
  public struct Override: Sendable, Equatable {
    /// The gate.
    public var gate: String
    /// The reason, in the words of who skipped it.
    public var reason: String

    /// A gate that was skipped for a reason.
    public init(gate: String, reason: String) {
      self.gate = gate
      self.reason = reason
    }
  }

  /// The environment.
  public var environment: String
  /// What it has.
  public var release: Release
  /// The release before.
  public var previous: String?
  /// The environments that it came from; none after a rollback.
  public var sources: [String] = []
  /// The commit whose shared trees are meant.
  public var commit: String
  /// Why there may be no promotion; nil if there may.
  public var hold: Hold?
  /// The gates that were skipped.
  public var overrides: [Override] = []
  /// The values that the environment kept as its own, such as those of a hotfix.
  public var kept: [String] = []
  /// The SHA-256 of the bundle's lock, in hexadecimal digits.
  public var bundle: String

  /// A lock without a hold, of a release that was at a commit.
  public init(environment: String, release: Release, commit: String, bundle: String = "") {
    self.environment = environment
    self.release = release
    self.commit = commit
    self.bundle = bundle
  }

  /// The bytes of the file.
  public var bytes: [UInt8] {
    var lines = [
      "# Made by \"mlcf-compose promote\"; do not edit.",
      "version: \(Self.formatVersion)",
      "environment: \(Self.quoted(environment))",
      "release: \(Self.quoted(release.id))",
    ]
    if let previous { lines.append("previous: \(Self.quoted(previous))") }
    if !sources.isEmpty {
      lines.append("from: [\(sources.map(Self.quoted).joined(separator: ", "))]")
    }
    if !kept.isEmpty {
      lines.append("kept: [\(kept.sorted().map(Self.quoted).joined(separator: ", "))]")
    }
    lines.append("commit: \(Self.quoted(commit))")
    if let hold { lines.append("hold: {reason: \(Self.quoted(hold.reason))}") }
    if !overrides.isEmpty {
      lines.append("overrides:")
      lines += overrides.map {
        "- {gate: \(Self.quoted($0.gate)), reason: \(Self.quoted($0.reason))}"
      }
    }
    lines.append("bundle: \(Self.quoted(bundle))")
    lines += Self.table("trees", release.trees, key: "path", value: "tree")
    lines += Self.table("values", release.values, key: "name", value: "value")
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  private static func table(
    _ name: String, _ table: [String: String], key: String, value: String
  ) -> [String] {
    if table.isEmpty { return [] }
    return ["\(name):"]
      + table.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { "- {\(key): \(quoted($0.key)), \(value): \(quoted($0.value))}" }
  }

  /// A text in double quotes, as YAML and JSON read it alike.
  private static func quoted(_ text: String) -> String {
    var emitter = JSONEmitter()
    // A string is always JSON.
    try? emitter.emit(Node(string: text))
    return String(decoding: emitter.bytes, as: UTF8.self)
  }
}
