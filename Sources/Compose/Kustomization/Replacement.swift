internal import Diagnostics
internal import YAML

/// One entry of `replacements`: a value that is copied from one field to others.
///
/// See the replacements of Kustomize v5.8.
struct Replacement: Sendable {
  /// Where the value comes from.
  enum Source: Sendable {
    /// The value itself, as `sourceValue` says it.
    case text(Located<String>)
    /// The field of a resource.
    case field(FieldSource)
  }

  /// A field of the one resource that has the given type, name and namespace.
  struct FieldSource: Sendable {
    var id: ResourceID
    var fieldPath: Located<String>
    var options: FieldOptions
    var range: SourceRange?
  }

  /// Fields of all resources that a selector means.
  struct Target: Sendable {
    var select: Selector
    var reject: [Selector] = []
    var fieldPaths: [Located<String>] = []
    var options = FieldOptions()
  }

  /// Which part of a field counts, and whether a field that is missing is made.
  struct FieldOptions: Sendable {
    /// What separates the parts; empty where the whole field counts.
    var delimiter = ""
    var index = 0
    var create = false
  }

  /// The field that is meant where none is named.
  static let defaultFieldPath = "metadata.name"

  var source: Source
  var targets: [Target]
  var range: SourceRange?
}

/// One entry of the field `replacements`.
enum ReplacementEntry: Sendable {
  case inline(Replacement)
  case path(Located<String>)

  init?(_ node: Node, rules: DecodingRules = .kustomization, problems: inout [Diagnostic]) {
    guard case .mapping(let entries) = node.content,
      entries.contains(where: { $0.key.text?.lowercased() == "path" && !$0.value.isNull })
    else {
      guard let replacement = Replacement(node, rules: rules, problems: &problems) else {
        return nil
      }
      self = .inline(replacement)
      return
    }
    var reader = MappingReader(
      node, as: "an entry of replacements", rules: rules, problems: &problems)
    let path = reader.string("path", problems: &problems)
    for field: StaticString in ["source", "sourceValue", "targets"] where reader.node(field) != nil
    {
      problems.append(.replacementPathAndMore(at: reader.keyRange(field)))
    }
    reader.finish(problems: &problems)
    guard let path else { return nil }
    self = .path(path)
  }
}

extension Replacement {
  init?(_ node: Node, rules: DecodingRules, problems: inout [Diagnostic]) {
    var reader = MappingReader(
      node, as: "an entry of replacements", rules: rules, problems: &problems)
    guard node.isMapping else { return nil }
    let text = reader.string("sourceValue", problems: &problems)
    let field = reader.node("source").flatMap {
      FieldSource($0, rules: rules, problems: &problems)
    }
    targets = reader.list("targets", problems: &problems) {
      Target($0, rules: rules, problems: &$1)
    }
    range = reader.range
    reader.finish(problems: &problems)
    switch (text, field) {
    case (let text?, nil): source = .text(text)
    case (nil, let field?): source = .field(field)
    case (nil, nil), (.some, .some):
      problems.append(.replacementSource(at: range))
      return nil
    }
    // In a file of its own an empty list does nothing.
    let listed = reader.node("targets")?.elements
    guard let listed, !listed.isEmpty || !rules.refusesUnknownFields else {
      problems.append(.replacementWithoutTargets(at: range))
      return nil
    }
  }
}

extension Replacement.FieldSource {
  init?(_ node: Node, rules: DecodingRules, problems: inout [Diagnostic]) {
    var reader = MappingReader(
      node, as: "the source of a replacement", rules: rules, problems: &problems)
    guard node.isMapping else { return nil }
    func text(_ field: StaticString) -> String {
      reader.identityPart(field, problems: &problems)?.value ?? ""
    }
    id = ResourceID(
      gvk: GroupVersionKind(
        group: text("group"), version: text("version"), kind: text("kind")),
      namespace: text("namespace"), name: text("name"))
    let path = reader.string("fieldPath", problems: &problems)
    fieldPath =
      path.flatMap { $0.value.isEmpty ? nil : $0 }
      ?? Located(Replacement.defaultFieldPath, at: node.range)
    options =
      reader.node("options").map {
        Replacement.FieldOptions($0, rules: rules, problems: &problems)
      } ?? Replacement.FieldOptions()
    range = node.range
    reader.finish(problems: &problems)
  }
}

extension Replacement.Target {
  init?(_ node: Node, rules: DecodingRules, problems: inout [Diagnostic]) {
    var reader = MappingReader(
      node, as: "a target of a replacement", rules: rules, problems: &problems)
    guard node.isMapping else { return nil }
    let selected = reader.node("select").flatMap {
      Selector($0, rules: rules, problems: &problems)
    }
    reject = reader.list("reject", problems: &problems) {
      Selector($0, rules: rules, problems: &$1)
    }
    fieldPaths = reader.strings("fieldPaths", problems: &problems)
    if fieldPaths.isEmpty {
      fieldPaths = [Located(Replacement.defaultFieldPath, at: node.range)]
    }
    if let node = reader.node("options") {
      options = Replacement.FieldOptions(node, rules: rules, problems: &problems)
    }
    reader.finish(problems: &problems)
    guard let selected else {
      problems.append(.replacementTargetWithoutSelect(at: node.range))
      return nil
    }
    select = selected
  }
}

extension Replacement.FieldOptions {
  init(_ node: Node, rules: DecodingRules, problems: inout [Diagnostic]) {
    var reader = MappingReader(
      node, as: "the options of a replacement", rules: rules, problems: &problems)
    delimiter = reader.string("delimiter", problems: &problems)?.value ?? ""
    index = reader.integer("index", problems: &problems)?.value ?? 0
    create = reader.boolean("create", problems: &problems)?.value ?? false
    // Kustomize declares an encoding and does nothing with it.
    _ = reader.string("encoding", problems: &problems)
    reader.finish(problems: &problems)
  }
}
