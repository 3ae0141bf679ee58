internal import Diagnostics
internal import YAML

/// Makes a VaultStaticSecret of `secrets.hashicorp.com/v1beta1`.
struct VaultSecretMaker {
  static let kind = "VaultStaticSecret"

  let placement: Placement
  let vault: SecretSwap.Vault

  /// The resource.
  var node: Node {
    placement.mapping([
      ("apiVersion", placement.text("secrets.hashicorp.com/v1beta1")),
      ("kind", placement.text(Self.kind)),
      ("metadata", placement.metadata(annotations: nil)),
      (
        "spec",
        placement.mapping([
          ("vaultAuthRef", vault.authRef.map(placement.text)),
          ("namespace", vault.namespace.map(placement.text)),
          ("mount", placement.text(vault.mount)),
          ("path", placement.text(vault.path)),
          ("type", placement.text(vault.type)),
          (
            "version",
            vault.version.map { Node(Scalar("\($0)", tag: .integer), range: placement.range) }
          ),
          ("refreshAfter", vault.refreshAfter.map(placement.text)),
          (
            "destination",
            placement.mapping([
              ("name", placement.text(placement.name)),
              ("create", placement.yes),
              ("overwrite", placement.yes),
              ("type", placement.type),
              ("labels", placement.labels),
              ("annotations", placement.annotations),
            ])
          ),
        ])
      ),
    ])
  }

  /// The kinds that the operator can restart.
  private static let restartable: Set = ["Deployment", "StatefulSet", "DaemonSet"]

  /// Names the workloads to restart when a value changes.
  static func setTargets(
    _ targets: [(kind: String, name: String)], in spec: inout Node, origin: SourceRange?
  ) {
    let elements = targets.filter { restartable.contains($0.kind) }.map { target in
      var node = Node.emptyMapping(range: origin)
      node.set("kind", to: Node(string: target.kind, range: origin))
      node.set("name", to: Node(string: target.name, range: origin))
      return node
    }
    guard !elements.isEmpty else { return }
    spec.set(
      "rolloutRestartTargets", to: Node(.sequence(ContiguousArray(elements)), range: origin))
  }
}
