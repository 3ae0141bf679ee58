internal import Diagnostics
internal import Schema
internal import YAML

/// Puts every resource that is not certainly cluster-scoped into a namespace.
///
/// A `Namespace` is renamed, and the default ServiceAccount among the subjects of a role binding
/// follows. See `namespace` of Kustomize v5.8.
struct NamespaceTransformer: Transformer {
  /// Which subjects of role bindings get the namespace.
  enum Subjects: String, CaseIterable {
    /// Those whose name is `default`.
    case defaultOnly
    /// Every ServiceAccount.
    case allServiceAccounts
    /// None.
    case none
  }

  private let namespace: Located<String>
  private let metadata = FieldPath("metadata/namespace")
  private var fields: FieldSpecTable
  private let unsetOnly: Bool
  private let subjects: Subjects

  /// Nil where the field is absent or empty; with `unsetOnly` a namespace that is there stays.
  init?(
    _ namespace: Located<String>?, fields: [FieldSpec], unsetOnly: Bool = false,
    subjects: Subjects = .defaultOnly
  ) {
    guard let namespace, !namespace.value.isEmpty else { return nil }
    self.namespace = namespace
    // Metadata and subjects have rules of their own, whatever the field specs say of them.
    self.fields = FieldSpecTable(
      fields.filter {
        $0.path != "metadata/namespace"
          && !($0.path == "subjects/namespace" && Self.bindings.contains($0.selector.kind))
      })
    self.unsetOnly = unsetOnly
    self.subjects = subjects
  }

  private static let bindings: Set = ["RoleBinding", "ClusterRoleBinding"]

  mutating func apply(to resources: inout ResourceSet) throws(Diagnostic) {
    let schema = resources.schema
    try resources.updateAll(.changesIdentity) { (resource) throws(Diagnostic) in
      if resource.isMadeByHelm { return }
      resource.rememberIdentity()
      try update(&resource)
      resource.readIdentity(schema: schema)
    }
    if let (first, second) = resources.firstConflict() {
      throw .namespaceConflict(first, second, at: namespace.range)
    }
  }

  private mutating func update(_ resource: inout Resource) throws(Diagnostic) {
    if !resource.isClusterScoped {
      try metadata.update(
        in: &resource.node, creating: .scalar, origin: namespace.range, set)
    }
    if Self.bindings.contains(resource.id.gvk.kind) { try updateSubjects(of: &resource) }
    if resource.id.gvk.kind == "Namespace", resource.id.gvk.apiVersion != "v1" { return }
    try fields.update(&resource, creating: .scalar, origin: namespace.range) {
      [namespace, unsetOnly] (field) throws(Diagnostic) in
      try Self.set(&field, to: namespace, unsetOnly: unsetOnly)
    }
  }

  private func set(_ field: inout Node) throws(Diagnostic) {
    try Self.set(&field, to: namespace, unsetOnly: unsetOnly)
  }

  private static func set(
    _ field: inout Node, to namespace: Located<String>, unsetOnly: Bool
  ) throws(Diagnostic) {
    guard let scalar = field.scalar else { throw .namespaceFieldNotScalar(at: field) }
    if unsetOnly, !scalar.isNull, !scalar.text.isEmpty { return }
    field = Node(string: namespace.value, range: namespace.range)
  }

  private func updateSubjects(of resource: inout Resource) throws(Diagnostic) {
    try resource.node.update("subjects") { (subjects) throws(Diagnostic) in
      try subjects.updateElements { (elements) throws(Diagnostic) in
        for index in elements.indices where isAffected(elements[index]) {
          if elements[index]["namespace"] == nil {
            elements[index].set("namespace", to: Node(string: "", range: namespace.range))
          }
          try elements[index].update("namespace", set)
        }
      }
    }
  }

  private func isAffected(_ subject: Node) -> Bool {
    switch subjects {
    case .defaultOnly: subject["name"]?.text == "default"
    case .allServiceAccounts: subject["kind"]?.text == "ServiceAccount"
    case .none: false
    }
  }
}
