internal import YAML

/// Makes an ExternalSecret of `external-secrets.io/v1`.
struct ExternalSecretMaker {
  let placement: Placement
  let external: SecretSwap.External

  /// The resource.
  var node: Node {
    let data = external.data.sorted { $0.key < $1.key }.map { key, reference in
      placement.mapping([("secretKey", placement.text(key)), ("remoteRef", remote(reference))])
    }
    let extracts = external.extracts.map { placement.mapping([("extract", remote($0))]) }
    return placement.mapping([
      ("apiVersion", placement.text("external-secrets.io/v1")),
      ("kind", placement.text("ExternalSecret")),
      ("metadata", placement.metadata(annotations: nil)),
      (
        "spec",
        placement.mapping([
          ("refreshInterval", placement.text(external.refreshInterval)),
          (
            "secretStoreRef",
            placement.mapping([
              ("name", placement.text(external.storeName)),
              ("kind", placement.text(external.storeKind)),
            ])
          ),
          ("target", target),
          ("data", list(data)),
          ("dataFrom", list(extracts)),
        ])
      ),
    ])
  }

  /// The Secret to make: one of another type, or with labels or annotations, has a template.
  private var target: Node {
    let isPlain = placement.type.isScalar("Opaque")
    let metadata = placement.mapping([
      ("labels", placement.labels), ("annotations", placement.annotations),
    ])
    let hasMetadata = metadata.entries?.isEmpty == false
    let template = placement.mapping([
      ("type", isPlain ? nil : placement.type), ("metadata", hasMetadata ? metadata : nil),
    ])
    return placement.mapping([
      ("name", placement.text(placement.name)),
      ("creationPolicy", placement.text(external.creationPolicy)),
      ("immutable", placement.isImmutable ? placement.yes : nil),
      ("template", template.entries?.isEmpty == false ? template : nil),
    ])
  }

  private func remote(_ reference: SecretSwap.RemoteReference) -> Node {
    var entries: [(String, Node?)] = [
      ("key", placement.text(reference.key)),
      ("property", reference.property.map(placement.text)),
      ("version", reference.version.map(placement.text)),
    ]
    if external.printsDefaults {
      entries += [
        ("conversionStrategy", placement.text("Default")),
        ("decodingStrategy", placement.text("None")),
        ("metadataPolicy", placement.text("None")),
      ]
    }
    return placement.mapping(entries)
  }

  private func list(_ elements: [Node]) -> Node? {
    elements.isEmpty
      ? nil : Node(.sequence(ContiguousArray(elements)), range: placement.range)
  }
}

extension SecretSwap.External {
  /// What decides on the values: for the rollout of pods.
  var references: [String] {
    data.map { "\($0.key) \($0.reference.description)" } + extracts.map(\.description)
  }
}

extension SecretSwap.RemoteReference {
  fileprivate var description: String { "\(key) \(property ?? "") \(version ?? "")" }
}
