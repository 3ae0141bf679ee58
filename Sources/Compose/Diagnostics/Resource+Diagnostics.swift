internal import Diagnostics
internal import YAML

extension Diagnostic {
  static func duplicateResource(_ second: Resource, first: Resource) -> Diagnostic {
    Diagnostic(
      "resource/duplicate", "\(second.id) is there already", at: second.place,
      hint: "two resources of one kind need different names or namespaces",
      notes: [Note("the first one is here", at: first.place)])
  }

  static func resourceNotMapping(at node: Node) -> Diagnostic {
    Diagnostic(
      "resource/not-a-mapping", "expected a resource, found \(node.describedShape)",
      at: node.range)
  }

  static func missingKind(at node: Node) -> Diagnostic {
    Diagnostic("resource/missing-kind", "the resource has no kind", at: node.range)
  }

  static func missingName(kind: String, at node: Node) -> Diagnostic {
    Diagnostic(
      "resource/missing-name", "the \(kind) has no metadata.name",
      at: (node[path: "metadata", "name"] ?? node["metadata"] ?? node).range)
  }

  static func metadataNotMapping(at node: Node) -> Diagnostic {
    Diagnostic(
      "resource/metadata-not-a-mapping",
      "metadata: expected a mapping, found \(node.describedShape)",
      at: node.range)
  }

  static func annotationKeyNotString(_ key: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "resource/annotation-key", "the annotation \"\(key)\" has the name of another type",
      at: range, hint: "Kustomize loses the quotes of such a name: use another one")
  }

  static func annotationRepeated(
    _ key: String, at range: SourceRange?, last: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "resource/repeated-annotation", "the annotation \"\(key)\" is lost, for it comes again",
      at: range,
      severity: .warning, hint: "remove one of the two", notes: [Note("this one counts", at: last)])
  }

  static func itemsNotList(kind: String, at node: Node) -> Diagnostic {
    Diagnostic(
      "resource/items-not-a-list",
      "items of the \(kind): expected a list, found \(node.describedShape)", at: node.range)
  }
}
