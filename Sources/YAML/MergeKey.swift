internal import Diagnostics

/// Expands `<<: *base` and `<<: [*a, *b]` in a mapping.
///
/// The mapping's own keys win over merged ones, earlier merged mappings over later ones. See the
/// merge key of YAML 1.1, <https://yaml.org/type/merge.html>.
enum MergeKey {
  static func expand(_ entries: inout ContiguousArray<Node.Entry>) throws(Diagnostic) {
    var merged: ContiguousArray<Node.Entry> = []
    for entry in entries where entry.key.isMergeKey {
      switch entry.value.content {
      case .mapping(let entries): merged += entries
      case .sequence(let mappings):
        for mapping in mappings {
          guard case .mapping(let entries) = mapping.content else {
            throw .yamlMergeValue(at: mapping.range ?? .unknown)
          }
          merged += entries
        }
      case .scalar:
        throw .yamlMergeValue(at: entry.value.range ?? .unknown)
      }
    }
    entries.removeAll { $0.key.isMergeKey }
    var known = Set(entries.compactMap(\.key.text))
    for entry in merged {
      guard let key = entry.key.text else {
        entries.append(entry)
        continue
      }
      if known.insert(key).inserted { entries.append(entry) }
    }
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
