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

  /// Nil where the field is absent or empty.
  init?(_ affix: Located<String>?, _ position: Position) {
    guard let affix, !affix.value.isEmpty else { return nil }
    self.affix = affix
    self.position = position
  }

  func apply(to resources: inout ResourceSet) throws(Diagnostic) {
    try resources.updateAll(.changesIdentity) { (resource) in
      guard !keepsName(resource) else { return }
      switch position {
      case .prefix: resource.rememberPrefix(affix.value)
      case .suffix: resource.rememberSuffix(affix.value)
      }
      resource.rememberIdentity()
      let name =
        position == .prefix
        ? affix.value + resource.id.name : resource.id.name + affix.value
      let scalar = resource.node[path: "metadata", "name"]?.scalar ?? Scalar("")
      resource.setName(Node(scalar.replacingText(with: name), range: affix.range))
    }
  }

  private func keepsName(_ resource: Resource) -> Bool {
    let original = resource.originalID.gvk
    return DefaultFieldSpecs.nameChangeSkips.contains { $0.matches(original) }
  }
}
