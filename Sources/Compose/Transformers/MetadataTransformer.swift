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

  /// Sets pairs wherever the field specs say; the fields of one resource may share their values.
  init(_ pairs: [StringPair], fields: FieldSpecTable) {
    entries = pairs.map { pair in
      Node.Entry(
        key: Node(Scalar(pair.key, tag: .unresolved), range: pair.place),
        value: Node(Scalar(setting: pair.value.value), range: pair.value.range))
    }
    self.fields = fields
  }

  var place: SourceRange? { entries.first?.value.range }

  /// How a value is written while one resource is walked: Kustomize has one value for all its fields.
  private struct Style {
    let initial: Scalar.Style
    var current: Scalar.Style
    /// Whether a field was made that has the value itself.
    var isShared = false
    /// Whether it changed after that.
    var isChanged = false

    init(_ initial: Scalar.Style) {
      self.initial = initial
      current = initial
    }

    mutating func become(_ style: Scalar.Style) {
      isChanged = isChanged || isShared && style != current
      current = style
    }
  }

  func apply(to resources: inout ResourceSet) throws(Diagnostic) {
    guard !entries.isEmpty else { return }
    var styles = entries.map { Style($0.value.scalar?.style ?? .plain) }
    try resources.updateAll { (resource) throws(Diagnostic) in
      for index in styles.indices { styles[index] = Style(styles[index].initial) }
      try update(&resource, &styles)
    }
  }

  /// Sets the entries in every mapping that a specification leads to.
  ///
  /// A value that takes the place of another takes its quotes or folding, and gives them to the fields
  /// that are made before and after. What looks like another type has quotes again in the next field.
  private func update(_ resource: inout Resource, _ styles: inout [Style]) throws(Diagnostic) {
    var count = 0
    var overwritten: [(entry: Node.Entry, value: Node)] = []
    let mayShare = !resource.sharedPlaces.isEmpty
    try fields.update(&resource, creating: .mapping, origin: place) {
      (mapping) throws(Diagnostic) in
      // A null that the path may not create anything in stays.
      if mapping.isNull { return }
      guard mapping.isMapping else { throw .labelsNotMapping(at: mapping) }
      count += 1
      mapping.updateEntries { fields in
        for (index, entry) in entries.enumerated() {
          if styles[index].initial != .plain { styles[index].become(styles[index].initial) }
          guard let position = fields.position(ofKey: entry.key.text ?? "") else {
            styles[index].isShared = true
            fields.makeRoom(for: 1)
            fields.append(styled(entry, styles[index]))
            continue
          }
          styles[index].become(fields[position].value.scalar?.style ?? .plain)
          let value = styled(entry, styles[index]).value
          if mayShare { overwritten.append((fields[position], value)) }
          fields[position].value = value
        }
      }
    }
    var shared: [Resource.SharedKey: Node] = [:]
    for (entry, value) in overwritten {
      if let key = resource.sharedKey(of: entry) { shared[key] = value }
    }
    if count > 1 {
      for (index, entry) in entries.enumerated() {
        guard let place = entry.key.range else { continue }
        resource.sharedPlaces.insert(place)
        guard styles[index].isChanged, let key = resource.sharedKey(of: entry) else { continue }
        shared[key] = styled(entry, styles[index]).value
      }
    }
    resource.setShared(shared)
  }

  /// An entry with its value in the present style.
  private func styled(_ entry: Node.Entry, _ style: Style) -> Node.Entry {
    guard style.current != style.initial, var scalar = entry.value.scalar else { return entry }
    scalar.style = style.current
    return Node.Entry(key: entry.key, value: Node(scalar, range: entry.value.range))
  }
}
