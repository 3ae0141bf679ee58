internal import Diagnostics
internal import Schema
internal import YAML

/// Which fields of which kinds the transformers change: the built-in field specs, and what the
/// `configurations` and `crds` of a layer and of its bases say.
///
/// See the transformer configurations of Kustomize v5.8.
struct TransformerConfiguration: Sendable {
  var namePrefix: [FieldSpec] = []
  var nameSuffix: [FieldSpec] = []
  var namespace: [FieldSpec] = []
  var commonLabels: [FieldSpec] = []
  var labels: [FieldSpec] = []
  var templateLabels: [FieldSpec] = []
  var commonAnnotations: [FieldSpec] = []
  var images: [FieldSpec] = []
  var replicas: [FieldSpec] = []
  var varReference: [FieldSpec] = []
  var nameReference: [NameReference] = []
  /// How this relates to ``builtIn``, which is merged so often that it must cost nothing.
  private var extent = Extent.partial

  private enum Extent {
    case empty
    case partial
    case builtIn
  }

  /// Without any field.
  init() { extent = .empty }

  /// Whether this is what Kustomize knows by itself, and nothing else.
  var isBuiltIn: Bool { extent == .builtIn }

  /// What Kustomize knows by itself.
  static let builtIn = {
    var result = TransformerConfiguration()
    result.namePrefix = DefaultFieldSpecs.namePrefix
    result.nameSuffix = DefaultFieldSpecs.nameSuffix
    result.namespace = DefaultFieldSpecs.namespace
    result.commonLabels = DefaultFieldSpecs.commonLabels
    result.templateLabels = DefaultFieldSpecs.templateLabels
    result.commonAnnotations = DefaultFieldSpecs.commonAnnotations
    result.images = DefaultFieldSpecs.images
    result.replicas = DefaultFieldSpecs.replicas
    result.varReference = DefaultFieldSpecs.varReference
    result.nameReference = DefaultFieldSpecs.nameReference
    result.extent = .builtIn
    return result
  }()

  /// Adds the fields of another configuration, but for paths that this one has for fewer kinds.
  ///
  /// As in Kustomize, the result depends on the order of merges: a field for all kinds that is there
  /// already stays beside the same field for one kind.
  /// Throws where both have a field and only one of them says `create: true`. Costs the product of
  /// both sizes, unless both are the built-in one or one is empty.
  mutating func merge(
    _ other: TransformerConfiguration, at range: SourceRange?
  ) throws(Diagnostic) {
    switch (extent, other.extent) {
    case (_, .empty), (.builtIn, .builtIn): return
    case (.empty, .builtIn):
      self = other
      return
    case (.partial, _), (.builtIn, .partial), (.empty, .partial): extent = .partial
    }
    for (_, table) in Self.tables {
      try self[keyPath: table].merge(other[keyPath: table], at: range)
      self[keyPath: table].sortByType()
    }
    for reference in other.nameReference { try merge(reference, at: range) }
  }

  private mutating func merge(
    _ reference: NameReference, at range: SourceRange?
  ) throws(Diagnostic) {
    if let index = nameReference.firstIndex(where: { $0.target == reference.target }) {
      try nameReference[index].referrers.merge(reference.referrers, at: range)
    } else {
      nameReference.append(reference)
    }
  }

  /// Notes that fields were added one by one.
  mutating func markPartial() { extent = .partial }

  /// Whether no field is named.
  var isEmpty: Bool {
    nameReference.isEmpty && Self.tables.allSatisfy { self[keyPath: $0.table].isEmpty }
  }

  /// The tables of field specs by the names that they have in a file.
  private static var tables:
    [(name: StaticString, table: WritableKeyPath<TransformerConfiguration, [FieldSpec]>)]
  {
    [
      ("namePrefix", \.namePrefix), ("nameSuffix", \.nameSuffix), ("namespace", \.namespace),
      ("commonLabels", \.commonLabels), ("labels", \.labels),
      ("templateLabels", \.templateLabels), ("commonAnnotations", \.commonAnnotations),
      ("images", \.images), ("replicas", \.replicas), ("varReference", \.varReference),
    ]
  }
}

extension TransformerConfiguration {
  /// Reads a file of `configurations`; problems are collected.
  init(_ node: Node, problems: inout [Diagnostic]) {
    extent = .partial
    var reader = MappingReader(
      node, as: "a transformer configuration", rules: .configuration, problems: &problems)
    for (name, table) in Self.tables {
      self[keyPath: table] = reader.list(name, problems: &problems) {
        FieldSpec($0, rules: .configuration, problems: &$1)
      }
      self[keyPath: table].sortByType()
    }
    nameReference = reader.list("nameReference", problems: &problems) {
      NameReference($0, problems: &$1)
    }
    reader.finish(problems: &problems)
  }
}

extension NameReference {
  fileprivate init?(_ node: Node, problems: inout [Diagnostic]) {
    var reader = MappingReader(
      node, as: "an entry of nameReference", rules: .configuration, problems: &problems)
    guard node.isMapping else { return nil }
    self.init(
      target: KindSelector(
        group: reader.identityPart("group", problems: &problems)?.value ?? "",
        version: reader.identityPart("version", problems: &problems)?.value ?? "",
        kind: reader.identityPart("kind", problems: &problems)?.value ?? ""),
      referrers: reader.list("fieldSpecs", problems: &problems) {
        FieldSpec($0, rules: .configuration, problems: &$1)
      })
    reader.finish(problems: &problems)
  }
}

extension [FieldSpec] {
  /// Puts the specs in the order of Kustomize's legacy sort: by kind, those for any kind last among
  /// equals.
  fileprivate mutating func sortByType() {
    let keyed = map { spec in
      let selector = spec.selector
      let parts = [
        selector.group.isEmpty ? "~G" : selector.group,
        selector.version.isEmpty ? "~V" : selector.version,
        selector.kind.isEmpty ? "~K" : selector.kind,
      ]
      let rank = ResourceOrder.legacy.rank(ofKind: selector.kind)
      return (spec: spec, rank: rank, text: [UInt8](parts.joined(separator: "_").utf8))
    }
    self = keyed.enumerated().sorted { a, b in
      if a.element.rank != b.element.rank { return a.element.rank < b.element.rank }
      if a.element.text != b.element.text {
        return a.element.text.lexicographicallyPrecedes(b.element.text)
      }
      return a.offset < b.offset
    }.map(\.element.spec)
  }
}
