internal import Diagnostics
internal import Schema
internal import YAML

/// Sets labels, one entry of `labels` or all of `commonLabels`.
///
/// Which fields get them depends on the entry: the metadata alone, templates of pods and volume
/// claims too, or selectors too.
struct LabelTransformer: Transformer {
  private let pairs: [StringPair]
  private var fields: FieldSpecTable

  /// Sets the pairs of an entry of `labels`.
  init(_ entry: LabelEntry) throws(Diagnostic) {
    var specs = entry.fields
    if entry.includesSelectors {
      try specs.merge(DefaultFieldSpecs.commonLabels, at: entry.range)
    } else {
      if entry.includesTemplates {
        try specs.merge(DefaultFieldSpecs.templateLabels, at: entry.range)
      }
      try specs.merge([FieldSpec(path: "metadata/labels", create: true)], at: entry.range)
    }
    pairs = entry.pairs
    fields = FieldSpecTable(specs)
  }

  /// Sets `commonLabels`, which go to selectors too.
  init(commonLabels: [StringPair]) {
    pairs = commonLabels
    fields = FieldSpecTable(DefaultFieldSpecs.commonLabels)
  }

  mutating func apply(to resources: inout ResourceSet) throws(Diagnostic) {
    guard !pairs.isEmpty else { return }
    try resources.updateAll { (resource) throws(Diagnostic) in
      try fields.set(pairs, in: &resource)
    }
  }
}

/// Sets `commonAnnotations` in the metadata of resources and of pod templates.
struct AnnotationTransformer: Transformer {
  private let pairs: [StringPair]
  private var fields = FieldSpecTable(DefaultFieldSpecs.commonAnnotations)

  init(_ pairs: [StringPair]) {
    self.pairs = pairs
  }

  mutating func apply(to resources: inout ResourceSet) throws(Diagnostic) {
    guard !pairs.isEmpty else { return }
    try resources.updateAll { (resource) throws(Diagnostic) in
      try fields.set(pairs, in: &resource)
    }
  }
}

extension FieldSpecTable {
  /// Sets entries in every mapping that a specification leads to.
  fileprivate mutating func set(
    _ pairs: [StringPair], in resource: inout Resource
  ) throws(Diagnostic) {
    try update(&resource, creating: .mapping, origin: pairs.first?.value.range) {
      (mapping) throws(Diagnostic) in
      guard mapping.isMapping else { throw .labelsNotMapping(at: mapping) }
      for pair in pairs {
        mapping.set(
          Node(Scalar(pair.key), range: pair.value.range),
          to: Node(string: pair.value.value, range: pair.value.range))
      }
    }
  }
}
