/// What tells one resource from another: its type, namespace and name.
public struct ResourceID: Hashable, Sendable {
  /// The API type.
  public var gvk: GroupVersionKind
  /// The namespace as written; empty where there is none.
  public var namespace: String
  /// The name.
  public var name: String

  /// An identity by its parts.
  public init(gvk: GroupVersionKind, namespace: String, name: String) {
    self.gvk = gvk
    self.namespace = namespace
    self.name = name
  }

  /// The namespace that counts when identities are compared.
  func effectiveNamespace(isClusterScoped: Bool) -> String {
    if isClusterScoped { return "_non_namespaceable_" }
    return namespace.isEmpty ? "default" : namespace
  }
}

extension ResourceID: CustomStringConvertible {
  /// `Deployment shop/web`, or `Deployment web` without a namespace.
  public var description: String {
    namespace.isEmpty ? "\(gvk.kind) \(name)" : "\(gvk.kind) \(namespace)/\(name)"
  }
}
