/// A path into a document.
///
/// See RFC 6901.
public struct JSONPointer: Hashable, Sendable {
  /// The names and indices on the way, unescaped; none for the whole document.
  public let tokens: [String]

  /// The pointer that `text` is; nil if it is neither empty nor has a `/`.
  ///
  /// What is before the first `/` is passed over, as in Kustomize v5.8.1.
  public init?(_ text: String) {
    guard !text.isEmpty else {
      tokens = []
      return
    }
    guard let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")) else { return nil }
    tokens = text[slash...].dropFirst().split(separator: "/", omittingEmptySubsequences: false)
      .map { Self.unescaped($0) }
  }

  private static func unescaped(_ token: Substring) -> String {
    guard token.utf8.contains(UInt8(ascii: "~")) else { return String(token) }
    var result = ""
    var scalars = token.unicodeScalars[...]
    while let scalar = scalars.popFirst() {
      if scalar == "~", let next = scalars.first, next == "0" || next == "1" {
        scalars.removeFirst()
        result.unicodeScalars.append(next == "0" ? "~" : "/")
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The pointer to a child of a node: `token` escaped.
  static func escaped(_ token: String) -> String {
    var result = ""
    for scalar in token.unicodeScalars {
      switch scalar {
      case "~": result += "~0"
      case "/": result += "~1"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
