internal import Diagnostics
internal import Schema
internal import YAML

/// Field specifications, looked up by the type of a resource.
///
/// Which of the specifications apply is found out once for each type. Used by one thread.
final class FieldSpecTable {
  private let specs: [FieldSpec]
  private let firstSorted: Int
  private let condition: (FieldSpec, GroupVersionKind) -> Bool
  private var treesByType: [GroupVersionKind: FieldPathTree] = [:]

  /// A table of these specifications; one counts for a type that it is for only where the condition
  /// holds.
  ///
  /// They are followed in their order, and from `firstSorted` on in that of Kustomize's own tables:
  /// those for all kinds last, and of one kind the later ones first.
  init(
    _ specs: [FieldSpec], sortedFrom firstSorted: Int = .max,
    where condition: @escaping (FieldSpec, GroupVersionKind) -> Bool = { _, _ in true }
  ) {
    self.specs = specs
    self.firstSorted = min(firstSorted, specs.count)
    self.condition = condition
  }

  /// Calls `set` with every node that a specification for the type of `resource` leads to.
  func update(
    _ resource: inout Resource, creating creation: FieldPathTree.Creation, origin: SourceRange?,
    _ set: (inout Node) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    try tree(for: resource.id.gvk).update(
      in: &resource.node, creating: creation, origin: origin
    ) { (node, _) throws(Diagnostic) in try set(&node) }
  }

  private func tree(for gvk: GroupVersionKind) -> FieldPathTree {
    if let known = treesByType[gvk] { return known }
    let own = specs[..<firstSorted].filter { matches($0, gvk) }
    let sorted = specs[firstSorted...].filter { matches($0, gvk) }
    let ordered =
      own + sorted.reversed().filter { !$0.selector.kind.isEmpty }
      + sorted.filter(\.selector.kind.isEmpty)
    let tree = FieldPathTree(ordered.map { (FieldPath($0.path), $0.create) })
    treesByType[gvk] = tree
    return tree
  }

  private func matches(_ spec: FieldSpec, _ gvk: GroupVersionKind) -> Bool {
    spec.matches(gvk) && condition(spec, gvk)
  }
}

extension FieldSpec {
  /// Whether the specification is for resources of that type.
  func matches(_ gvk: GroupVersionKind) -> Bool {
    matches(group: gvk.group, version: gvk.version, kind: gvk.kind)
  }
}

extension KindSelector {
  /// Whether every type is selected that the other one selects.
  func matches(_ other: KindSelector) -> Bool {
    matches(group: other.group, version: other.version, kind: other.kind)
  }

  /// Whether that type is selected.
  func matches(_ gvk: GroupVersionKind) -> Bool {
    matches(group: gvk.group, version: gvk.version, kind: gvk.kind)
  }
}

extension [FieldSpec] {
  /// Adds specifications, but for those whose path is there already for one of their types.
  ///
  /// So a path that is given for one kind takes the place of the same path for all kinds. The same
  /// path with another `create` is a conflict, as in Kustomize.
  mutating func merge(
    _ others: [FieldSpec], at range: SourceRange?
  ) throws(Diagnostic) {
    for other in others {
      let same = first { $0.path == other.path && other.selector.matches($0.selector) }
      guard let same else {
        append(other)
        continue
      }
      guard same.create == other.create else {
        throw .conflictingFieldSpecs(path: other.path, at: range)
      }
    }
  }
}
