internal import Schema
internal import YAML

extension Resource {
  /// This generated resource in the place of one that exists.
  ///
  /// The name, the namespace and the history are those of the old one; labels and annotations of
  /// both are kept, and with `behavior: merge` the values of both too, the new ones winning.
  /// Everything else of the old one is gone, as in Kustomize.
  func taking(over old: Resource, schema: KubernetesSchema) -> Resource {
    var result = self
    let oldMetadata = old.node["metadata"]
    result.node.update("metadata") { metadata in
      metadata.mergeMissing("labels", from: oldMetadata)
      metadata.mergeMissing("annotations", from: oldMetadata)
      for field in ["name", "namespace"] {
        metadata.remove(field)
        guard let value = oldMetadata?[field], !value.isNull else { continue }
        let scalar = value.scalar.map { $0.replacingText(with: $0.text) }
        metadata.set(field, to: scalar.map { Node($0, range: value.range) } ?? value)
      }
    }
    if behavior == .merge {
      result.node.mergeMissing("data", from: old.node, null: "")
      result.node.mergeMissing("binaryData", from: old.node, null: "")
      if result.node["data"]?.entries?.isEmpty == true { result.node.remove("data") }
    }
    result.inheritHistory(of: old)
    result.serial = old.serial
    if behavior == .merge { result.origin = old.origin }
    result.transformations = old.transformations
    result.variableNames = old.variableNames
    result.isMadeByHelm = isMadeByHelm || old.isMadeByHelm
    if !result.hasNotes { result.node.update("metadata") { $0.dropEmpty("annotations") } }
    result.readIdentity(schema: schema)
    return result
  }
}

extension Node {
  /// Removes a mapping without entries.
  fileprivate mutating func dropEmpty(_ key: String) {
    if self[key]?.isEmptyMapping == true { remove(key) }
  }

  /// Adds the entries of a mapping in `other` that this node's mapping of the same key lacks, as
  /// strings; a null as `null`, or else as its own text.
  ///
  /// As in Kustomize keys lose their quotes, so that one like `1` is refused.
  fileprivate mutating func mergeMissing(_ key: String, from other: Node?, null: String? = nil) {
    guard let old = other?[key]?.entries, !old.isEmpty else { return }
    if self[key] == nil { set(key, to: .emptyMapping(range: other?[key]?.range)) }
    update(key) { mapping in
      let known = Set((mapping.entries ?? []).compactMap(\.key.text))
      mapping.updateEntries { entries in
        for entry in old {
          guard let key = entry.key.text, !known.contains(key) else { continue }
          let text = entry.value.isNull ? null ?? entry.value.text : entry.value.text
          entries.append(
            Entry(
              key: Node(Scalar(key, tag: .unresolved), range: entry.key.range),
              value: Node(string: text ?? "", range: entry.value.range)))
        }
      }
    }
  }
}
