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
  func refuseRepeatedKeys() throws(Diagnostic) {
    guard let (first, second) = firstRepetition() else { return }
    let key = self[second].key
    throw .yamlRepeatedKey(key.text ?? "", at: key.range, first: self[first].key.range)
  }

  /// The entries but those whose key stands before.
  package func withoutRepetitions() -> Self {
    guard firstRepetition() != nil else { return self }
    var positions: [[UInt8]: Int] = [:]
    return Self(
      enumerated().lazy.filter { position, entry in
        guard let text = entry.key.text else { return true }
        let first = positions[Array(text.utf8)] ?? position
        positions[Array(text.utf8)] = first
        return first == position
      }.map(\.element))
  }

  /// The first entry whose key stands before, and where that is; nil if all keys differ.
  ///
  /// Costs O(entries): a byte set tells for short mappings that no two keys can be the same.
  private func firstRepetition() -> (first: Int, second: Int)? {
    guard count > 24 else {
      var seen: UInt64 = 0
      for index in indices {
        guard case .scalar(let key) = self[index].key.content else { continue }
        let utf8 = key.text.utf8.span
        var hash = utf8.count
        if !utf8.isEmpty { hash += 7 &* Int(utf8[0]) &+ 3 &* Int(utf8[utf8.count - 1]) }
        let bit: UInt64 = 1 << UInt64(truncatingIfNeeded: hash & 63)
        if seen & bit != 0, let first = position(of: key.text, before: index) {
          return (first, index)
        }
        seen |= bit
      }
      return nil
    }
    var seen: Set<String> = []
    for index in indices {
      guard case .scalar(let key) = self[index].key.content else { continue }
      // Strings that differ in their bytes may be equal: canonically equivalent ones.
      if !seen.insert(key.text).inserted, let first = position(of: key.text, before: index) {
        return (first, index)
      }
    }
    return nil
  }

  private func position(of text: String, before end: Int) -> Int? {
    indices.prefix(end).first { self[$0].key.isScalar(text) }
  }
}
