internal import Schema

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
      guard LabelSyntax.isKey(String(parts[0])) else {
        return .failure(WrongArgument(text: String(text)))
      }
      pairs.append((String(parts[0]), parts.count == 2 ? unquoted(parts[1]) : ""))
    }
    return .success(pairs)
  }

  /// An argument that is no pair.
  package struct WrongArgument: Error {
    package let text: String
  }

  private static func unquoted(_ text: Substring) -> String {
    for quote in ["\"", "'"] where text.count >= 2 && text.hasPrefix(quote) && text.hasSuffix(quote)
    {
      return String(text.dropFirst().dropLast())
    }
    return String(text)
  }
}
