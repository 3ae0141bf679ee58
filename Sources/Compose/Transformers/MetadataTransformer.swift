internal import Diagnostics
internal import YAML

/// Sets labels or annotations: one entry of `labels`, all of `commonLabels` or of
/// `commonAnnotations`.
///
/// The field specifications say where: in the metadata alone, in that of pod templates and volume
/// claims too, or in selectors too.
struct MetadataTransformer: Transformer {
  private let pairs: [StringPair]
  private let fields: FieldSpecTable
  private let sharesValues: Bool

  /// Sets pairs wherever the field specs say; the fields of one resource may share their values.
  init(_ pairs: [StringPair], fields: FieldSpecTable, sharesValues: Bool = true) {
    self.pairs = pairs
    self.fields = fields
    self.sharesValues = sharesValues
  }

  var place: SourceRange? { pairs.first?.value.range }

  func apply(to resources: inout ResourceSet) throws(Diagnostic) {
    guard !pairs.isEmpty else { return }
    try resources.updateAll { (resource) throws(Diagnostic) in
      try fields.set(pairs, in: &resource, sharesValues: sharesValues)
    }
  }
}

extension FieldSpecTable {
  /// Sets entries in every mapping that a specification leads to.
  fileprivate func set(
    _ pairs: [StringPair], in resource: inout Resource, sharesValues: Bool
  ) throws(Diagnostic) {
    var fields = 0
    var overwritten: [(entry: Node.Entry, value: Node)] = []
    let mayShare = !resource.sharedPlaces.isEmpty
    try update(&resource, creating: .mapping, origin: pairs.first?.value.range) {
      (mapping) throws(Diagnostic) in
      // A null that the path may not create anything in stays.
      if mapping.isNull { return }
      guard mapping.isMapping else { throw .labelsNotMapping(at: mapping) }
      fields += 1
      for pair in pairs {
        let value = Node(string: pair.value.value, range: pair.value.range)
        if mayShare, let index = mapping.index(of: pair.key), let entries = mapping.entries {
          overwritten.append((entries[index], value))
        }
        mapping.set(Node(Scalar(pair.key, tag: .unresolved), range: pair.value.range), to: value)
      }
    }
    var shared: [Resource.SharedKey: Node] = [:]
    for (entry, value) in overwritten {
      if let key = resource.sharedKey(of: entry) { shared[key] = value }
    }
    resource.setShared(shared)
    if sharesValues, fields > 1 {
      for pair in pairs { if let place = pair.value.range { resource.sharedPlaces.insert(place) } }
    }
  }
}
