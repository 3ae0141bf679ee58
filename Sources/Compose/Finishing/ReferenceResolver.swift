internal import Diagnostics
internal import Schema
internal import YAML

/// Finds the resource that a reference means, and rewrites the reference.
struct ReferenceResolver {
  /// The resource that holds a reference, as it was before any reference in it was rewritten.
  struct Referrer {
    let id: ResourceID
    let isClusterScoped: Bool
    let namespace: String
    let prefixes: [String]
    let suffixes: [String]
    /// The namespaces of the ServiceAccounts that a role binding has as subjects.
    let subjectNamespaces: Set<String>
    /// The type that a role binding's `roleRef` names.
    let role: GroupVersionKind

    init(_ resource: Resource) {
      id = resource.id
      isClusterScoped = resource.isClusterScoped
      namespace = resource.effectiveNamespace
      prefixes = resource.namePrefixes
      suffixes = resource.nameSuffixes
      let roleRef = resource.node["roleRef"]
      role = GroupVersionKind(
        group: roleRef?["apiGroup"]?.text ?? "", kind: roleRef?["kind"]?.text ?? "")
      var namespaces: Set<String> = []
      if id.gvk.kind == "RoleBinding" || id.gvk.kind == "ClusterRoleBinding" {
        for subject in resource.node["subjects"]?.elements ?? [] {
          if subject["kind"]?.text == "ServiceAccount", let name = subject["namespace"]?.text {
            namespaces.insert(name)
          }
        }
      }
      subjectNamespaces = namespaces
    }
  }

  private let resources: [Resource]
  private let positionsByPreviousName: [String: [Int]]

  init(_ resources: [Resource]) {
    self.resources = resources
    var positions: [String: [Int]] = [:]
    for position in resources.indices {
      for previous in resources[position].previousIdentities
      where positions[previous.name]?.last != position {
        positions[previous.name, default: []].append(position)
      }
    }
    positionsByPreviousName = positions
  }

  /// Rewrites what a rule leads to: a name, a mapping with a name and perhaps a namespace, or a
  /// list of these.
  func update(
    _ field: inout Node, _ rule: NameReferences.Rule, _ referrer: Referrer
  ) throws(Diagnostic) {
    guard !field.isNull else { return }
    switch field.content {
    case .scalar: try updateName(&field, rule, referrer)
    case .mapping: try updateMapping(&field, rule, referrer)
    case .sequence:
      try field.updateElements { (elements) throws(Diagnostic) in
        for index in elements.indices {
          try update(&elements[index], rule, referrer)
        }
      }
    }
  }

  private func updateName(
    _ field: inout Node, _ rule: NameReferences.Rule, _ referrer: Referrer
  ) throws(Diagnostic) {
    let name = field.text ?? ""
    let candidates = candidates(named: name, rule, referrer)
    guard let position = try select(candidates, referrer, at: field) else { return }
    if resources[position].id.name != name { field.replaceText(with: resources[position].nameNode) }
  }

  private func updateMapping(
    _ field: inout Node, _ rule: NameReferences.Rule, _ referrer: Referrer
  ) throws(Diagnostic) {
    guard let nameField = field["name"], let name = nameField.text else {
      throw .referenceWithoutName(at: field)
    }
    var candidates = candidates(named: name, rule, referrer)
    if let namespace = field["namespace"]?.text {
      let originally = candidates.filter {
        resources[$0].effectiveNamespace(of: resources[$0].originalID) == namespace
      }
      let presently = candidates.filter { resources[$0].effectiveNamespace == namespace }
      candidates = originally.isEmpty ? presently : originally
    }
    guard let position = try select(candidates, referrer, at: nameField, byNamespace: true) else {
      return
    }
    let target = resources[position]
    if target.id.name == name, target.id.namespace.isEmpty { return }
    field.update("name") { $0.replaceText(with: target.nameNode) }
    // An empty namespace is no statement about the namespace of the reference.
    if !target.id.namespace.isEmpty, let namespace = target.node[path: "metadata", "namespace"] {
      field.set("namespace", to: namespace)
    }
  }

  /// The resources that had the name, are of the kind, and can be reached from the referrer.
  private func candidates(
    named name: String, _ rule: NameReferences.Rule, _ referrer: Referrer
  ) -> [Int] {
    guard let positions = positionsByPreviousName[name] else { return [] }
    let isRoleReference = rule.referrer.path.hasSuffix("roleRef/name")
    return positions.filter { position in
      let candidate = resources[position]
      return candidate.previousIDs.contains { rule.target.matches($0.gvk) }
        && (!isRoleReference
          || candidate.previousIDs.contains { $0.gvk.isSelected(by: referrer.role) })
        && isReachable(candidate, from: referrer)
    }
  }

  private func isReachable(_ candidate: Resource, from referrer: Referrer) -> Bool {
    referrer.isClusterScoped || candidate.isClusterScoped
      || candidate.effectiveNamespace == referrer.namespace
      || (candidate.id.gvk.kind == "ServiceAccount"
        && referrer.subjectNamespaces.contains(candidate.id.namespace))
  }

  /// The one candidate that is meant; nil if there is none.
  ///
  /// Several are told apart by the prefixes and suffixes that they share with the referrer.
  private func select(
    _ candidates: [Int], _ referrer: Referrer, at field: Node, byNamespace: Bool = false
  ) throws(Diagnostic) -> Int? {
    if candidates.count <= 1 { return candidates.first }
    let related = candidates.filter { isRelated(resources[$0], referrer, allowsEmpty: true) }
    if related.count == 1 { return related[0] }
    let closest = related.filter { isRelated(resources[$0], referrer, allowsEmpty: false) }
    guard let first = closest.first else { return nil }
    let isSame = closest.allSatisfy { position in
      resources[position].id.name == resources[first].id.name
        && (!byNamespace || resources[position].id.namespace == resources[first].id.namespace)
    }
    guard isSame else {
      throw .ambiguousReference(
        field.text ?? "", closest.map { resources[$0] }, from: referrer.id, at: field.range)
    }
    return first
  }

  private func isRelated(
    _ candidate: Resource, _ referrer: Referrer, allowsEmpty: Bool
  ) -> Bool {
    haveSameEnd(candidate.namePrefixes, referrer.prefixes, allowsEmpty)
      && haveSameEnd(candidate.nameSuffixes, referrer.suffixes, allowsEmpty)
  }

  /// Whether the shorter list is the end of the longer; an empty list is related to any where that
  /// is allowed, and else to another empty one only.
  private func haveSameEnd(_ a: [String], _ b: [String], _ allowsEmpty: Bool) -> Bool {
    if a.isEmpty || b.isEmpty { return allowsEmpty || a.isEmpty == b.isEmpty }
    let count = min(a.count, b.count)
    return a.suffix(count) == b.suffix(count)
  }
}

extension Node {
  /// Takes the text and the place of another scalar and keeps the own quotes.
  fileprivate mutating func replaceText(with other: Node) {
    guard let scalar, let text = other.text else { return }
    self = Node(scalar.replacingText(with: text), range: other.range)
  }
}

extension Resource {
  /// The field that holds the name.
  fileprivate var nameNode: Node {
    node[path: "metadata", "name"] ?? Node(string: id.name)
  }
}
