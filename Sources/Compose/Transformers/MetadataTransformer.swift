internal import Diagnostics
internal import YAML

/// Sets labels or annotations: one entry of `labels`, all of `commonLabels` or of
/// `commonAnnotations`.
///
/// The field specifications say where: in the metadata alone, in that of pod templates and volume
/// claims too, or in selectors too.
struct MetadataTransformer: Transformer {
  /// The entries to set, as Kustomize makes them: what looks like another type has quotes, which it
  /// keeps where a patch sets another value.
  private let entries: [Node.Entry]
  private let fields: FieldSpecTable
  private let sharesValues: Bool

  /// Sets pairs wherever the field specs say; the fields of one resource may share their values.
  init(_ pairs: [StringPair], fields: FieldSpecTable, sharesValues: Bool = true) {
    entries = pairs.map { pair in
      let text = pair.value.value
      let style: Scalar.Style = text.looksOtherwise ? .doubleQuoted : .plain
      return Node.Entry(
        key: Node(Scalar(pair.key, tag: .unresolved), range: pair.value.range),
        value: Node(Scalar(text, style: style, tag: .string), range: pair.value.range))
    }
    self.fields = fields
    self.sharesValues = sharesValues
  }

  var place: SourceRange? { entries.first?.value.range }

  func apply(to resources: inout ResourceSet) throws(Diagnostic) {
    guard !entries.isEmpty else { return }
    try resources.updateAll { (resource) throws(Diagnostic) in
      try fields.set(entries, in: &resource, sharesValues: sharesValues)
    }
  }
}

extension FieldSpecTable {
  /// Sets entries in every mapping that a specification leads to.
  fileprivate func set(
    _ entries: [Node.Entry], in resource: inout Resource, sharesValues: Bool
  ) throws(Diagnostic) {
    var fields = 0
    var overwritten: [(entry: Node.Entry, value: Node)] = []
    let mayShare = !resource.sharedPlaces.isEmpty
    // Kustomize gives one value to all fields, which is folded where the first one that it takes the
    // place of was: in later fields that shows.
    var folding = FoldedEntries(entries)
    try update(&resource, creating: .mapping, origin: entries.first?.value.range) {
      (mapping) throws(Diagnostic) in
      // A null that the path may not create anything in stays.
      if mapping.isNull { return }
      guard mapping.isMapping else { throw .labelsNotMapping(at: mapping) }
      fields += 1
      for entry in entries {
        let value = folding.value(of: entry, in: mapping)
        if mayShare, let index = mapping.index(of: entry.key.text ?? ""),
          let old = mapping.entries
        {
          overwritten.append((old[index], value))
        }
        mapping.set(entry.key, to: value)
      }
    }
    var shared: [Resource.SharedKey: Node] = [:]
    for (entry, value) in overwritten {
      if let key = resource.sharedKey(of: entry) { shared[key] = value }
    }
    resource.setShared(shared)
    if sharesValues, fields > 1 {
      for entry in entries {
        if let place = entry.value.range { resource.sharedPlaces.insert(place) }
      }
    }
  }
}

/// Which of some entries take the place of folded text in one resource.
private struct FoldedEntries {
  private let haveSeveralLines: Bool
  private var keys: Set<String> = []

  init(_ entries: [Node.Entry]) {
    haveSeveralLines = entries.contains { $0.value.text?.utf8.contains(UInt8(ascii: "\n")) == true }
  }

  /// The value that a mapping gets; what is there now counts for it and the mappings after it.
  mutating func value(of entry: Node.Entry, in mapping: Node) -> Node {
    guard haveSeveralLines, let key = entry.key.text else { return entry.value }
    if mapping[key]?.scalar?.style == .folded { keys.insert(key) }
    guard keys.contains(key), var scalar = entry.value.scalar else { return entry.value }
    scalar.style = .folded
    return Node(scalar, range: entry.value.range)
  }
}
