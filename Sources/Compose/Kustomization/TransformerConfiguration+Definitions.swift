internal import Schema
internal import YAML

extension TransformerConfiguration {
  /// The fields that a file of `crds` declares: OpenAPI definitions with Kustomize's extensions.
  ///
  /// A definition with `apiVersion` and `kind` among its properties is a kind, named by the last
  /// part of its name; its fields are found through the definitions that it refers to. See the
  /// `crds` of Kustomize v5.8.
  init(definitions: Node) {
    self.init()
    defer { if !isEmpty { markPartial() } }
    for entry in definitions.entries ?? [] {
      guard let name = entry.key.text, let properties = entry.value.property("properties"),
        ["kind", "apiVersion", "metadata"].allSatisfy({ properties[$0] != nil })
      else { continue }
      let kind = String(name.split(separator: ".").last ?? "")
      collect(from: name, of: kind, at: [], in: definitions, visited: [])
    }
  }

  private mutating func collect(
    from name: String, of kind: String, at path: [String], in definitions: Node,
    visited: Set<String>
  ) {
    guard !visited.contains(name), let properties = definitions[name]?.property("properties")
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

extension Node {
  /// A member of a definition, which may stand within its `Schema`.
  fileprivate func property(_ name: String) -> Node? {
    self["Schema"]?[name] ?? self["schema"]?[name] ?? self[name]
  }
}
