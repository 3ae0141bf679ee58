internal import Diagnostics
internal import Schema
internal import YAML

/// Puts `namePrefix` before, or `nameSuffix` behind, the names of resources.
///
/// CustomResourceDefinitions, APIServices and Namespaces keep their names.
struct NameAffixTransformer: Transformer {
  /// Which end of the name.
  enum Position {
    case prefix
    case suffix
  }

  private let affix: Located<String>
  private let position: Position
  private let fields: [(spec: FieldSpec, path: FieldPathTree)]

  /// Nil where the field is absent or empty.
  init?(_ affix: Located<String>?, _ position: Position, fields: [FieldSpec]) {
    guard let affix, !affix.value.isEmpty else { return nil }
    self.affix = affix
    self.position = position
    self.fields = fields.map { ($0, FieldPathTree(FieldPath($0.path), creates: $0.create)) }
  }

  var place: SourceRange? { affix.range }

  func apply(to resources: inout ResourceSet) throws(Diagnostic) {
    let schema = resources.schema
    try resources.updateAll(.changesIdentity) { (resource) throws(Diagnostic) in
      guard !keepsName(resource) else { return }
      let original = resource.originalID.gvk
      for (spec, path) in fields where spec.matches(original) {
        if spec.path == "metadata/name" { remember(&resource) }
        try path.update(in: &resource.node, creating: .scalar, origin: affix.range) {
          (field, _) throws(Diagnostic) in try set(&field)
        }
      }
      resource.readIdentity(schema: schema)
    }
  }

  private func remember(_ resource: inout Resource) {
    switch position {
    case .prefix: resource.rememberPrefix(affix.value)
    case .suffix: resource.rememberSuffix(affix.value)
    }
    resource.rememberIdentity()
  }

  private func set(_ field: inout Node) throws(Diagnostic) {
    guard let scalar = field.scalar else { throw .affixOnCollection(at: field) }
    let text = position == .prefix ? affix.value + scalar.text : scalar.text + affix.value
    field = Node(scalar.replacingText(with: text), range: affix.range)
  }

  private func keepsName(_ resource: Resource) -> Bool {
    let original = resource.originalID.gvk
    return DefaultFieldSpecs.nameChangeSkips.contains { $0.matches(original) }
  }
}
