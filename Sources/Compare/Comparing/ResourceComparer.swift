internal import Compose
internal import Diagnostics
internal import Schema
internal import YAML

/// Compares resources of one identity, and tells what their changes are about.
struct ResourceComparer {
  /// Generated names of the set before, with what they are without their hash.
  let oldNames: [String: String]
  /// Those of the set after.
  let newNames: [String: String]
  /// Takes out what must not be shown.
  let redaction: Redaction

  /// What differs; nil if nothing does.
  func difference(
    _ identity: ComparedIdentity, _ old: Resource, _ new: Resource
  ) -> ResourceDifference? {
    if old.node.hasSameContent(as: new.node) { return nil }
    var comparer = NodeComparer()
    comparer.compare(old.node, new.node, type(of: new))
    guard !comparer.changes.isEmpty else { return nil }
    let classifier = Classifier(identity)
    let changes = comparer.changes.map { change in
      var change = change
      if isReference(change) {
        change.category = .reference
      } else if !change.category.isOrderOnly {
        (change.category, change.risk) = classifier.classify(change.path, change.old, change.new)
      }
      return redaction.redacted(change, of: identity)
    }
    return ResourceDifference(
      identity: identity, action: .changed,
      old: redaction.redacted(old.node, of: identity, changes, as: "value before").node,
      new: redaction.redacted(new.node, of: identity, changes, as: "value after").node,
      changes: changes)
  }

  /// A resource that is new.
  func addition(_ identity: ComparedIdentity, _ resource: Resource) -> ResourceDifference {
    let (node, isRedacted) = redaction.redacted(resource.node, of: identity)
    let change = Change(
      path: ChangePath(), new: node, category: .addition,
      risk: Classifier(identity).riskOfAddition(resource.node), isRedacted: isRedacted,
      newPlace: resource.place)
    return ResourceDifference(identity: identity, action: .added, new: node, changes: [change])
  }

  /// A resource that is gone.
  func deletion(_ identity: ComparedIdentity, _ resource: Resource) -> ResourceDifference {
    let (node, isRedacted) = redaction.redacted(resource.node, of: identity)
    let change = Change(
      path: ChangePath(), old: node, category: .deletion,
      risk: Classifier(identity).riskOfDeletion, isRedacted: isRedacted,
      oldPlace: resource.place)
    return ResourceDifference(identity: identity, action: .deleted, old: node, changes: [change])
  }

  private func type(of resource: Resource) -> SchemaType? {
    let gvk = resource.id.gvk
    return KubernetesSchema.v1_37.type(apiVersion: gvk.apiVersion, kind: gvk.kind)
      ?? KubernetesSchema.v1_21.type(apiVersion: gvk.apiVersion, kind: gvk.kind)
  }

  /// Whether a name follows content that was generated anew.
  private func isReference(_ change: Change) -> Bool {
    guard let old = change.old?.text, let new = change.new?.text, let name = oldNames[old] else {
      return false
    }
    return newNames[new] == name
  }
}

extension Resource {
  /// Where a person looks for the resource: at its name, else at its beginning.
  var place: SourceRange? {
    node[path: "metadata", "name"]?.range ?? node["kind"]?.range ?? node.range
  }
}
