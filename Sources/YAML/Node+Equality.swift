extension Node {
  /// Whether both have the same shape, text, style and tag; where they come from does not matter.
  ///
  /// The order of entries counts. Costs O(nodes).
  public func hasSameContent(as other: Node) -> Bool {
    switch (content, other.content) {
    case (.scalar(let a), .scalar(let b)):
      a.style == b.style && a.tag == b.tag && a.text.hasSameBytes(as: b.text)
    case (.sequence(let a), .sequence(let b)):
      a.count == b.count && zip(a, b).allSatisfy { $0.hasSameContent(as: $1) }
    case (.mapping(let a), .mapping(let b)):
      a.count == b.count
        && zip(a, b).allSatisfy {
          $0.key.hasSameContent(as: $1.key) && $0.value.hasSameContent(as: $1.value)
        }
    default:
      false
    }
  }

  /// Whether all values come from the same places of files, so that none has been set anew.
  package func hasSamePlaces(as other: Node) -> Bool {
    switch (content, other.content) {
    case (.scalar, .scalar):
      range == other.range
    case (.sequence(let a), .sequence(let b)):
      a.count == b.count && zip(a, b).allSatisfy { $0.hasSamePlaces(as: $1) }
    case (.mapping(let a), .mapping(let b)):
      a.count == b.count && zip(a, b).allSatisfy { $0.value.hasSamePlaces(as: $1.value) }
    default:
      false
    }
  }

  /// Whether both hold the same list or mapping, so that nothing in it can differ; of a scalar this
  /// is never known.
  package func sharesStorage(with other: Node) -> Bool {
    switch (content, other.content) {
    case (.sequence(let a), .sequence(let b)):
      a.withUnsafeBufferPointer { a in b.withUnsafeBufferPointer { a.isSame(as: $0) } }
    case (.mapping(let a), .mapping(let b)):
      a.withUnsafeBufferPointer { a in b.withUnsafeBufferPointer { a.isSame(as: $0) } }
    default: false
    }
  }
}

extension UnsafeBufferPointer {
  fileprivate func isSame(as other: UnsafeBufferPointer) -> Bool {
    baseAddress == other.baseAddress && count == other.count
  }
}
