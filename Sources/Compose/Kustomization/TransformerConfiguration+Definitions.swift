internal import Diagnostics
internal import Schema
internal import YAML

extension TransformerConfiguration {
  /// The fields that a file of `crds` declares: OpenAPI definitions with Kustomize's extensions.
  ///
  /// A definition with `apiVersion` and `kind` among its properties is a kind, named by the last
  /// part of its name; its fields are found through the definitions that it refers to. See the
  /// `crds` of Kustomize v5.8.
  init(definitions document: Node, problems: inout [Diagnostic]) {
    self.init()
    defer { if !isEmpty { markPartial() } }
    let definitions = Definitions(document, problems: &problems)
    for name in definitions.names {
      guard let properties = definitions.properties(of: name),
        ["kind", "apiVersion", "metadata"].allSatisfy({ properties[$0] != nil })
      else { continue }
      let kind = String(name.split(separator: ".").last ?? "")
      collect(from: name, of: kind, at: [], in: definitions, visited: [])
    }
  }

  private mutating func collect(
    from name: String, of kind: String, at path: [String], in definitions: Definitions,
    visited: Set<String>
  ) {
    guard !visited.contains(name), let properties = definitions.properties(of: name)
    else { return }
    let visited = visited.union([name])
    for entry in properties.entries ?? [] {
      guard let field = entry.key.text else { continue }
      let path = path + [field]
      collectExtensions(of: entry.value, kind: kind, path)
      let reference = entry.value["$ref"] ?? entry.value["items"]?["$ref"]
      guard let target = reference?.text else { continue }
      collect(from: target, of: kind, at: path, in: definitions, visited: visited)
    }
  }

  private mutating func collectExtensions(of property: Node, kind: String, _ path: [String]) {
    let spec = FieldSpec(kind: kind, path: path.joined(separator: "/"))
    if property["x-kubernetes-annotation"] != nil { commonAnnotations.append(spec) }
    if property["x-kubernetes-label-selector"] != nil { commonLabels.append(spec) }
    if property["x-kubernetes-identity"] != nil { namePrefix.append(spec) }
    guard let version = property["x-kubernetes-object-ref-api-version"]?.text,
      let target = property["x-kubernetes-object-ref-kind"]?.text
    else { return }
    let key = property["x-kubernetes-object-ref-name-key"]?.text ?? "name"
    let referrer = FieldSpec(kind: kind, path: (path + [key]).joined(separator: "/"))
    let group = GroupVersionKind(apiVersion: version, kind: target)
    nameReference.append(
      NameReference(
        target: KindSelector(group: group.group, version: group.version, kind: target),
        referrers: [referrer]))
  }
}

/// The schemas of a file of `crds`, by the names of their definitions.
private struct Definitions {
  /// The names, in the order of the file.
  private(set) var names: [String] = []
  private var schemas: [String: Node] = [:]

  init(_ document: Node, problems: inout [Diagnostic]) {
    guard !document.isNull else { return }
    guard let entries = document.entries else {
      problems.append(.wrongType(of: "crds", expected: "a mapping", found: document))
      return
    }
    if let kind = document["kind"], kind.text == "CustomResourceDefinition" {
      problems.append(.crdsAreManifest(at: kind.range))
      return
    }
    for entry in entries where !entry.value.isNull {
      guard let name = entry.key.text else { continue }
      var reader = MappingReader(
        entry.value, as: "the definition \"\(name)\"", rules: .replacement, problems: &problems)
      _ = reader.strings("dependencies", problems: &problems)
      guard let schema = reader.node("schema") else { continue }
      SchemaObject.check(schema, named: "schema", problems: &problems)
      names.append(name)
      schemas[name] = schema
    }
  }

  func properties(of name: String) -> Node? {
    schemas[name]?["properties"]
  }
}
