internal import YAML

/// Makes a SealedSecret of `bitnami.com/v1alpha1` from an entry of the store.
struct SealedSecretMaker {
  let placement: Placement
  let scope: SecretSwap.Scope
  let sealed: SecretSwap.Sealed

  /// The resource; its values have their places in the store.
  func node(_ entry: SealedStore.Entry) -> Node {
    let data = entry.keys.sorted { $0.name < $1.name }
      .map { ($0.name, Optional($0.key.ciphertext)) }
    var templateAnnotations = placement.annotations ?? .emptyMapping(range: placement.range)
    for (key, value) in scopeAnnotations { templateAnnotations.set(key, to: value) }
    if sealed.isManaged {
      templateAnnotations.set("sealedsecrets.bitnami.com/managed", to: placement.text("true"))
    }
    let hasAnnotations = templateAnnotations.entries?.isEmpty == false
    return placement.mapping([
      ("apiVersion", placement.text("bitnami.com/v1alpha1")),
      ("kind", placement.text("SealedSecret")),
      (
        "metadata",
        placement.metadata(
          annotations: scopeAnnotations.isEmpty
            ? nil : placement.mapping(scopeAnnotations.map { ($0.0, $0.1) }))
      ),
      (
        "spec",
        placement.mapping([
          ("encryptedData", placement.mapping(data)),
          (
            "template",
            placement.mapping([
              ("type", placement.type),
              ("immutable", placement.isImmutable ? placement.yes : nil),
              (
                "metadata",
                placement.metadata(annotations: hasAnnotations ? templateAnnotations : nil)
              ),
            ])
          ),
        ])
      ),
    ])
  }

  /// The scope that the annotations of a SealedSecret tell, the widest of them.
  static func scope(in annotations: Node?) -> SecretSwap.Scope {
    [.clusterWide, .namespaceWide].first { annotations?[key(of: $0)]?.isScalar("true") == true }
      ?? .strict
  }

  private static func key(of scope: SecretSwap.Scope) -> String {
    "sealedsecrets.bitnami.com/\(scope.rawValue)"
  }

  /// What tells the controller to which resources the values are bound.
  private var scopeAnnotations: [(String, Node)] {
    switch scope {
    case .strict: []
    case .namespaceWide, .clusterWide:
      [(Self.key(of: scope), placement.text("true"))]
    }
  }
}
