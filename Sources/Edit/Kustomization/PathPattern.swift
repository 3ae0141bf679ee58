internal import YAML

extension String {
  /// Whether this has characters by which it may match other texts than itself.
  package var isPathPattern: Bool { utf8.contains { "*?[\\".utf8.contains($0) } }

  /// Whether a name matches a pattern of paths: `*` stands for any text without a slash, `?` for one
  /// character, `[a-c]` for one of several, and `\` takes a character as it is.
  ///
  /// Costs O(length of both) for each `*`.
  package func matches(pathPattern pattern: String) -> Bool {
    if hasSameBytes(as: pattern) { return true }
    if !pattern.isPathPattern { return false }
    return Self.match(Array(unicodeScalars)[...], Array(pattern.unicodeScalars)[...])
  }

  private typealias Characters = ArraySlice<Unicode.Scalar>

  private static func match(_ name: Characters, _ pattern: Characters) -> Bool {
    var (name, pattern) = (name, pattern)
    // The last `*`, and the name behind what it stands for at least.
    var star: (name: Characters, pattern: Characters)?
    while true {
      if pattern.first == "*" {
        pattern = pattern.dropFirst()
        star = (name, pattern)
      } else if let rest = matchOne(name, pattern) {
        name = name.dropFirst()
        pattern = rest
      } else if name.isEmpty, pattern.isEmpty {
        return true
      } else if let last = star, let skipped = last.name.first, skipped != "/" {
        name = last.name.dropFirst()
        pattern = last.pattern
        star = (name, pattern)
      } else {
        return false
      }
    }
  }

  /// The rest of a pattern whose first part matches the first character.
  private static func matchOne(_ name: Characters, _ pattern: Characters) -> Characters? {
    guard let character = name.first, let first = pattern.first else { return nil }
    let rest = pattern.dropFirst()
    switch first {
    case "?": return character == "/" ? nil : rest
    case "\\": return rest.first == character ? rest.dropFirst() : nil
    case "[":
      guard let end = rest.firstIndex(of: "]") else { return nil }
      let isNegated = rest.first == "^"
      let isFound = contains(rest[rest.startIndex..<end].dropFirst(isNegated ? 1 : 0), character)
      return isFound != isNegated ? rest[(end + 1)...] : nil
    default: return first == character ? rest : nil
    }
  }

  private static func contains(_ set: Characters, _ character: Unicode.Scalar) -> Bool {
    var set = set
    while let low = set.first {
      set = set.dropFirst()
      guard set.first == "-", let high = set.dropFirst().first else {
        if low == character { return true }
        continue
      }
      if low <= character, character <= high { return true }
      set = set.dropFirst(2)
    }
    return false
  }
}
