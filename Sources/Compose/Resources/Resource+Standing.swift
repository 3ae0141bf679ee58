package import Diagnostics
package import Schema
package import YAML

extension Resource {
  /// Whether this is a Secret of the core group.
  package var isSecret: Bool {
    id.gvk.kind == "Secret" && id.gvk.group.isEmpty
  }

  /// The name that the resource had first.
  package var originalName: String { originalID.name }

  /// The namespace that it had first: empty where it has none, `default` where it had none and got
  /// another identity since.
  package var originalNamespace: String { originalID.namespace }
}

extension ResourceSet {
  /// Puts another resource in the place of one; references to the old one follow the new one.
  ///
  /// The new one has the history of the old one, is found by references to a Secret if that was one,
  /// and gets no hash suffix.
  package mutating func replace(at position: Int, with node: Node) throws(Diagnostic) {
    let schema = schema
    try update(at: position, .changesIdentity) { resource in
      let old = resource
      resource = Resource(node, schema: schema)
      resource.inheritHistory(of: old)
      resource.serial = old.serial
      resource.origin = old.origin
      resource.transformations = old.transformations
      resource.variableNames = old.variableNames
      resource.standsForSecret = old.isSecret || old.standsForSecret
      if resource.id.name != old.id.name { resource.rememberIdentity(of: old) }
    }
  }

  /// Removes the resources at these positions.
  package mutating func remove(at positions: Set<Int>) {
    guard !positions.isEmpty else { return }
    reorder(resources.indices.filter { !positions.contains($0) })
  }

  /// Edits the content of one resource, but not its identity.
  package mutating func updateContent<R>(
    at position: Int, _ body: (inout Node) throws(Diagnostic) -> R
  ) throws(Diagnostic) -> R {
    try update(at: position) { (resource) throws(Diagnostic) in try body(&resource.node) }
  }
}

extension Resource {
  /// Shows the nodes that a field specification leads to; nothing is created.
  package func visit(_ field: FieldSpec, _ body: (Node) -> Void) throws(Diagnostic) {
    var copy = node
    try FieldPathTree(FieldPath(field.path)).update(
      in: &copy, creating: .nothing, origin: nil
    ) { field, _ in body(field) }
  }
}
