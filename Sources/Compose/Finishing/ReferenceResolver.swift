internal import Diagnostics
internal import Schema
internal import YAML

/// Finds the resource that a reference means, and rewrites the reference.
struct ReferenceResolver {
  /// The resource that holds a reference, as it was before any reference in it was rewritten.
  struct Referrer {
    let id: ResourceID
    let serial: UInt32
    let isClusterScoped: Bool
    let namespace: String
    let prefixes: [String]
    let suffixes: [String]
    /// The namespaces of the ServiceAccounts that a role binding has as subjects.
    let subjectNamespaces: Set<String>
    /// The type that a role binding's `roleRef` names.
    let role: GroupVersionKind

    /// Throws if a role binding has a ServiceAccount as its subject whose namespace is no text.
    init(_ resource: Resource) throws(Diagnostic) {
      id = resource.id
      serial = resource.serial
      isClusterScoped = resource.isClusterScoped
      namespace = resource.effectiveNamespace
      prefixes = resource.namePrefixes
      suffixes = resource.nameSuffixes
      let roleRef = resource.node["roleRef"]
      role = GroupVersionKind(
        group: roleRef?["apiGroup"]?.text ?? "", kind: roleRef?["kind"]?.text ?? "")
      var namespaces: Set<String> = []
      if id.gvk.kind == "RoleBinding" {
        for subject in resource.node["subjects"]?.elements ?? [] {
          guard subject["kind"]?.text == "ServiceAccount", let name = subject["namespace"] else {
            continue
          }
          guard let scalar = name.scalar, scalar.isString(in: .resource) else {
            throw .subjectNamespaceNotText(at: name)
          }
          namespaces.insert(scalar.text)
        }
      }
      subjectNamespaces = namespaces
    }
  }

  /// A resource that had another name, as it was before any reference in it was rewritten.
  ///
  /// Its content is not held, so that references are rewritten in place.
  private struct Candidate {
    let id: ResourceID
    let isClusterScoped: Bool
    private let standsForSecret: Bool
    /// Earlier identities, the oldest first, of the group and version of that type.
    private let previous: [Resource.PreviousIdentity]
    let prefixes: [String]
    let suffixes: [String]
    /// The field that holds the name.
    let name: Node
    /// The field that holds the namespace.
    let namespace: Node?
    let range: SourceRange?
    let serial: UInt32

    init(_ resource: Resource) {
      id = resource.id
      isClusterScoped = resource.isClusterScoped
      standsForSecret = resource.standsForSecret
      previous = resource.previousIdentities
      prefixes = resource.namePrefixes
      suffixes = resource.nameSuffixes
      name = resource.node[path: "metadata", "name"] ?? Node(string: resource.id.name)
      namespace = resource.node[path: "metadata", "namespace"]
      range = resource.node.range
      serial = resource.serial
    }

    var effectiveNamespace: String {
      id.effectiveNamespace(isClusterScoped: isClusterScoped)
    }

    var originalNamespace: String {
      OriginalNamespaces.original(of: id, previous.first, isClusterScoped)
    }

    func had(name: String) -> Bool {
      previous.contains { $0.name == name }
    }

    /// The type by which references find it.
    private var gvk: GroupVersionKind { standsForSecret ? .secret : id.gvk }

    func wasOfType(where isMeant: (GroupVersionKind) -> Bool) -> Bool {
      previous.contains {
        isMeant(GroupVersionKind(group: gvk.group, version: gvk.version, kind: $0.kind))
      }
    }
  }

  private let candidates: [Candidate]
  /// The indices of candidates by the names that they have or had.
  private let index: ResourceIndex
  private let originalNamespaces: OriginalNamespaces
  private let recorder: BuildRecorder?

  init(_ resources: [Resource], recorder: BuildRecorder? = nil) {
    self.recorder = recorder
    let renamed = resources.indices.filter { !resources[$0].previousIdentities.isEmpty }
    var candidates: [Candidate] = []
    candidates.reserveCapacity(renamed.count)
    var index = ResourceIndex(capacity: renamed.count)
    for position in renamed {
      let resource = resources[position]
      index.insert(resource, at: candidates.count)
      candidates.append(Candidate(resource))
    }
    self.candidates = candidates
    self.index = index
    originalNamespaces = OriginalNamespaces(renamed.isEmpty ? [] : resources)
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
          if elements[index].isSequence { throw .referenceIsList(at: elements[index]) }
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
    guard let target = try select(candidates, referrer, at: field) else { return }
    if target.id.name != name {
      field.replaceText(with: target.name)
      record(referrer, name, target)
    }
  }

