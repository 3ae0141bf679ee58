package import YAML

extension Node {
  /// Whether both stand for the same value, however they are written: scalars of the same type and
  /// text, lists of the same elements, mappings of the same entries in any order.
  ///
  /// Types are those of resources and those of a kustomization: `yes` and `"yes"` differ.
  package func hasSameMeaning(as other: Node) -> Bool {
    switch (content, other.content) {
    case (.scalar(let a), .scalar(let b)):
      return a.hasSameMeaning(as: b)
    case (.sequence(let a), .sequence(let b)):
      return a.count == b.count && zip(a, b).allSatisfy { $0.hasSameMeaning(as: $1) }
    case (.mapping(let a), .mapping(let b)):
      guard a.count == b.count else { return false }
      return a.indices.allSatisfy { index in
        if a[index].key.hasSameMeaning(as: b[index].key) {
          return a[index].value.hasSameMeaning(as: b[index].value)
        }
        guard let key = a[index].key.text, let value = other[key] else { return false }
        return a[index].value.hasSameMeaning(as: value)
      }
    default:
      return false
    }
  }
}

extension Scalar {
  fileprivate func hasSameMeaning(as other: Scalar) -> Bool {
    if isNull || other.isNull { return isNull == other.isNull }
    guard text.hasSameBytes(as: other.text) else { return false }
    // NaN is not equal to itself.
    if style == other.style, tag == other.tag { return true }
    return type(in: .resource) == other.type(in: .resource)
      && type(in: .kustomization) == other.type(in: .kustomization)
  }
}
