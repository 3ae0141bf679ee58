internal import Diagnostics

/// Expands `<<: *base` and `<<: [*a, *b]` in a mapping.
///
/// Of the mappings in a list the earlier ones win. See the merge key of YAML 1.1,
/// <https://yaml.org/type/merge.html>, and the two ways in which Kustomize v5.8 reads it.
enum MergeKey {
  /// Expands the one merge key of a mapping in a resource; the mapping's own keys win.
  static func expand(_ entries: inout ContiguousArray<Node.Entry>) throws(Diagnostic) {
    let keys = entries.lazy.map(\.key).filter(\.isMergeKey)
    if let second = keys.dropFirst().first {
      throw .yamlRepeatedMergeKey(at: second.range, first: keys.first?.range)
    }
    var merged: ContiguousArray<Node.Entry> = []
    for entry in entries where entry.key.isMergeKey { merged = try self.merged(by: entry) }
    entries.removeAll { $0.key.isMergeKey }
    var known = Set(entries.compactMap(\.key.text))
    for entry in merged {
      if let key = entry.key.text, !known.insert(key).inserted { continue }
      entries.append(entry)
    }
  }

  /// Puts what the merge keys of any other mapping add into their places.
  ///
  /// A key may then stand there twice, of which the last counts or which is refused: that depends on
  /// what reads the mapping.
  static func expandInPlace(_ entries: inout ContiguousArray<Node.Entry>) throws(Diagnostic) {
    var expanded: ContiguousArray<Node.Entry> = []
    for entry in entries {
      if entry.key.isMergeKey {
        expanded += try merged(by: entry)
      } else {
        expanded.append(entry)
      }
    }
    entries = expanded
  }

  /// What a merge key adds; of a repeated key the first entry.
  private static func merged(
    by entry: Node.Entry
  ) throws(Diagnostic) -> ContiguousArray<Node.Entry> {
    let mappings = entry.value.elements ?? [entry.value]
    var known: Set<String> = []
    var merged: ContiguousArray<Node.Entry> = []
    for mapping in mappings {
      guard let entries = mapping.entries else {
        throw .yamlMergeValue(at: mapping.range ?? .unknown)
      }
      for entry in entries {
        if let key = entry.key.text, !known.insert(key).inserted { continue }
        merged.append(entry)
      }
    }
    return merged
  }
}

extension Node {
  /// Whether this is `<<` without quotes, which merges where it is a key.
  package var isMergeKey: Bool {
    guard case .scalar(let scalar) = content else { return false }
    return scalar.tag == .merge
      || (scalar.text.utf8.count == 2 && scalar.tag == .implicit && scalar.style == .plain
        && scalar.text == "<<")
  }
}