  private func updateMapping(
    _ field: inout Node, _ rule: NameReferences.Rule, _ referrer: Referrer
  ) throws(Diagnostic) {
    guard let nameField = field["name"] else { throw .referenceWithoutName(at: field) }
    let name = nameField.text ?? ""
    var candidates = candidates(named: name, rule, referrer)
    if let namespace = field["namespace"]?.text {
      let isOriginal = originalNamespaces.reaches(namespace, from: referrer)
      candidates.removeAll {
        namespace != (isOriginal ? $0.originalNamespace : $0.effectiveNamespace)
      }
    }
    guard let target = try select(candidates, referrer, at: nameField, byNamespace: true) else {
      return
    }
    if target.id.name == name, target.id.namespace.isEmpty { return }
    field.update("name") { $0.replaceText(with: target.name) }
    record(referrer, name, target)
    // An empty namespace is no statement about the namespace of the reference.
    if !target.id.namespace.isEmpty, let namespace = target.namespace, let text = namespace.text {
      let isThere: Void? = field.update("namespace") { $0.replaceText(with: namespace) }
      if isThere == nil { field.set("namespace", to: Node(string: text, range: namespace.range)) }
    }
  }

  private func record(_ referrer: Referrer, _ name: String, _ target: Candidate) {
    recorder?.note(
      BuildRecorder.Reference(referrer: referrer.serial, old: name, new: target.id.name),
      to: target.serial)
  }

  /// The resources that had the name, are of the kind, and can be reached from the referrer.
  private func candidates(
    named name: String, _ rule: NameReferences.Rule, _ referrer: Referrer
  ) -> [Candidate] {
    let isRoleReference = rule.referrer.path.hasSuffix("roleRef/name")
    return index.positions(named: name).lazy.map { candidates[$0] }.filter { candidate in
      candidate.had(name: name)
        && candidate.wasOfType { rule.target.matches($0) }
        && (!isRoleReference || candidate.wasOfType { $0.isSelected(by: referrer.role) })
        && isReachable(candidate, from: referrer)
    }
  }

  private func isReachable(_ candidate: Candidate, from referrer: Referrer) -> Bool {
    referrer.isClusterScoped || candidate.isClusterScoped
      || candidate.effectiveNamespace == referrer.namespace
      || (candidate.id.gvk.kind == "ServiceAccount"
        && referrer.subjectNamespaces.contains(candidate.id.namespace))
  }

  /// The one candidate that is meant; nil if there is none.
  ///
  /// Several are told apart by the prefixes and suffixes that they share with the referrer.
  private func select(
    _ candidates: [Candidate], _ referrer: Referrer, at field: Node, byNamespace: Bool = false
  ) throws(Diagnostic) -> Candidate? {
    if candidates.count <= 1 { return candidates.first }
    let related = candidates.filter { isRelated($0, referrer, allowsEmpty: true) }
    if related.count == 1 { return related[0] }
    let closest = related.filter { isRelated($0, referrer, allowsEmpty: false) }
    guard let first = closest.first else { return nil }
    let isSame = closest.allSatisfy { candidate in
      candidate.id.name == first.id.name
        && (!byNamespace || candidate.id.namespace == first.id.namespace)
    }
    guard isSame else {
      throw .ambiguousReference(
        field.text ?? "", closest.map { ($0.id, $0.range) }, from: referrer.id, at: field.range)
    }
    return first
  }

  private func isRelated(
    _ candidate: Candidate, _ referrer: Referrer, allowsEmpty: Bool
  ) -> Bool {
    haveSameEnd(candidate.prefixes, referrer.prefixes, allowsEmpty)
      && haveSameEnd(candidate.suffixes, referrer.suffixes, allowsEmpty)
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
  /// Takes the text of another scalar, with its place if it is another text, and keeps the own quotes.
  fileprivate mutating func replaceText(with other: Node) {
    guard let scalar, let text = other.text else { return }
    let place = scalar.text.hasSameBytes(as: text) ? range : other.range
    self = Node(scalar.replacingText(with: text), range: place)
  }
}
