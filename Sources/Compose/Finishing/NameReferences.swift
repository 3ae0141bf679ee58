internal import Diagnostics
internal import Schema
internal import YAML

/// Lets references follow the names of the resources that they mean, once, at the root.
///
/// A reference is a field of the name-reference table, such as a pod's `configMapKeyRef`. It
/// follows a resource of the kind and of an earlier name that stands there. Candidates are found by
/// that name, so that the cost is that of walking the fields. See Kustomize v5.8, name references.
struct NameReferences: Transformer {
  private let references: [NameReference]
  private let recorder: BuildRecorder?

  /// Follows the fields of these references, and tells a recorder which it followed.
  init(_ references: [NameReference], recorder: BuildRecorder? = nil) {
    self.references = references
    self.recorder = recorder
  }

  func apply(to resources: inout ResourceSet) throws(Diagnostic) {
    var rules = RulesByType(references)
    let resolver = ReferenceResolver(resources.resources, recorder: recorder)
    for position in resources.resources.indices {
      let original = resources.resources[position].originalID.gvk
      let (applicable, paths) = rules.rules(for: original)
      guard !applicable.isEmpty else { continue }
      let referrer = try ReferenceResolver.Referrer(resources.resources[position])
      try resources.update(at: position) { (resource) throws(Diagnostic) in
        try paths.update(in: &resource.node, creating: .nothing, origin: nil) {
          (field, rule) throws(Diagnostic) in
          try resolver.update(&field, applicable[rule], referrer)
        }
      }
    }
  }

  /// A field of referrers and the kind that it names.
  struct Rule {
    var target: KindSelector
    var referrer: FieldSpec
  }

  /// The rules for each type, found out once.
  private struct RulesByType {
    private let references: [NameReference]
    private var known: [GroupVersionKind: (rules: [Rule], paths: FieldPathTree)] = [:]

    init(_ references: [NameReference]) {
      self.references = references
    }

    /// The rules for a type, and the tree of their paths in the same order.
    mutating func rules(for gvk: GroupVersionKind) -> (rules: [Rule], paths: FieldPathTree) {
      if let rules = known[gvk] { return rules }
      var applicable: [Rule] = []
      for reference in references {
        for referrer in reference.referrers where referrer.matches(gvk) {
          applicable.append(Rule(target: reference.target, referrer: referrer))
        }
      }
      let paths = FieldPathTree(applicable.map { (FieldPath($0.referrer.path), false) })
      known[gvk] = (applicable, paths)
      return (applicable, paths)
    }
  }
}
