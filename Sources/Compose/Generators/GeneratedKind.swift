internal import Diagnostics
internal import Schema
internal import YAML

/// The two kinds that can be generated from key-value sources.
enum GeneratedKind: String {
  case configMap = "ConfigMap"
  case secret = "Secret"

  /// The resource of these values, without labels and annotations.
  ///
  /// A ConfigMap keeps text in `data` and the rest, as Base64, in `binaryData`; a Secret keeps all
  /// as Base64 in `data`. A ConfigMap without keys has no `data`. As in Kustomize keys have no
  /// quotes, so that one like `1` is refused.
  func node(_ arguments: GeneratorArguments, values: [KeyValue]) -> Node {
    let origin = arguments.name.range ?? arguments.range
    var node = Node.emptyMapping(range: arguments.range)
    node.set("apiVersion", to: Node(string: "v1", range: origin))
    node.set("kind", to: Node(string: rawValue, range: origin))
    var metadata = Node.emptyMapping(range: origin)
    metadata.set("name", to: Node(string: arguments.name.value, range: origin))
    if let namespace = arguments.namespace, !namespace.value.isEmpty {
      metadata.set("namespace", to: Node(string: namespace.value, range: namespace.range))
    }
    node.set("metadata", to: metadata)
    var data = ContiguousArray<Node.Entry>()
    var binaryData = ContiguousArray<Node.Entry>()
    for value in values.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      let text = self == .secret ? nil : String(validating: value.value, as: UTF8.self)
      let entry = Node.Entry(
        key: Node(Scalar(value.key, tag: .unresolved), range: value.range),
        value: Node(
          Self.scalar(text ?? Base64.encodeForManifest(value.value)), range: value.range))
      if text == nil, self == .configMap { binaryData.append(entry) } else { data.append(entry) }
    }
    if self == .secret || !data.isEmpty {
      node.set("data", to: Node(.mapping(data), range: arguments.range))
    }
    if !binaryData.isEmpty {
      node.set("binaryData", to: Node(.mapping(binaryData), range: arguments.range))
    }
    if self == .secret {
      let type = arguments.type.flatMap { $0.value.isEmpty ? nil : $0 }
      node.set(
        "type", to: Node(string: type?.value ?? "Opaque", range: type?.range ?? origin))
    }
    return node
  }

  /// A value of data: text of several lines is a literal block, as in Kustomize, and what looks like
  /// another type has quotes, which it keeps where a patch sets another value.
  static func scalar(_ text: String) -> Scalar {
    if text.utf8.contains(UInt8(ascii: "\n")) {
      return Scalar(text, style: .literal, tag: .string)
    }
    return Scalar(setting: text)
  }
}
