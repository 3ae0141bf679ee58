package import Compose
package import Diagnostics
internal import YAML

/// What a step did to all resources together.
package struct StepSummary: Sendable {
  /// The step.
  package var step: BuildStep
  /// How many resources it made.
  package var made = 0
  /// How many it changed.
  package var changed = 0
  /// How many it removed.
  package var removed = 0

  /// Whether it did nothing at all.
  package var isIdle: Bool { made == 0 && changed == 0 && removed == 0 }
}

extension Provenance {
  /// What each step did, in their order.
  ///
  /// What only configures a build, such as the resource of a transformer, does not count.
  package var summaries: [StepSummary] {
    var summaries = steps.map { StepSummary(step: $0) }
    for subject in subjects {
      for (step, changes) in timeline(of: subject) {
        if changes.first?.path.steps.isEmpty == true {
          if changes.first?.before == nil { summaries[step].made += 1 }
          if changes.first?.after == nil { summaries[step].removed += 1 }
        } else if changes.contains(where: { !$0.keepsValue }) {
          summaries[step].changed += 1
        }
      }
    }
    return summaries
  }

  /// What steps found that kept them from doing something: what they select is not there.
  package var misses: [(step: BuildStep, warning: Diagnostic)] {
    steps.flatMap { step in step.warnings.map { (step, $0) } }
  }
}
