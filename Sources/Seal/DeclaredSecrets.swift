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

  private var keys: [Name: MadeSecret.Keys] = [:]
  /// What the Secrets of each namespace are called in the base, and are called now, for hints.
  private var presentNames: [String: [String: String]] = [:]

  /// The Secrets of an output.
  init(of resources: [Resource], _ document: SecretSwap) {
    for declaration in document.declarations {
      add(Name(namespace: declaration.namespace, name: declaration.secret), keys: .unknown)
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
      add(Name(namespace: secret.id.namespace, name: name), keys: .unknown)
    }
  }

  /// Several may make one Secret together.
  private mutating func add(_ name: Name, keys added: MadeSecret.Keys) {
    keys[name] = keys[name]?.union(added) ?? added
  }

  /// The references of workloads to Secrets that are none of these, or to keys that these lack: one
  /// for each workload, name and key.
  func problems(
    in resources: [Resource], _ references: SecretReferences
  ) throws(Diagnostic) -> [Diagnostic] {
    var problems: [Diagnostic] = []
    for resource in resources {
      var told: Set<[String]> = []
      for (secret, keys) in try references.required(by: resource) {
        for problem in self.problems(with: secret, keys, in: resource.id)
        where told.insert(problem.about).inserted {
          problems.append(problem.diagnostic)
        }
      }
    }
    return problems
  }

  /// What is wrong with one reference, with the name and the key that it is about.
  private func problems(
    with secret: SecretReferences.Mention, _ mentions: [SecretReferences.Mention],
    in workload: ResourceID
  ) -> [(about: [String], diagnostic: Diagnostic)] {
    let name = secret.text
    let found =
      keys[Name(namespace: workload.namespace, name: name)]
      ?? keys[Name(namespace: nil, name: name)]
    switch found {
    case nil:
      let near = presentNames[workload.namespace, default: [:]]
      let problem = Diagnostic.undeclaredSecret(
        name, in: workload, at: secret.range, renamedTo: near[name], among: near.keys.sorted())
      return [([name], problem)]
    case .unknown?:
      return []
    case .known(let known)?:
      return mentions.filter { !known.contains($0.text) }.map { key in
        let problem = Diagnostic.undeclaredKey(
          key.text, of: name, in: workload, at: key.range, among: known.sorted())
        return ([name, key.text], problem)
      }
    }
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
