internal import Diagnostics
internal import YAML

/// Compares two texts that are JSON or YAML themselves, such as configuration files in a ConfigMap.
struct TextComparison {
  /// What differs within; nothing if they mean the same.
  let changes: [Change]

  /// Nil unless both texts are a mapping or a list each.
  init?(_ old: Scalar, _ new: Scalar) {
    guard let old = Self.document(old), let new = Self.document(new) else { return nil }
    var comparer = NodeComparer()
    comparer.compare(old, new, nil)
    changes = comparer.changes.map { change in
      var change = change
      // Places within a text are none of a file.
      change.oldPlace = nil
      change.newPlace = nil
      return change
    }
  }

  private static func document(_ scalar: Scalar) -> Node? {
    let text = scalar.text
    let first = text.utf8.first { $0 > 0x20 }
    let isLikely =
      first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
      || text.utf8.contains(UInt8(ascii: "\n"))
    guard isLikely, scalar.isString(in: .resource) else { return nil }
    let file = SourceFile(id: .detached, path: "", bytes: Array(text.utf8))
    guard let documents = try? YAMLReader().documents(of: file), documents.count == 1,
      documents[0].scalar == nil
    else { return nil }
    // Of several JSON values only the first is read: such a text is no document.
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "["), let range = documents[0].range {
      guard text.utf8.dropFirst(Int(range.end)).allSatisfy({ $0 <= 0x20 }) else { return nil }
    }
    return documents[0]
  }
}
