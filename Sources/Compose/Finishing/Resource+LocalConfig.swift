internal import YAML

extension Resource {
  /// Whether the resource is for the build alone and is not printed.
  var isLocalConfig: Bool {
    let value = node[path: "metadata", "annotations"]?["config.kubernetes.io/local-config"]
    return value.map { $0.text != "false" } ?? false
  }
}
