internal import Compose
internal import YAML

/// Which keys of a Secret a resource stands for, sealed or by reference.
enum SealedKeys {
  /// The keys of a SealedSecret or ExternalSecret, sorted; nil for any other resource.
  static func keys(of resource: Resource) -> [String]? {
    switch (resource.id.gvk.group, resource.id.gvk.kind) {
    case ("bitnami.com", "SealedSecret"):
      names(resource.node[path: "spec", "encryptedData"]?.entries?.map(\.key))
    case ("external-secrets.io", "ExternalSecret"):
      names(resource.node[path: "spec", "data"]?.elements?.compactMap { $0["secretKey"] })
    case ("secrets.hashicorp.com", "VaultStaticSecret"),
      ("secrets.hashicorp.com", "VaultDynamicSecret"):
      []
    default:
      nil
    }
  }

  private static func names(_ nodes: [Node]?) -> [String] {
    (nodes ?? []).compactMap(\.text).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
