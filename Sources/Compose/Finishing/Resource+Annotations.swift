internal import Diagnostics
internal import YAML

extension Resource {
  /// Leaves the annotations as Kustomize does at the end of a build.
  ///
  /// Its own notes are taken out, wherever they come from, all values become strings that are not
  /// folded any more, and a mapping that is empty thereafter disappears. Keys lose their quotes, so
  /// that one which then is no string is an error.
  ///
  /// Gives a warning for each annotation that is lost, because it comes again.
  mutating func normalizeAnnotations() throws(Diagnostic) -> [Diagnostic] {
    // Only a list can be without metadata; Kustomize gives it some when it looks for annotations.
    if node["metadata"] == nil { node.set("metadata", to: .emptyMapping(range: node.range)) }
    guard let annotations = node[path: "metadata", "annotations"] else { return [] }
    guard case .mapping(let entries) = annotations.content else {
      if annotations.elements?.isEmpty == false { throw .labelsNotMapping(at: annotations) }
      node.update("metadata") { _ = $0.remove("annotations") }
      return []
    }
    for entry in entries {
      guard let text = entry.key.text, !Self.isNote(text) else { continue }
      let key = Node(Scalar(text), range: entry.key.range)
      if !key.isString { throw .annotationKeyNotString(text, at: entry.key.range) }
    }
    let warnings = entries.hasRepeatedKeys ? dropRepeatedAnnotations(entries) : []
    let isClean = entries.allSatisfy { $0.value.isAnnotation && !Self.isNote($0.key.text ?? "") }
    if isClean, !entries.isEmpty { return warnings }
    node.update("metadata") { metadata in
      let isEmpty = metadata.update("annotations") { annotations in
        annotations.updateEntries { entries in
          entries.removeAll { Self.isNote($0.key.text ?? "") }
          for index in entries.indices { entries[index].value.becomeAnnotation() }
          return entries.isEmpty
        }
      }
      if isEmpty == true { metadata.remove("annotations") }
    }
    return warnings
  }

  /// Makes strings of the annotations that are not folded any more and share their value with no
  /// other field, as Kustomize does whenever it writes notes among them.
  mutating func rewriteAnnotations() {
    guard var entries = node[path: "metadata", "annotations"]?.entries,
      !entries.allSatisfy({ $0.value.isAnnotation && sharedKey(of: $0) == nil })
    else { return }
    for index in entries.indices {
      entries[index].value.becomeAnnotation()
      // The place of its key says what a value is shared with.
      if sharedKey(of: entries[index]) != nil { entries[index].key.range = nil }
    }
    node.update("metadata") { metadata in
      metadata.update("annotations") { $0.content = .mapping(entries) }
    }
  }

  /// Takes out the annotations whose key comes again, since in Kustomize the last of them counts.
  ///
  /// Gives a warning for each.
  private mutating func dropRepeatedAnnotations(
    _ entries: ContiguousArray<Node.Entry>
  ) -> [Diagnostic] {
    var last: [String: Int] = [:]
    for index in entries.indices { last[entries[index].key.text ?? ""] = index }
    var warnings: [Diagnostic] = []
    var kept: ContiguousArray<Node.Entry> = []
    for index in entries.indices {
      let key = entries[index].key
      guard let text = key.text, let end = last[text], end != index else {
        kept.append(entries[index])
        continue
      }
      warnings.append(.annotationRepeated(text, at: key.range, last: entries[end].key.range))
    }
    node.update("metadata") { metadata in
      metadata.update("annotations") { $0.updateEntries { $0 = kept } }
    }
    return warnings
  }

  /// Whether a key is one under which Kustomize keeps notes during a build.
  private static func isNote(_ key: String) -> Bool {
    if key.hasPrefix("internal.config.kubernetes.io/") {
      return notes.contains(String(key.dropFirst("internal.config.kubernetes.io/".count)))
    }
    return key == "config.kubernetes.io/path" || key == "config.kubernetes.io/index"
      || key == "config.k8s.io/id" || key == "config.kubernetes.io/origin"
      || key == "alpha.config.kubernetes.io/transformations"
  }

  private static let notes: Set<String> = [
    "allowKindChange", "allowNameChange", "annotations-migration-resource-id",
    "generatorBehavior", "helm-generated", "id", "index", "needsHashSuffix", "path", "prefixes",
    "previousKinds", "previousNames", "previousNamespaces", "refBy", "seqindent", "suffixes",
  ]
}

extension Node {
  /// Whether this is a string that is not folded.
  fileprivate var isAnnotation: Bool {
    guard let scalar, scalar.style != .folded else { return false }
    return scalar.isString(in: .resource)
  }

  fileprivate mutating func becomeAnnotation() {
    if !isAnnotation { self = Node(string: text ?? "", range: range) }
  }
}

extension ContiguousArray<Node.Entry> {
  /// Whether two entries have the same key.
  fileprivate var hasRepeatedKeys: Bool {
    // Most resources have a few annotations at most.
    if count > 8 { return Set(lazy.map(\.key.text)).count < count }
    return indices.contains { index in
      self[..<index].contains { $0.key.text == self[index].key.text }
    }
  }
}
