package import YAML

/// Watches a build: which steps it had, and what each resource was after each of them.
///
/// A recorder holds the trees of before, whose unchanged parts are shared with those of after; so it
/// costs memory in proportion to what changed. What differs is found when it is asked for. Used by
/// one build, on its thread.
package final class BuildRecorder {
  /// What one resource was at the times when a step had touched it.
  package struct History: Sendable {
    /// A resource after a step.
    package struct State: Sendable {
      /// The position of the step among all.
      package var step: Int
      /// The content; nil if the step removed the resource.
      package var node: Node?
    }

    /// The states, the first first.
    package fileprivate(set) var states: [State]
  }

  /// A reference that followed a name.
  package struct Reference: Hashable, Sendable {
    /// The number of the resource that holds it.
    package var referrer: UInt32
    /// The name before.
    package var old: String
    /// The name after.
    package var new: String

    /// A reference of one name that became another.
    package init(referrer: UInt32, old: String, new: String) {
      self.referrer = referrer
      self.old = old
      self.new = new
    }
  }

  /// The steps in their order.
  package private(set) var steps: [BuildStep] = []
  /// The histories by the number of the resource, which counts from 1.
  package private(set) var histories: [History] = []
  /// The numbers of the resources whose names references followed.
  package private(set) var references: [Reference: UInt32] = [:]

  /// A recorder that has seen nothing.
  package init() {}

  /// The history of a resource.
  package func history(of serial: UInt32) -> History { histories[Int(serial) - 1] }

  /// Notes a step and what it has changed since the one before; nothing for a set nobody watches.
  ///
  /// Costs time in proportion to the resources that were touched.
  func note(_ step: BuildStep, in resources: inout ResourceSet) {
    guard let changes = resources.takeChanges() else { return }
    let index = steps.count
    steps.append(step)
    for serial in changes.removed where serial > 0 {
      histories[Int(serial) - 1].states.append(History.State(step: index, node: nil))
    }
    for position in changes.positions(in: resources.count) {
      let resource = resources.resources[position]
      let state = History.State(step: index, node: resource.node)
      if resource.serial == 0 {
        histories.append(History(states: [state]))
        resources.setSerial(UInt32(histories.count), at: position)
      } else if let last = histories[Int(resource.serial) - 1].states.last?.node,
        !last.sharesStorage(with: resource.node)
      {
        histories[Int(resource.serial) - 1].states.append(state)
      }
    }
  }

  /// Notes that a reference follows the name of a resource.
  func note(_ reference: Reference, to target: UInt32) {
    references[reference] = target
  }
}
