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
  private static let metadata = FieldPathTree(FieldPath("metadata/namespace"))
  private let fields: FieldSpecTable
  private let unsetOnly: Bool
  private let subjects: Subjects

  /// Nil where the field is absent or empty; with `unsetOnly` a namespace that is there stays.
  init?(
    _ namespace: Located<String>?, fields: FieldSpecTable, unsetOnly: Bool = false,
    subjects: Subjects = .defaultOnly
  ) {
    guard let namespace, !namespace.value.isEmpty else { return nil }
    self.namespace = namespace
    self.fields = fields
    self.unsetOnly = unsetOnly
    self.subjects = subjects
  }

  /// A table of specifications but for those of metadata and subjects, which have rules of their own
  /// whatever specifications say of them; one of the name is for resources of `v1` only.
  static func table(of specs: [FieldSpec]) -> FieldSpecTable {
    let others = specs.filter {
      $0.path != "metadata/namespace"
        && !($0.path == "subjects/namespace" && bindings.contains($0.selector.kind))
    }
    return FieldSpecTable(others) { $0.path != "metadata/name" || $1.apiVersion == "v1" }
  }

  var place: SourceRange? { namespace.range }

  private static let bindings: Set = ["RoleBinding", "ClusterRoleBinding"]

  func apply(to resources: inout ResourceSet) throws(Diagnostic) {
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

  /// Puts one resource into the namespace; its identity is then to be read again.
  func update(_ resource: inout Resource) throws(Diagnostic) {
    if !resource.isClusterScoped {
      try Self.metadata.update(
        in: &resource.node, creating: .scalar, origin: namespace.range
      ) { (field, _) throws(Diagnostic) in try set(&field) }
    }
    if Self.bindings.contains(resource.id.gvk.kind) { try updateSubjects(of: &resource) }
    try fields.update(&resource, creating: .scalar, origin: namespace.range, set)
  }

  private func set(_ field: inout Node) throws(Diagnostic) {
    guard let scalar = field.scalar else { throw .namespaceFieldNotScalar(at: field) }
    if unsetOnly, !scalar.isNull, !scalar.text.isEmpty { return }
    field = Node(string: namespace.value, range: namespace.range)
  }

  private func updateSubjects(of resource: inout Resource) throws(Diagnostic) {
    try resource.node.update("subjects") { (subjects) throws(Diagnostic) in
      guard subjects.isSequence || subjects.isNull else { throw .subjectsNotList(at: subjects) }
      try subjects.updateElements { (elements) throws(Diagnostic) in
        if let other = elements.first(where: { !$0.isMapping }) {
          throw .subjectNotMapping(at: other)
        }
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
