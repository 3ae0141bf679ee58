internal import YAML

/// The elements of a list by a text that each has: its name, or the element itself.
struct ListIndex {
  private var positions: [String: [(position: Int, text: String)]] = [:]
  private var count = 0

  /// The elements of a list, or of one that is still to come.
  init(of list: Node?, by text: (Node) -> String?) {
    for element in list?.elements ?? [] { append(text(element)) }
  }

  /// The positions of the elements with exactly that text, in order.
  func positions(of text: String) -> [Int] {
    (positions[text] ?? []).filter { $0.text.hasSameBytes(as: text) }.map(\.position)
  }

  /// Takes note of one more element at the end.
  mutating func append(_ text: String?) {
    if let text { positions[text, default: []].append((count, text)) }
    count += 1
  }
}
