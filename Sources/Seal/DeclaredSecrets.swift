internal import Compose
internal import Diagnostics
internal import Schema
internal import YAML

/// The Secrets that there will be in a cluster: those of the output, those that operators make of it,
/// and those that a SecretSwap says something else makes.
struct DeclaredSecrets {
  private struct Name: Hashable {
    /// Nil for a Secret of any namespace.
    var namespace: String?
    var name: String
  }

  private var names: Set<Name> = []
  /// What the Secrets of each namespace are called in the base, for hints.
  private var originalNames: [String: Set<String>] = [:]

  /// The Secrets of an output.
  init(of resources: [Resource], _ document: SecretSwap) {
    for declaration in document.declarations {
      names.insert(Name(namespace: declaration.namespace, name: declaration.secret))
    }
    for resource in resources {
      guard let name = Self.secret(madeFrom: resource) else { continue }
      let isItsOwn = name == resource.id.name
      originalNames[resource.id.namespace, default: []]
        .insert(isItsOwn ? resource.originalName : name)
      let isEverywhere = resource.id.gvk.kind == "ClusterExternalSecret"
      names.insert(
        Name(namespace: isEverywhere ? nil : resource.id.namespace, name: name))
    }
  }

  /// Adds a Secret that a SecretSwap drops, by the names that it had and has.
  mutating func add(dropped secret: Resource) {
    for name in [secret.originalName, secret.id.name] {
      names.insert(Name(namespace: secret.id.namespace, name: name))
    }
  }

  /// The name of the Secret that a resource is, or that its operator makes.
  private static func secret(madeFrom resource: Resource) -> String? {
    let spec = resource.node["spec"]
    return switch (resource.id.gvk.group, resource.id.gvk.kind) {
    case ("", "Secret"), ("bitnami.com", "SealedSecret"): resource.id.name
    case ("external-secrets.io", "ExternalSecret"):
      spec?[path: "target", "name"]?.text ?? resource.id.name
    case ("external-secrets.io", "ClusterExternalSecret"):
      spec?[path: "externalSecretSpec", "target", "name"]?.text
        ?? spec?["externalSecretName"]?.text ?? resource.id.name
    case ("secrets.hashicorp.com", _): spec?[path: "destination", "name"]?.text
    case ("cert-manager.io", "Certificate"): spec?["secretName"]?.text
    default: nil
    }
  }

  /// The references of workloads to Secrets that are none of these, one for each workload and name.
  func problems(
    in resources: [Resource], _ references: SecretReferences
  ) throws(Diagnostic) -> [Diagnostic] {
    var problems: [Diagnostic] = []
    for resource in resources {
      let namespace = resource.id.namespace
      var told: Set<String> = []
      for (name, range) in try references.required(by: resource) {
        if names.contains(Name(namespace: namespace, name: name)) { continue }
        if names.contains(Name(namespace: nil, name: name)) { continue }
        guard told.insert(name).inserted else { continue }
        let near = originalNames[namespace, default: []].sorted()
        problems.append(.undeclaredSecret(name, in: resource.id, at: range, among: near))
      }
    }
    return problems
  }

  /// The stores whose values stand in them.
  static func fakeStores(in resources: [Resource]) -> [Diagnostic] {
    resources.lazy.filter { resource in
      resource.id.gvk.group == "external-secrets.io"
        && ["SecretStore", "ClusterSecretStore"].contains(resource.id.gvk.kind)
        && resource.node[path: "spec", "provider", "fake"] != nil
    }.map { .fakeStore($0) }
  }
}
