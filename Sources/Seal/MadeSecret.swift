internal import Compose
internal import YAML

/// The Secret that a resource is, or that its operator makes of it.
struct MadeSecret {
  /// Nil for one in many namespaces.
  var namespace: String?
  var name: String
  /// The keys of its data; nil where only the operator knows them.
  var keys: Set<String>?

  /// What comes of a resource; nil if that is no Secret.
  init?(_ resource: Resource) {
    let (node, id) = (resource.node, resource.id)
    namespace = id.namespace
    name = id.name
    switch (id.gvk.group, id.gvk.kind) {
    case ("", "Secret"):
      keys = resource.secretKeys
    case ("bitnami.com", "SealedSecret"):
      keys = node[path: "spec", "encryptedData"].keys
        .union(node[path: "spec", "template", "data"].keys)
    case ("external-secrets.io", "ExternalSecret"):
      takeTarget(of: node["spec"])
    case ("external-secrets.io", "ClusterExternalSecret"):
      namespace = nil
      name = node[path: "spec", "externalSecretName"]?.text ?? name
      takeTarget(of: node[path: "spec", "externalSecretSpec"])
    case ("secrets.hashicorp.com", _):
      guard let target = node[path: "spec", "destination", "name"]?.text else { return nil }
      name = target
    case ("cert-manager.io", "Certificate"):
      guard let target = node[path: "spec", "secretName"]?.text else { return nil }
      name = target
      if node[path: "spec", "keystores"] == nil,
        node[path: "spec", "additionalOutputFormats"] == nil
      {
        keys = ["ca.crt", "tls.crt", "tls.key"]
      }
    default:
      return nil
    }
  }

  /// Takes the name and the keys from the `spec` of an ExternalSecret.
  private mutating func takeTarget(of spec: Node?) {
    let target = spec?["target"]
    name = target?["name"]?.text ?? name
    let template = target?["template"]
    guard template?["templateFrom"] == nil else { return }
    let templated = template?["data"].keys ?? []
    // A template that has data says all of it, unless it is merged with what is fetched.
    if !templated.isEmpty, template?["mergePolicy"]?.isScalar("Merge") != true {
      keys = templated
    } else if spec?["dataFrom"]?.elements?.isEmpty ?? true {
      let fetched = spec?["data"]?.elements?.compactMap { $0["secretKey"]?.text } ?? []
      keys = templated.union(fetched)
    }
  }
}

extension Node? {
  /// The keys of a mapping.
  fileprivate var keys: Set<String> { Set((self?.entries ?? []).compactMap(\.key.text)) }
}
