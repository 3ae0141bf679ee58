internal import Diagnostics
internal import YAML

/// Which resources a patch applies to, as the `target` of a patch says it.
///
/// Group, version, kind, name and namespace are patterns that must match as a whole; an empty one
/// matches anything. Name and namespace may be the original or the present ones.
struct Selector: Sendable {
  var group: Pattern
  var version: Pattern
  var kind: Pattern
  var name: Pattern
  var namespace: Pattern
  var labels: LabelSelector?
  var annotations: LabelSelector?
  var range: SourceRange?

  /// A pattern of which the empty text matches anything.
  struct Pattern: Sendable {
    private let expression: RegularExpression?

    /// A pattern; nil if it is not valid.
    init?(_ text: String) {
      self.text = text
      if text.isEmpty {
        expression = nil
      } else {
        guard let expression = RegularExpression(text) else { return nil }
        self.expression = expression
      }
    }

    /// Matches anything.
    static let anything = Pattern()

    private init() {
      expression = nil
      text = ""
    }

    /// Whether any text matches, because none was asked for.
    var isAnything: Bool { expression == nil }

    /// The only text that matches, if the pattern has no operators.
    var literal: String? { expression?.literal }

    /// The pattern as it was written; empty for one that matches anything.
    let text: String

    func matches(_ text: String) -> Bool { expression?.matches(text) ?? true }

    /// The text that may be meant; nil if there is none, or if the pattern matches one of them.
    func nearestText(among texts: some Sequence<String>) -> String? {
      guard let literal, !texts.contains(literal) else { return nil }
      return nearestName(to: literal, among: texts)
    }
  }

  init?(
    _ node: Node, rules: DecodingRules = .kustomization, problems: inout [Diagnostic]
  ) {
    var reader = MappingReader(node, as: "a target", rules: rules, problems: &problems)
    guard node.isMapping else { return nil }
    func pattern(_ field: StaticString) -> Pattern {
      guard let text = reader.identityPart(field, problems: &problems) else { return .anything }
      if let pattern = Pattern(text.value) { return pattern }
      problems.append(.invalidPattern(text.value, of: field.description, at: text.range))
      return .anything
    }
    func selector(_ field: StaticString) -> LabelSelector? {
      guard let text = reader.string(field, problems: &problems), !text.value.isEmpty else {
        return nil
      }
      if let selector = LabelSelector(text.value) { return selector }
      problems.append(.invalidSelector(text.value, of: field.description, at: text.range))
      return nil
    }
    group = pattern("group")
    version = pattern("version")
    kind = pattern("kind")
    name = pattern("name")
    namespace = pattern("namespace")
    labels = selector("labelSelector")
    annotations = selector("annotationSelector")
    range = node.range
    reader.finish(problems: &problems)
  }

  /// What is asked for, in a few words.
  var described: String {
    var parts: [String] = []
    if !kind.isAnything || !name.isAnything {
      let place = namespace.isAnything ? "" : "\(namespace.text)/"
      parts.append(
        (kind.isAnything ? "any kind" : kind.text)
          + (name.isAnything ? "" : " \(place)\(name.text)"))
    } else if !namespace.isAnything {
      parts.append("namespace \(namespace.text)")
    }
    if !group.isAnything { parts.append("group \(group.text)") }
    if !version.isAnything { parts.append("version \(version.text)") }
    if let labels { parts.append("labels \(labels.text)") }
    if let annotations { parts.append("annotations \(annotations.text)") }
    return parts.joined(separator: ", ")
  }

  /// Whether the resource is one of those that are meant.
  func matches(_ resource: Resource) -> Bool {
    guard kind.matches(resource.id.gvk.kind), group.matches(resource.id.gvk.group),
      version.matches(resource.id.gvk.version)
    else { return false }
    if !name.isAnything, !name.matches(resource.id.name),
      !name.matches(resource.originalID.name)
    {
      return false
    }
    if !namespace.isAnything, !namespace.matches(resource.effectiveNamespace),
      !namespace.matches(resource.effectiveNamespace(of: resource.originalID))
    {
      return false
    }
    return matchesMetadata(of: resource)
  }

  /// Whether the labels and annotations are those that are asked for.
  fileprivate func matchesMetadata(of resource: Resource) -> Bool {
    Self.matches(labels, resource.node[path: "metadata", "labels"])
      && Self.matches(annotations, resource.node[path: "metadata", "annotations"])
  }

  private static func matches(_ selector: LabelSelector?, _ values: Node?) -> Bool {
    selector?.matches { values?[$0]?.text } ?? true
  }
}

extension ResourceSet {
  /// The positions of the resources that `selector` means, in order.
  ///
  /// A selector that names its resource or a label of it costs a look-up; any other costs
  /// O(resources).
  mutating func positions(selectedBy selector: Selector) -> [Int] {
    let candidates: [Int]
    if let name = selector.name.literal {
      candidates = positions(named: name)
    } else if let (key, values) = selector.labels?.demandedValues {
      candidates = positions(labelled: key, values)
    } else {
      candidates = Array(resources.indices)
    }
    return candidates.filter { !resources[$0].isEmpty && selector.matches(resources[$0]) }
  }
}

// The `select` and `reject` of a replacement's target, which have rules of their own.

extension Selector {
  /// Whether type, name and namespace together are those of one present or earlier identity.
  fileprivate func matchesIdentity(of resource: Resource) -> Bool {
    resource.allIDs.contains { id in
      kind.matches(id.gvk.kind) && group.matches(id.gvk.group) && version.matches(id.gvk.version)
        && name.matches(id.name) && namespace.matches(id.namespace)
    }
  }

  private var hasIdentity: Bool {
    ![kind, group, version, name, namespace].allSatisfy(\.isAnything)
  }

  /// Whether this `reject` leaves the resource out.
  ///
  /// Its identity and its labels and annotations reject each for themselves, as in Kustomize.
  func rejects(_ resource: Resource) -> Bool {
    (hasIdentity && matchesIdentity(of: resource))
      || ((labels != nil || annotations != nil) && matchesMetadata(of: resource))
  }
}

extension ResourceSet {
  /// The positions of the resources that the `select` of a replacement's target means, in order.
  mutating func positions(selectedAsTargetBy selector: Selector) -> [Int] {
    let candidates =
      selector.name.literal.map { positions(named: $0) } ?? Array(resources.indices)
    return candidates.filter {
      selector.matchesIdentity(of: resources[$0]) && selector.matchesMetadata(of: resources[$0])
    }
  }
}
