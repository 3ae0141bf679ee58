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
        let own = metadata[field]?.text
        metadata.remove(field)
        guard let value = oldMetadata?[field], !value.isNull else { continue }
        guard let old = value.scalar else {
          metadata.set(field, to: value)
          continue
        }
        // The quotes are those that the generator gave to its own text.
        let isQuoted = (own ?? old.text).looksOtherwise
        let scalar =
          isQuoted
          ? Scalar(old.text, style: .doubleQuoted) : Scalar(old.text, tag: .unresolved)
        metadata.set(field, to: Node(scalar, range: value.range))
      }
    }
    if behavior == .merge {
      result.node.mergeMissing("data", from: old.node, isData: true)
      result.node.mergeMissing("binaryData", from: old.node, isData: true)
      if result.node["data"]?.entries?.isEmpty == true { result.node.remove("data") }
    }
    result.inheritHistory(of: old)
    result.behavior = old.behavior
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
  /// strings.
  ///
  /// As in Kustomize keys lose their quotes, so that one like `1` is refused. In data a null is an
  /// empty text, and of a repeated key the first counts; in labels and annotations a null is its own
  /// text, and the last counts.
  fileprivate mutating func mergeMissing(_ key: String, from other: Node?, isData: Bool = false) {
    guard let old = other?[key]?.entries, !old.isEmpty else { return }
    if self[key] == nil { set(key, to: .emptyMapping(range: other?[key]?.range)) }
    update(key) { mapping in
      let known = Set((mapping.entries ?? []).compactMap(\.key.text))
      var added: [String: Int] = [:]
      mapping.updateEntries { entries in
        for var entry in old {
          guard let key = entry.key.text else {
            // It is refused when it is printed.
            entries.append(entry)
            continue
          }
          guard !known.contains(key) else { continue }
          let text = isData ? entry.value.textUnlessNull : entry.value.text
          entry.key = Node(Scalar(key, tag: .unresolved), range: entry.key.range)
          entry.value =
            isData
            ? Node(GeneratedKind.scalar(text ?? ""), range: entry.value.range)
            : Node(string: text ?? "", range: entry.value.range)
          if let position = added[key] {
            if !isData { entries[position] = entry }
          } else {
            added[key] = entries.count
            entries.append(entry)
          }
        }
      }
    }
  }
}
