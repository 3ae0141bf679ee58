internal import Diagnostics
internal import YAML

extension Diagnostic {
  static func replacementPathAndMore(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "replacement/path-and-more", "an entry of replacements has either path or the replacement",
      at: range)
  }

  static func replacementSource(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "replacement/source", "a replacement needs exactly one of source and sourceValue", at: range)
  }

  static func replacementWithoutTargets(at range: SourceRange?) -> Diagnostic {
    Diagnostic("replacement/no-targets", "the replacement has no targets", at: range)
  }

  static func replacementFileEmpty(at range: SourceRange?) -> Diagnostic {
    Diagnostic("replacement/empty-file", "the file has no replacements", at: range)
  }

  static func replacementTargetWithoutSelect(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "replacement/no-select", "a target of a replacement needs select", at: range,
      hint: "select: {} means all resources")
  }

  static func replacementSourceMissing(
    _ id: ResourceID, nearest: String?, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "replacement/source-missing", "no resource is the source \(id.described)", at: range,
      hint: nearest.map { "did you mean \"\($0)\"?" })
  }

  static func replacementSourceAmbiguous(
    _ id: ResourceID, _ first: Resource, _ second: Resource, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "replacement/source-ambiguous", "several resources could be the source \(id.described)",
      at: range, hint: "name its kind, name and namespace",
      notes: [
        Note("\(first.id)", at: first.place), Note("\(second.id)", at: second.place),
      ])
  }

  static func replacementFieldMissing(
    _ path: Located<String>, of resource: Resource
  ) -> Diagnostic {
    Diagnostic(
      "replacement/field-missing", "\(resource.id) has no field \"\(path.value)\"",
      at: path.range, notes: [Note("the resource is here", at: resource.place)])
  }

  static func replacementTargetFieldMissing(
    _ path: Located<String>, of resource: Resource, creates: Bool
  ) -> Diagnostic {
    Diagnostic(
      "replacement/target-field-missing", "\(resource.id) has no field \"\(path.value)\"",
      at: path.range, hint: creates ? nil : "options: {create: true} makes it",
      notes: [Note("the resource is here", at: resource.place)])
  }

  static func pathMismatch(
    _ mismatch: PathMismatch, _ path: Located<String>, of resource: Resource
  ) -> Diagnostic {
    let (problem, node): (String, Node) =
      switch mismatch {
      case .notList(let node): ("expected a list, found \(node.describedShape)", node)
      case .notMapping(let node, let name):
        ("expected a mapping with \"\(name)\", found \(node.describedShape)", node)
      case .wildcard(let node): ("a source may not have a wildcard", node)
      case .unfinishedMatch("", let node): ("a name is empty", node)
      case .unfinishedMatch(let text, let node):
        ("\(text) is no match of a list; a name needs brackets only where it has a dot", node)
      case .invalidPattern(let pattern, let node):
        ("\"\(pattern)\" is not a regular expression", node)
      case .indexOutOfRange(let index, let count, let node):
        ("there is no element \(index) in a list of \(count)", node)
      }
    let hint: String? =
      switch mismatch {
      case .notList(let node) where node.isNull: "begin the list with [], or leave the field out"
      case .notMapping(let node, _) where node.isNull:
        "begin the mapping with {}, or leave the field out"
      default: nil
      }
    return Diagnostic(
      "replacement/path-mismatch", "\(resource.id), path \"\(path.value)\": \(problem)",
      at: path.range, hint: hint, notes: [Note("the value is here", at: node.range)])
  }

  static func replacementPartMissing(
    _ index: Int, of text: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "replacement/part-missing", "the value has no part \(index)", at: range,
      hint: "parts are counted from 0")
  }

  static func replacementDelimiterOnCollection(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "replacement/delimiter-on-collection", "a delimiter splits text only, not a list or mapping",
      at: range)
  }
}

extension ResourceID {
  /// The identity as a selector of which parts may be missing.
  fileprivate var described: String {
    let kind = gvk.kind.isEmpty ? "(any kind)" : gvk.kind
    return
      "\(kind) \(namespace.isEmpty ? "" : "\(namespace)/")\(name.isEmpty ? "(any name)" : name)"
  }
}
