/// The namespaces that resources were in before any change, and from where each can be reached.
///
/// A reference that names a namespace means the resources that were in it at first, of whatever
/// kind and name these are; only if none was there, those that are in it now. See the name
/// references of Kustomize v5.8.
struct OriginalNamespaces {
  /// From where resources can be reached.
  private struct Reach {
    var isUnlimited = false
    /// The namespaces that they are in now, as they say them.
    var namespaces: Set<String> = []
  }

  private var reaches: [String: Reach] = [:]

  init(_ resources: [Resource]) {
    var last: (original: String, namespace: String)?
    for resource in resources {
      let original = Self.original(
        of: resource.id, resource.previousIdentities.first, resource.isClusterScoped)
      let namespace = resource.id.namespace
      // Neighbours are mostly of one namespace.
      if let last, last == (original, namespace) { continue }
      last = (original, namespace)
      if resource.isClusterScoped { reaches[original, default: Reach()].isUnlimited = true }
      reaches[original, default: Reach()].namespaces.insert(namespace)
    }
  }

  /// The namespace of the first identity of a resource.
  static func original(
    of id: ResourceID, _ first: Resource.PreviousIdentity?, _ isClusterScoped: Bool
  ) -> String {
    var id = id
    if let first { id.namespace = first.namespace }
    return id.effectiveNamespace(isClusterScoped: isClusterScoped)
  }

  /// Whether a resource that was in the namespace at first can be reached from the referrer: from
  /// its own namespace, or through the subjects of a role binding.
  func reaches(_ namespace: String, from referrer: ReferenceResolver.Referrer) -> Bool {
    guard let reach = reaches[namespace] else { return false }
    return referrer.isClusterScoped || reach.isUnlimited
      || reach.namespaces.contains(referrer.namespace)
      || (referrer.namespace == "default" && reach.namespaces.contains(""))
      || !reach.namespaces.isDisjoint(with: referrer.subjectNamespaces)
  }
}
