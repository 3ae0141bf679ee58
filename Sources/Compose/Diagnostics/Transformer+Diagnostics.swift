internal import Diagnostics
internal import YAML

extension Diagnostic {
  /// How many warnings of one transformer look for the nearest name among all there are; a user who
  /// has more of them reads no hints, and the search would be quadratic.
  static let hintedWarnings = 20

  /// The warning that a target meets none of these resources; without them it has no hint.
  static func selectsNothing(
    _ selector: Selector, of what: String, among resources: [Resource]
  ) -> Diagnostic {
    let names = resources.lazy.filter { selector.kind.matches($0.id.gvk.kind) }.map(\.id.name)
    let nearest =
      selector.name.nearestText(among: names)
      ?? selector.kind.nearestText(among: resources.lazy.map(\.id.gvk.kind))
    return Diagnostic(
      "select/nothing", "\(what) selects no resource: \(selector.described)", at: selector.range,
      severity: .warning, hint: nearest.map { "did you mean \"\($0)\"?" })
  }

  /// The warning that an image is none of these; without them it has no hint.
  static func imageMatchesNothing(
    _ name: Located<String>, among names: [String]
  ) -> Diagnostic {
    Diagnostic(
      "select/image", "no container has the image \"\(name.value)\"", at: name.range,
      severity: .warning,
      hint: nearestName(to: name.value, among: names).map { "did you mean \"\($0)\"?" })
  }

  static func namespaceConflict(
    _ first: Resource, _ second: Resource, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "transform/namespace-conflict", "with this namespace there are two of \(second.id)",
      at: range,
      notes: [
        Note("the first one is here", at: first.node.range),
        Note("the second one is here", at: second.node.range),
      ])
  }

  static func namespaceFieldNotScalar(at node: Node) -> Diagnostic {
    Diagnostic(
      "transform/namespace-not-a-string",
      "the namespace goes into a string, found \(node.describedShape)", at: node.range)
  }

  static func subjectsNotList(at node: Node) -> Diagnostic {
    Diagnostic(
      "transform/subjects-not-a-list",
      "the subjects of a binding are a list, found \(node.describedShape)", at: node.range)
  }

  static func subjectNotMapping(at node: Node) -> Diagnostic {
    Diagnostic(
      "transform/subject-not-a-mapping",
      "a subject of a binding is a mapping, found \(node.describedShape)", at: node.range)
  }

  static func replicasNotScalar(at node: Node) -> Diagnostic {
    Diagnostic(
      "transform/replicas-not-a-number",
      "replicas: expected a number, found \(node.describedShape)",
      at: node.range)
  }

  static func affixOnCollection(at node: Node) -> Diagnostic {
    Diagnostic(
      "transform/affix-on-collection",
      "a prefix or suffix goes to a string, found \(node.describedShape)", at: node.range)
  }

  static func fieldPathThroughScalar(_ name: String, at node: Node) -> Diagnostic {
    Diagnostic(
      "transform/not-a-mapping",
      "expected a mapping with \"\(name)\" or a list, found \(node.describedShape)",
      at: node.range)
  }

  static func fieldPathWithoutField(_ step: String, at node: Node) -> Diagnostic {
    guard step.isEmpty else {
      return Diagnostic(
        "transform/step-into-list",
        "the path of a field specification leads by \"\(step)\" into a list, and this is a mapping",
        at: node.range, hint: "leave the step out: every element of a list is meant")
    }
    return Diagnostic(
      "transform/empty-field-name",
      "the path of a field specification has an empty name, which no field of this mapping has",
      at: node.range, hint: "names are separated by one slash: spec/template/metadata/labels")
  }

  static func labelsNotMapping(at node: Node) -> Diagnostic {
    Diagnostic(
      "transform/labels-not-a-mapping",
      "labels or annotations: expected a mapping, found \(node.describedShape)", at: node.range)
  }

  static func replicaTargetMissing(
    _ name: String, nearest: String?, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "transform/replicas-target-missing",
      "there is no Deployment, StatefulSet, ReplicaSet or ReplicationController \"\(name)\"",
      at: range, hint: nearest.map { "did you mean \"\($0)\"?" })
  }

  static func imageNotScalar(at node: Node) -> Diagnostic {
    Diagnostic(
      "transform/image-not-a-string", "image: expected a string, found \(node.describedShape)",
      at: node.range)
  }
}
