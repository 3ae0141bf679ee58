/// The differences of one environment, or of one pair of sides.
public struct DifferenceReport: Sendable {
  /// What was compared, as `prod`.
  public var name: String
  /// The side before, as `HEAD:overlays/prod`.
  public var oldName: String
  /// The side after.
  public var newName: String
  /// What differs.
  public var comparison: Comparison

  /// A report of a comparison.
  public init(name: String, oldName: String, newName: String, comparison: Comparison) {
    self.name = name
    self.oldName = oldName
    self.newName = newName
    self.comparison = comparison
  }

  /// The line of a plan: `prod: ~3 changed +1 added -0 deleted (2 risky)`.
  public var summaryLine: String {
    comparison.isEmpty ? "\(name): no difference" : "\(name): \(comparison.summary)"
  }
}

extension ResourceDifference.Action {
  /// The sign of a plan.
  var sign: String {
    switch self {
    case .added: "+"
    case .deleted: "-"
    case .changed: "~"
    }
  }
}
