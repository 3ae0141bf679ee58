internal import YAML

/// Tells what a change of a resource is about, and whether somebody should look twice.
///
/// Goes by the names of fields and not by the schema, so that custom resources that hold containers,
/// probes or resources are understood too.
struct Classifier {
  /// The resource.
  let identity: ComparedIdentity

  init(_ identity: ComparedIdentity) {
    self.identity = identity
  }

  /// The class of a change at a path, and its risk.
  func classify(_ path: ChangePath, _ old: Node?, _ new: Node?) -> (ChangeClass, risk: String?) {
    let keys = path.keys
    let category = category(of: keys)
    if category == .immutable { return (category, "cannot be changed: it must be made anew") }
    if let risk = risk(category, keys, old, new) { return (category, risk) }
    guard category != .rbac, old?.scalar == nil, new?.scalar == nil else { return (category, nil) }
    // What is added or gone as a whole may hold what is risky: a privileged container.
    var found: (ChangeClass, String)?
    let isGone = new == nil
    visitLeaves(of: new ?? old, at: keys) { (keys: [String], leaf: Node) in
      guard found == nil else { return }
      let inner = self.category(of: keys)
      if let risk = self.risk(inner, keys, isGone ? leaf : nil, isGone ? nil : leaf) {
        found = (inner, risk)
      }
    }
    guard let found else { return (category, nil) }
    return (category == .other ? found.0 : category, found.1)
  }

  /// Why somebody should look at a resource that is new.
  func riskOfAddition(_ node: Node) -> String? {
    if let risk = kindRisk { return risk }
    var found: String?
    visitLeaves(of: node, at: []) { keys, leaf in
      // That it acts as an account is no news of what is new itself.
      guard found == nil, keys.last?.hasPrefix("serviceAccount") != true else { return }
      let category = category(of: keys)
      guard category == .security || category == .network else { return }
      found = risk(category, keys, nil, leaf)
    }
    return found
  }

  /// Why somebody should look at a resource that is gone.
  var riskOfDeletion: String? {
    switch identity.kind {
    case "PersistentVolumeClaim", "PersistentVolume", "StatefulSet": "its data may be lost"
    case "Namespace", "CustomResourceDefinition": "all that it holds is deleted with it"
    case "NetworkPolicy": "what it closed is open"
    case "PodDisruptionBudget", "ResourceQuota", "LimitRange": "what it guarded is not guarded"
    default: "it is deleted"
    }
  }

  /// Why a resource of this kind matters as such.
  private var kindRisk: String? {
    switch identity.kind {
    case "ClusterRoleBinding", "RoleBinding", "ClusterRole", "Role":
      identity.group == "rbac.authorization.k8s.io" ? "it grants rights" : nil
    case "Ingress", "HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "Gateway":
      "it can be reached from outside"
    case "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration":
      "it decides on requests to the API server"
    default: nil
    }
  }

  private func risk(
    _ category: ChangeClass, _ keys: [String], _ old: Node?, _ new: Node?
  ) -> String? {
    let change = FieldChange(identity: identity, keys: keys, old: old, new: new)
    return switch category {
    case .image: change.imageRisk
    case .replicas: change.replicaRisk
    case .resources: change.resourceRisk
    case .probes: new == nil ? "health is not told any more" : nil
    case .ports: change.portRisk
    case .storage: change.storageRisk
    case .rbac: change.rbacRisk
    case .network: change.networkRisk
    case .security: change.securityRisk
    case .deletion, .addition, .immutable, .config, .metadata, .reference, .order, .layout, .other:
      nil
    }
  }

  private func visitLeaves(
    of node: Node?, at keys: [String], _ body: ([String], Node) -> Void
  ) {
    guard let node else { return }
    switch node.content {
    case .scalar: body(keys, node)
    case .sequence(let elements):
      for element in elements { visitLeaves(of: element, at: keys, body) }
    case .mapping(let entries):
      for entry in entries {
        visitLeaves(of: entry.value, at: keys + [entry.key.text ?? ""], body)
      }
    }
  }
}
