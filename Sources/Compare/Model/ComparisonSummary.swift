/// How many resources differ, and how.
public struct ComparisonSummary: Hashable, Sendable {
  /// Resources that differ in more than order.
  public var changed = 0
  /// Resources that are new.
  public var added = 0
  /// Resources that are gone.
  public var deleted = 0
  /// Resources among them with a change that is risky.
  public var risky = 0
  /// Resources that differ in order alone.
  public var orderOnly = 0
  /// Fields that differ, a resource that is new or gone counting as one.
  public var changes = 0
}

extension ComparisonSummary: CustomStringConvertible {
  /// The line of a plan: `~3 changed +1 added -0 deleted (2 risky)`.
  public var description: String {
    var text = "~\(changed) changed +\(added) added -\(deleted) deleted"
    if risky > 0 { text += " (\(risky) risky)" }
    if orderOnly > 0 { text += ", \(orderOnly) in order only" }
    return text
  }
}

extension Comparison {
  /// How many resources differ, and how.
  public var summary: ComparisonSummary {
    var summary = ComparisonSummary()
    for difference in differences {
      switch difference.action {
      case .added: summary.added += 1
      case .deleted: summary.deleted += 1
      case .changed where difference.isOrderOnly: summary.orderOnly += 1
      case .changed: summary.changed += 1
      }
      if difference.isRisky { summary.risky += 1 }
      summary.changes += difference.changes.count
    }
    return summary
  }
}
