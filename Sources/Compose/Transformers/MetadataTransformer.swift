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
  /// Whether a value has several lines, so that it shows whether they are folded.
  private let mayFold: Bool
  private let fields: FieldSpecTable

  /// Sets pairs wherever the field specs say; the fields of one resource may share their values.
  init(_ pairs: [StringPair], fields: FieldSpecTable) {
    entries = pairs.map { pair in
      let text = pair.value.value
      let style: Scalar.Style = text.looksOtherwise ? .doubleQuoted : .plain
      return Node.Entry(
        key: Node(Scalar(pair.key, tag: .unresolved), range: pair.place),
        value: Node(Scalar(text, style: style, tag: .string), range: pair.value.range))
    }
    mayFold = pairs.contains { $0.value.value.utf8.contains(UInt8(ascii: "\n")) }
    self.fields = fields
  }

  var place: SourceRange? { entries.first?.value.range }

  func apply(to resources: inout ResourceSet) throws(Diagnostic) {
    guard !entries.isEmpty else { return }
    try resources.updateAll { (resource) throws(Diagnostic) in try update(&resource) }
  }

  /// Sets the entries in every mapping that a specification leads to.
  private func update(_ resource: inout Resource) throws(Diagnostic) {
    var count = 0
    var overwritten: [(entry: Node.Entry, value: Node)] = []
    var foldedKeys: Set<String> = []
    let mayShare = !resource.sharedPlaces.isEmpty
    try fields.update(&resource, creating: .mapping, origin: place) {
      (mapping) throws(Diagnostic) in
      // A null that the path may not create anything in stays.
      if mapping.isNull { return }
      guard mapping.isMapping else { throw .labelsNotMapping(at: mapping) }
      count += 1
      for entry in entries {
        let value = mayFold ? value(of: entry, in: mapping, &foldedKeys) : entry.value
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
    if count > 1 {
      for entry in entries {
        if let place = entry.key.range { resource.sharedPlaces.insert(place) }
      }
    }
  }

  /// The value of an entry, folded if it takes the place of folded text here or did so in a mapping
  /// before: Kustomize gives one value to all fields.
  private func value(
    of entry: Node.Entry, in mapping: Node, _ foldedKeys: inout Set<String>
  ) -> Node {
    guard let key = entry.key.text, var scalar = entry.value.scalar else { return entry.value }
    if mapping[key]?.scalar?.style == .folded { foldedKeys.insert(key) }
    guard foldedKeys.contains(key) else { return entry.value }
    scalar.style = .folded
    return Node(scalar, range: entry.value.range)
  }
}
