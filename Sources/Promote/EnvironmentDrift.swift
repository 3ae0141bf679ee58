public import Compare
internal import Compose
internal import Project
internal import YAML

/// What differs between two environments as they are rendered, and what explains it.
public struct EnvironmentDrift: Sendable {
  /// What explains a difference.
  public enum Reason: String, Sendable, CaseIterable {
    /// Nothing does.
    case drift
    /// A promotion would carry it.
    case promote
    /// The project says that it is meant.
    case diverge
  }

  /// One field that differs, or a resource that one of the two has alone.
  public struct Difference: Sendable {
    /// The resource.
    public var identity: ComparedIdentity
    /// Whether the second environment has it too, or alone, or not at all.
    public var action: ResourceDifference.Action
    /// What differs, from the first environment to the second.
    public var change: Change
    /// What explains it.
    public var reason: Reason
  }

  /// The differences, by resource; order and names of generated content do not count.
  public var differences: [Difference] = []

  /// What nothing explains.
  public var unexplained: [Difference] { differences.filter { $0.reason == .drift } }

  /// What differs from one set to another.
  ///
  /// `promoted` is the second one after a promotion from the first: what differs no more is what that
  /// carries.
  init(
    from first: ComparedSet, to second: ComparedSet, promoted: ComparedSet,
    _ divergences: [Project.Divergence]
  ) {
    let remaining = Set(
      Comparison(from: first, to: promoted).differences.flatMap { difference in
        difference.changes.map { Key(difference.identity, $0) }
      })
    let patterns = divergences.map(DivergencePattern.init)
    for difference in Comparison(from: first, to: second).differences {
      for change in difference.changes
      where !change.category.isOrderOnly && change.category != .reference
        && !first.isPlacement(change)
      {
        let reason: Reason =
          if !remaining.contains(Key(difference.identity, change)) {
            .promote
          } else if patterns.contains(where: { $0.matches(difference.identity, change.path) }) {
            .diverge
          } else {
            .drift
          }
        differences.append(
          Difference(
            identity: difference.identity, action: difference.action, change: change,
            reason: reason))
      }
    }
  }

  private struct Key: Hashable {
    let identity: ComparedIdentity
    let path: String

    init(_ identity: ComparedIdentity, _ change: Change) {
      self.identity = identity
      path = change.path.description
    }
  }
}

/// A divergence as it is looked for: `*` stands for any text, and a path for all that is in it.
private struct DivergencePattern {
  private let kind: Glob
  private let name: Glob?
  private let paths: [Glob]

  init(_ divergence: Project.Divergence) {
    kind = Glob(divergence.kind)
    name = divergence.name.map(Glob.init)
    paths = ["", ".*", "[*"].map { Glob(divergence.path + $0) }
  }

  func matches(_ identity: ComparedIdentity, _ path: ChangePath) -> Bool {
    guard kind.matches(identity.kind), name?.matches(identity.name) ?? true else { return false }
    let text = path.description
    return paths.contains { $0.matches(text) }
  }
}

extension ComparedSet {
  /// Whether a change only says that the environments have namespaces of their own.
  fileprivate func isPlacement(_ change: Change) -> Bool {
    guard change.path.keys.last == "namespace", let old = change.old?.text else { return false }
    return namespaces[old] == change.new?.text
  }
}
