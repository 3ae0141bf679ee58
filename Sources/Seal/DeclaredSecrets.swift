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

  /// The keys of each; nil where they are not known here.
  private var keys: [Name: Set<String>?] = [:]
  /// What the Secrets of each namespace are called in the base, and are called now, for hints.
  private var presentNames: [String: [String: String]] = [:]

  /// The Secrets of an output.
  init(of resources: [Resource], _ document: SecretSwap) {
    for declaration in document.declarations {
      add(Name(namespace: declaration.namespace, name: declaration.secret), keys: nil)
    }
    for resource in resources {
      guard let secret = MadeSecret(resource) else { continue }
      let isItsOwn = secret.name == resource.id.name
      let baseName = isItsOwn ? resource.originalName : secret.name
      presentNames[resource.id.namespace, default: [:]][baseName] = secret.name
      add(Name(namespace: secret.namespace, name: secret.name), keys: secret.keys)
    }
  }

  /// Adds a Secret that a SecretSwap drops, by the names that it had and has.
  mutating func add(dropped secret: Resource) {
    for name in [secret.originalName, secret.id.name] {
      add(Name(namespace: secret.id.namespace, name: name), keys: nil)
    }
  }

  /// Several may make one Secret together.
  private mutating func add(_ name: Name, keys added: Set<String>?) {
    guard let known = keys[name] else { return keys[name] = .some(added) }
    keys[name] = .some(added.flatMap { known?.union($0) })
  }

  /// The references of workloads to Secrets that are none of these, or to keys that these lack: one
  /// for each workload, name and key.
  func problems(
    in resources: [Resource], _ references: SecretReferences
  ) throws(Diagnostic) -> [Diagnostic] {
    var problems: [Diagnostic] = []
    for resource in resources {
      let namespace = resource.id.namespace
      var told: Set<[String]> = []
      for (secret, secretKeys) in try references.required(by: resource) {
        let (name, range) = (secret.text, secret.range)
        guard
          let known = keys[Name(namespace: namespace, name: name)]
            ?? keys[Name(namespace: nil, name: name)]
        else {
          guard told.insert([name]).inserted else { continue }
          let near = presentNames[namespace, default: [:]]
          problems.append(
            .undeclaredSecret(
              name, in: resource.id, at: range, renamedTo: near[name], among: near.keys.sorted()))
          continue
        }
        for key in secretKeys {
          guard let known, !known.contains(key.text), told.insert([name, key.text]).inserted
          else { continue }
          problems.append(
            .undeclaredKey(
              key.text, of: name, in: resource.id, at: key.range, among: known.sorted()))
        }
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
