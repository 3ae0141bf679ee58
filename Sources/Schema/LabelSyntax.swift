/// What Kubernetes takes for the key and for the value of a label.
///
/// See <https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set>.
package enum LabelSyntax {
  /// Whether a text is a key of labels and annotations: a name of at most 63 characters, perhaps
  /// behind a domain in lower case and a slash.
  package static func isKey(_ text: String) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard let name = parts.last, parts.count <= 2, isName(name), name.utf8.count <= 63 else {
      return false
    }
    guard parts.count == 2 else { return true }
    return parts[0].utf8.count <= 253
      && parts[0].split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
        isName(part)
          && part.utf8.allSatisfy { $0 != UInt8(ascii: "_") && !UInt8.upperCase.contains($0) }
      }
  }

  /// Whether a text is a value of a label: empty, or a name of at most 63 characters.
  package static func isValue(_ text: String) -> Bool {
    text.isEmpty || isName(text[...]) && text.utf8.count <= 63
  }

  /// Letters, digits, `-`, `_` and `.`, with a letter or digit at both ends.
  private static func isName(_ text: Substring) -> Bool {
    guard let first = text.utf8.first, let last = text.utf8.last else { return false }
    return first.isAlphanumeric && last.isAlphanumeric
      && text.utf8.allSatisfy { $0.isAlphanumeric || "-_.".utf8.contains($0) }
  }
}

extension UInt8 {
  fileprivate static let upperCase = UInt8(ascii: "A")...UInt8(ascii: "Z")

  fileprivate var isAlphanumeric: Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
  }
}
