internal import Diagnostics
internal import Schema
internal import YAML

/// Puts every resource that is not certainly cluster-scoped into a namespace.
///
/// A `Namespace` is renamed, and the default ServiceAccount among the subjects of a role binding
/// follows. See `namespace` of Kustomize v5.8.
struct NamespaceTransformer: Transformer {
  private let namespace: Located<String>
  private let metadata = FieldPath("metadata/namespace")
  private var fields = FieldSpecTable(DefaultFieldSpecs.namespace)

  /// Nil where the field is absent or empty.
  init?(_ namespace: Located<String>?) {
    guard let namespace, !namespace.value.isEmpty else { return nil }
    self.namespace = namespace
  }

  mutating func apply(to resources: inout ResourceSet) throws(Diagnostic) {
    let schema = resources.schema
    try resources.updateAll(.changesIdentity) { (resource) throws(Diagnostic) in
      resource.rememberIdentity()
      try update(&resource)
      resource.readIdentity(schema: schema)
    }
    if let (first, second) = resources.firstConflict() {
      throw .namespaceConflict(first, second, at: namespace.range)
    }
  }

  private mutating func update(_ resource: inout Resource) throws(Diagnostic) {
    let value = Node(string: namespace.value, range: namespace.range)
    if !resource.isClusterScoped {
      try metadata.update(in: &resource.node, creating: .scalar, origin: namespace.range) {
        $0 = value
      }
    }
    if ["RoleBinding", "ClusterRoleBinding"].contains(resource.id.gvk.kind) {
      updateSubjects(of: &resource, to: value)
    }
    if resource.id.gvk.kind == "Namespace", resource.id.gvk.apiVersion != "v1" { return }
    try fields.update(&resource, creating: .scalar, origin: namespace.range) {
      (field) throws(Diagnostic) in
      guard field.scalar != nil else { throw .namespaceFieldNotScalar(at: field) }
      field = value
    }
  }

  private func updateSubjects(of resource: inout Resource, to value: Node) {
    resource.node.update("subjects") { subjects in
      subjects.updateElements { elements in
        for index in elements.indices where elements[index]["name"]?.text == "default" {
          elements[index].set("namespace", to: value)
        }
      }
    }
  }
}
