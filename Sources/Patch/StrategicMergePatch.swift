public import Diagnostics
public import Schema
public import YAML

/// A strategic merge patch: a partial resource whose fields are merged into a resource.
///
/// Mappings are merged by key and null removes a key. A list is merged where the schema of the
/// resource says so, by one or several keys or as a set, and replaced elsewhere. `$patch: delete`,
/// `replace` and `merge` say otherwise. New elements come first, in the order of the patch.
///
/// Behaves as Kustomize v5.8.1, quirks included; `$setElementOrder`, `$retainKeys` and
/// `$deleteFromPrimitiveList` are fields like any other. Values keep the place that they come from.
public struct StrategicMergePatch: Sendable {
  private let patch: Node

  /// A patch of that content.
  public init(_ patch: Node) {
    self.patch = patch
  }

  /// Whether the patch takes away the annotations that a resource has, be it to give it others.
  public var replacesAnnotations: Bool {
    if patch[PatchDirective.key]?.text == "replace" { return false }
    guard let metadata = patch["metadata"] else { return false }
    return metadata.replacesAll || metadata["annotations"]?.replacesAll == true
  }

  /// What became of the resource.
  public enum Outcome: Sendable {
    /// It has the fields of the patch.
    case merged
    /// The patch deletes it.
    case deleted
  }

  /// Merges the patch into a resource.
  ///
  /// Lists merge as the schema says for the resource's kind or, if it does not know that, for
  /// `kind`, that of the patch.
  ///
  /// Costs O(size of both).
  ///
  /// Throws where a list meets a mapping or a scalar, and for an unknown directive; the resource is
  /// then partly changed.
  @discardableResult
  public func apply(
    to target: inout Node, kind: String? = nil, schema: KubernetesSchema
  ) throws(Diagnostic) -> Outcome {
    var patch = patch
    switch try PatchDirective(takingFrom: &patch) {
    case .delete: return .deleted
    // Kustomize makes the replacement and then forgets it.
    case .replace: return .merged
    case .merge: break
    }
    let apiVersion = target["apiVersion"]?.text ?? ""
    let type =
      schema.type(apiVersion: apiVersion, kind: target["kind"]?.text ?? "")
      ?? kind.flatMap { schema.type(apiVersion: apiVersion, kind: $0) }
    let isKept = try StrategicMerge(schema: schema).merge(patch, into: &target, type)
    return isKept ? .merged : .deleted
  }
}

extension Node {
  /// Whether a patch leaves nothing of what stands in the place of this value.
  fileprivate var replacesAll: Bool {
    isNull || ["replace", "delete"].contains(self[PatchDirective.key]?.text)
  }
}
