internal import Diagnostics

extension Node {
  /// The text of a key as it is printed.
  ///
  /// Throws if the key is no string. At the root Kustomize takes any scalar but null for its text.
  func printedKey(isRoot: Bool) throws(Diagnostic) -> String {
    guard case .scalar(let scalar) = content else { throw .yamlKeyNotString(self) }
    switch scalar.type(in: .resource) {
    case .string:
      if scalar.tag == .other, !isRoot { throw .yamlKeyNotString(self) }
    case .null:
      // Kustomize writes an absent key in quotes and reads it back.
      guard scalar.text.isEmpty, scalar.tag == .implicit else { throw .yamlKeyNotString(self) }
    case .boolean, .integer, .unsignedInteger, .float, .timestamp:
      guard isRoot else { throw .yamlKeyNotString(self) }
    case .binary:
      guard isRoot else { throw .yamlKeyNotString(self) }
      guard let text = scalar.decodedBinary else { throw .yamlTagMismatch(scalar, at: range) }
      return text
    case .invalid:
      throw .yamlTagMismatch(scalar, at: range)
    }
    return scalar.text
  }
}

extension ContiguousArray<Node.Entry> {
  /// Throws if two keys have the same text.
  ///
  /// Costs O(entries): a byte set tells for short mappings that no two keys can be the same.
  func refuseRepeatedKeys() throws(Diagnostic) {
    guard count > 24 else {
      var seen: UInt64 = 0
      for index in indices {
        guard case .scalar(let key) = self[index].key.content else { continue }
        let utf8 = key.text.utf8.span
        var hash = utf8.count
        if !utf8.isEmpty { hash += 7 &* Int(utf8[0]) &+ 3 &* Int(utf8[utf8.count - 1]) }
        let bit: UInt64 = 1 << UInt64(truncatingIfNeeded: hash & 63)
        if seen & bit != 0 { try refuseRepetition(of: key.text, at: index, below: index) }
        seen |= bit
      }
      return
    }
    var seen: Set<String> = []
    for index in indices {
      guard case .scalar(let key) = self[index].key.content else { continue }
      // Strings that differ in their bytes may be equal: canonically equivalent ones.
      if !seen.insert(key.text).inserted {
        try refuseRepetition(of: key.text, at: index, below: index)
      }
    }
  }

  private func refuseRepetition(
    of text: String, at index: Int, below end: Int
  ) throws(Diagnostic) {
    for first in indices.prefix(end) where self[first].key.isScalar(text) {
      throw .yamlRepeatedKey(text, at: self[index].key.range, first: self[first].key.range)
    }
  }
}
