internal import Compose
internal import YAML

/// The Secret that a resource is, or that its operator makes of it.
struct MadeSecret {
  /// Nil for one in many namespaces.
  var namespace: String?
  var name: String
  var keys = Keys.unknown

  /// The keys of the data of a Secret.
  enum Keys: Equatable {
    /// Only what makes it, or adds to it, knows them.
    case unknown
    case known(Set<String>)

    /// The keys of a Secret that two make together.
    func union(_ other: Keys) -> Keys {
      guard case (.known(let own), .known(let others)) = (self, other) else { return .unknown }
      return .known(own.union(others))
    }
  }

  /// What comes of a resource; nil if that is no Secret.
  init?(_ resource: Resource) {
    let (node, id) = (resource.node, resource.id)
    namespace = id.namespace
    name = id.name
    switch (id.gvk.group, id.gvk.kind) {
    case ("", "Secret"):
      // Kubernetes itself fills the Secret of a ServiceAccount.
      if node["type"]?.isScalar("kubernetes.io/service-account-token") != true {
        keys = .known(resource.secretKeys)
      }
    case ("bitnami.com", "SealedSecret"):
      let template = node[path: "spec", "template"]
      // What only adds to a Secret that is there does not say all of its keys.
      if template?[path: "metadata", "annotations"]?[Self.patchAnnotation]?.isScalar("true") != true
      {
        keys = .known(
          node[path: "spec", "encryptedData"].mappingKeys.union(template?["data"].mappingKeys ?? [])
        )
      }
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
        keys = .known(["ca.crt", "tls.crt", "tls.key"])
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
    guard target?["creationPolicy"]?.isScalar("Merge") != true, template?["templateFrom"] == nil
    else { return }
    let templated = template?["data"].mappingKeys ?? []
    // A template that has data says all of it, unless it is merged with what is fetched.
    if !templated.isEmpty, template?["mergePolicy"]?.isScalar("Merge") != true {
      keys = .known(templated)
    } else if spec?["dataFrom"]?.elements?.isEmpty ?? true {
      let fetched = spec?["data"]?.elements?.compactMap { $0["secretKey"]?.text } ?? []
      keys = .known(templated.union(fetched))
    }
  }

  private static let patchAnnotation = "sealedsecrets.bitnami.com/patch"
}

extension Node? {
  fileprivate var mappingKeys: Set<String> { Set((self?.entries ?? []).compactMap(\.key.text)) }
}
