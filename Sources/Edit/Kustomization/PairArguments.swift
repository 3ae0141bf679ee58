/// Reads the arguments of `edit set|add|remove label|annotation`.
package enum PairArguments {
  /// The pairs of `KEY:VALUE` arguments, each of which may hold several with commas between; nil for
  /// the first that is wrong.
  ///
  /// A value may be in quotes; a key without a colon has an empty value.
  package static func pairs(
    _ arguments: [String]
  ) -> Result<[(key: String, value: String)], WrongArgument> {
    var pairs: [(key: String, value: String)] = []
    for text in arguments.flatMap({ $0.split(separator: ",", omittingEmptySubsequences: false) }) {
      let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard isKey(parts[0]) else { return .failure(WrongArgument(text: String(text))) }
      pairs.append((String(parts[0]), parts.count == 2 ? unquoted(parts[1]) : ""))
    }
    return .success(pairs)
  }

  /// An argument that is no pair.
  package struct WrongArgument: Error {
    package let text: String
  }

  /// Whether a text is a key of labels and annotations: a name of at most 63 characters, perhaps
  /// behind a domain and a slash.
  package static func isKey(_ text: some StringProtocol) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard let name = parts.last, parts.count <= 2, isName(name), name.utf8.count <= 63 else {
      return false
    }
    guard parts.count == 2 else { return true }
    return parts[0].utf8.count <= 253
      && parts[0].split(separator: ".", omittingEmptySubsequences: false).allSatisfy {
        isName($0) && $0.utf8.allSatisfy { $0 != UInt8(ascii: "_") }
      }
  }

  /// Whether a text is a value of a label.
  package static func isLabelValue(_ text: String) -> Bool {
    text.isEmpty || isName(text) && text.utf8.count <= 63
  }

  /// Letters, digits, `-`, `_` and `.`, with a letter or digit at both ends.
  private static func isName(_ text: some StringProtocol) -> Bool {
    let text = String(text)
    guard let first = text.utf8.first, let last = text.utf8.last else { return false }
    return first.isAlphanumeric && last.isAlphanumeric
      && text.utf8.allSatisfy { $0.isAlphanumeric || "-_.".utf8.contains($0) }
  }

  private static func unquoted(_ text: Substring) -> String {
    for quote in ["\"", "'"] where text.count >= 2 && text.hasPrefix(quote) && text.hasSuffix(quote)
    {
      return String(text.dropFirst().dropLast())
    }
    return String(text)
  }
}

extension UInt8 {
  fileprivate var isAlphanumeric: Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
  }
}
