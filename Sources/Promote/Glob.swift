/// A pattern in which `*` stands for any text.
struct Glob {
  private let parts: [Substring]

  init(_ pattern: String) {
    parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
  }

  func matches(_ text: String) -> Bool {
    guard parts.count > 1 else { return parts[0] == text }
    guard text.hasPrefix(parts[0]), text.hasSuffix(parts[parts.count - 1]),
      text.utf8.count >= parts[0].utf8.count + parts[parts.count - 1].utf8.count
    else { return false }
    var rest = text.dropFirst(parts[0].count).dropLast(parts[parts.count - 1].count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let end = rest.end(of: part) else { return false }
      rest = rest[end...]
    }
    return true
  }
}

extension Substring {
  /// Where the first occurrence of `text` ends.
  fileprivate func end(of text: Substring) -> Index? {
    indices.first { self[$0...].hasPrefix(text) }.map { index($0, offsetBy: text.count) }
  }
}
