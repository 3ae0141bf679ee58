internal import Diagnostics
internal import YAML

extension Diagnostic {
  static func referenceIsList(at node: Node) -> Diagnostic {
    Diagnostic(
      "reference/is-list", "a reference is a name or a mapping with a name, not a list",
      at: node.range)
  }

  static func referenceWithoutName(at node: Node) -> Diagnostic {
    Diagnostic("reference/without-name", "the reference has no name", at: node.range)
  }

  static func subjectNamespaceNotText(at node: Node) -> Diagnostic {
    Diagnostic(
      "reference/subject-namespace",
      "the namespace of a ServiceAccount among the subjects must be a name, and this is "
        + node.describedShape, at: node.range,
      hint: "name the namespace, or leave the field out")
  }

  static func ambiguousReference(
    _ name: String, _ candidates: [(id: ResourceID, range: SourceRange?)],
    from referrer: ResourceID, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "reference/ambiguous",
      "\"\(name)\" in \(referrer) could mean \(candidates.count) resources of different names",
      at: range, notes: candidates.map { Note("\($0.id)", at: $0.range) })
  }

  static func fileNameWithSlash(_ name: String, _ resource: Resource) -> Diagnostic {
    Diagnostic(
      "output/file-name", "the name of \(resource.id) cannot be a file's name", at: resource.place)
  }

  static func fileNameTwice(_ name: String, _ second: Resource, first: Resource) -> Diagnostic {
    Diagnostic(
      "output/same-file", "\(second.id) and \(first.id) would both be written to \"\(name)\"",
      at: second.place, hint: "names that differ only in case cannot be written to one directory",
      notes: [Note("the first one is here", at: first.place)])
  }
}
