/// The patterns of all entries of `images`, of which those that could match are found by name.
///
/// Most patterns fix the last component of a repository's name, as `web` in `ghcr.io/shop/web`. To find
/// the next one that matches costs O(those of that component, and those without one).
struct ImagePatternTable: Sendable {
  private let patterns: [ImagePattern]
  /// The positions of patterns by their component; nil where there are so few that all are tried.
  private let positions: [Substring: [Int]]?
  /// The positions of patterns that fix no component.
  private var others: [Int] = []

  init(_ patterns: [ImagePattern]) {
    self.patterns = patterns
    guard patterns.count > 8 else {
      positions = nil
      return
    }
    var positions: [Substring: [Int]] = [:]
    for (position, pattern) in patterns.enumerated() {
      if let component = pattern.lastComponent {
        positions[component, default: []].append(position)
      } else {
        others.append(position)
      }
    }
    self.positions = positions
  }

  /// The position of the first pattern that matches a reference, of those in a range.
  func first(matching reference: String, in range: Range<Int>) -> Int? {
    func isMatch(_ position: Int) -> Bool {
      range.contains(position) && patterns[position].matches(reference)
    }
    guard let positions else { return range.first(where: isMatch) }
    let named = positions[ImagePattern.lastComponent(of: reference)]?.first(where: isMatch)
    let other = others.first(where: isMatch)
    guard let named, let other else { return named ?? other }
    return min(named, other)
  }
}
