public import Bundles
public import Diagnostics
public import Project
public import Releases
internal import SystemPackage

/// What a promotion would do, and whether it may.
public struct PromotionPlan: Sendable {
  /// The environment that has what moves; nil for a rollback.
  public var source: String?
  /// The environment that it moves to.
  public var target: Project.Environment
  /// What becomes of the values that differ.
  public var moves: [ValueMove]
  /// What each gate says, in their order.
  public var gates: [GateResult]
  /// The lock that will be written; its bundle digest is known when that is written.
  public var lock: ReleaseLock
  /// The bundle of the target as it is to be.
  var bundle: PlannedBundle
  /// The files of the overlay as they are to be, by absolute path.
  var edits: [FilePath: [UInt8]]
  /// Errors beside the gates: conflicts, and values that nothing renders.
  public var problems: [Diagnostic]

  /// What the target's lock says now.
  var replaced: ReleaseLock?

  /// The shared trees that become others for a pinned target, with the commits that they are of.
  public var movedTrees: [(path: String, old: String, new: String)] {
    guard target.tracking == .pinned else { return [] }
    let (old, new) = (replaced?.release.trees ?? [:], lock.release.trees)
    let from = replaced.map { String($0.commit.prefix(12)) } ?? "the work tree"
    return Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }.sorted()
      .map { ($0, from, String(lock.commit.prefix(12))) }
  }

  /// What changes in the bundle of the target.
  public var rendered: EnvironmentReport { bundle.report }

  /// Whether the target has all of it already.
  public var isDone: Bool {
    edits.isEmpty && moves.allSatisfy { $0.outcome != .moved }
      && lock.release == replaced?.release && !rendered.hasChanges
  }

  /// Whether it may be carried out.
  public var isAllowed: Bool { problems.isEmpty && gates.allSatisfy { $0.state != .fail } }

  /// The plan with the gates that fail overridden, for which there is a reason and which the target
  /// lets be.
  func overriding(_ reasons: [GateResult.Name: String]) -> PromotionPlan {
    var plan = self
    for index in gates.indices where gates[index].state == .fail {
      let name = gates[index].name
      guard let reason = reasons[name] else { continue }
      guard target.overridable.contains(where: { $0.rawValue == name.rawValue }) else {
        plan.gates[index].reason += " (\(target.name) does not let it be overridden)"
        continue
      }
      plan.gates[index].state = .overridden
      plan.lock.overrides.append(ReleaseLock.Override(gate: name.rawValue, reason: reason))
    }
    return plan
  }
}

extension EnvironmentReport {
  /// Whether the files of the bundle change.
  package var hasChanges: Bool { !added.isEmpty || !changed.isEmpty || !removed.isEmpty }
}
