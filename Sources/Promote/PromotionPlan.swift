public import Bundles
internal import Compose
public import Diagnostics
public import Project
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
  /// What changes in the bundle of the target.
  public var rendered: EnvironmentReport
  /// The files of the overlay as they are to be, by absolute path.
  var edits: [FilePath: [UInt8]]
  /// Errors beside the gates: conflicts, and values that nothing renders.
  public var problems: [Diagnostic]

  /// Whether the target has all of it already.
  public var isDone: Bool {
    edits.isEmpty && moves.allSatisfy { $0.outcome != .moved } && lock.release == released
      && !rendered.hasChanges
  }
  /// What the target's lock says now.
  var released: Release?

  /// Whether it may be carried out.
  public var isAllowed: Bool { problems.isEmpty && gates.allSatisfy { $0.state != .fail } }
}

extension EnvironmentReport {
  /// Whether the files of the bundle change.
  package var hasChanges: Bool { !added.isEmpty || !changed.isEmpty || !removed.isEmpty }
}
