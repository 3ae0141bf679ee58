package import Compose
package import YAML

/// A resource of the output, or one that was removed, with all that it was.
package struct Subject: Sendable {
  /// What a resource is called.
  package struct Identity: Hashable, Sendable {
    package var apiVersion: String
    package var kind: String
    package var namespace: String
    package var name: String

    init(_ node: Node) {
      apiVersion = node["apiVersion"]?.text ?? ""
      kind = node["kind"]?.text ?? ""
      namespace = node["metadata"]?["namespace"]?.textUnlessNull ?? ""
      name = node["metadata"]?["name"]?.textUnlessNull ?? ""
    }

    /// `Deployment shop/web`.
    package var description: String {
      namespace.isEmpty ? "\(kind) \(name)" : "\(kind) \(namespace)/\(name)"
    }
  }

  /// The number by which the recorder knows it.
  let serial: UInt32
  /// What it was after each step that touched it.
  package let states: [BuildRecorder.History.State]
  /// What it is called now, or was called when it was removed.
  package let id: Identity
  /// What else it was called.
  let earlierIDs: [Identity]

  init(_ serial: UInt32, states: [BuildRecorder.History.State]) {
    self.serial = serial
    self.states = states
    let ids = states.reversed().compactMap { $0.node.map(Identity.init) }
    let last = ids.first ?? Identity(.emptyMapping())
    id = last
    earlierIDs = Array(Set(ids.dropFirst()).filter { $0 != last })
  }

  /// Whether no step removed it.
  package var isPresent: Bool { states.last?.node != nil }

  /// The content at the end, or when it was removed.
  package var node: Node { states.reversed().lazy.compactMap(\.node).first ?? .emptyMapping() }
}
