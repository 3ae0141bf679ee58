internal import YAML

/// Which elements of two lists belong together.
///
/// With merge keys, those of the same key; where Kubernetes has none, mappings of the same `name`,
/// `key` or `id`, if each list has each of them once. In any other list, elements of the same content
/// belong together first; what is left is paired in its order, arguments such as `--level=3` by what
/// stands before the `=`. Costs time linear in both lists.
struct ListPairing {
  /// For each element after, its partner before.
  private(set) var partners: [Int?]
  /// For each element after, whether its partner is known to mean the same.
  private(set) var areEqual: [Bool]

  private let olds: ContiguousArray<Node>
  private let news: ContiguousArray<Node>
  /// The fields that tell elements apart; none where their content does.
  private var keys: [String] = []
  /// Whether the elements are a set of scalars: none of them turns into another.
  private let isSet: Bool
  private var isTaken: [Bool]

  init(_ olds: ContiguousArray<Node>, _ news: ContiguousArray<Node>, mergeKeys: [String]?) {
    self.olds = olds
    self.news = news
    partners = Array(repeating: nil, count: news.count)
    areEqual = Array(repeating: false, count: news.count)
    isTaken = Array(repeating: false, count: olds.count)
    isSet = mergeKeys?.isEmpty ?? false
    if let mergeKeys, !mergeKeys.isEmpty, areUnique(mergeKeys) {
      keys = mergeKeys
    } else if !isSet {
      keys = Self.usualKeys.first { areUnique([$0]) }.map { [$0] } ?? []
    }
  }

  private static let usualKeys = ["name", "key", "id"]

  /// Finds the partners.
  mutating func pair() {
    if keys.isEmpty {
      pairEqual()
      if isSet { return }
      pairRest { Self.option($0) }
      pairInOrder()
    } else {
      let keys = keys
      pairRest { Self.identity(of: $0, keys) }
      // A port that keeps its name and gets another number is still the same port, as is one that
      // keeps its number and gets another protocol.
      if keys != ["name"] { pairRest { $0["name"]?.textUnlessNull } }
      if keys.count > 1 { pairRest { $0[keys[0]]?.textUnlessNull } }
    }
  }

  /// The fields that tell an element from others, with their values.
  func keys(of element: Node) -> [ChangePath.Element.Key] {
    keys.compactMap { key in
      element[key]?.textUnlessNull.map { ChangePath.Element.Key(name: key, value: $0) }
    }
  }

  // MARK: Keys

  private func areUnique(_ keys: [String]) -> Bool {
    [olds, news].allSatisfy { elements in
      var known: Set<String> = []
      return elements.allSatisfy { element in
        Self.identity(of: element, keys).map { known.insert($0).inserted } ?? false
      }
    }
  }

  /// The values of keys in one text; nil if there is none but for a protocol, which is TCP then.
  private static func identity(of element: Node, _ keys: [String]) -> String? {
    var identity = ""
    var isFound = false
    for key in keys {
      let value = element[key]?.textUnlessNull
      if value != nil { isFound = true }
      identity += (value ?? (key == "protocol" ? "TCP" : "")) + "\0"
    }
    return isFound ? identity : nil
  }

  // MARK: Pairing

  private mutating func pairEqual() {
    var places: [[UInt8]: ArraySlice<Int>] = [:]
    for index in olds.indices {
      places[CanonicalText.bytes(of: olds[index]), default: []].append(index)
    }
    for index in news.indices {
      guard let partner = places[CanonicalText.bytes(of: news[index])]?.popFirst() else { continue }
      take(partner, for: index)
      areEqual[index] = true
    }
  }

  /// Pairs elements without partner that have the same identity, where it is not nil.
  private mutating func pairRest(_ identity: (Node) -> String?) {
    var places: [String: ArraySlice<Int>] = [:]
    for index in olds.indices where !isTaken[index] {
      if let name = identity(olds[index]) { places[name, default: []].append(index) }
    }
    guard !places.isEmpty else { return }
    for index in news.indices where partners[index] == nil {
      guard let name = identity(news[index]), let partner = places[name]?.popFirst() else {
        continue
      }
      take(partner, for: index)
    }
  }

  /// Pairs the elements that are left, those of one shape with one another.
  private mutating func pairInOrder() {
    var rest = olds.indices.filter { !isTaken[$0] }[...]
    for index in news.indices where partners[index] == nil {
      guard let partner = rest.first else { return }
      guard Self.isAlike(olds[partner], news[index]) else { continue }
      rest.removeFirst()
      take(partner, for: index)
    }
  }

  private mutating func take(_ partner: Int, for index: Int) {
    partners[index] = partner
    isTaken[partner] = true
  }

  private static func isAlike(_ a: Node, _ b: Node) -> Bool {
    switch (a.content, b.content) {
    case (.scalar, .scalar), (.mapping, .mapping), (.sequence, .sequence): true
    default: false
    }
  }

  /// What names an argument: the text before `=`.
  private static func option(_ element: Node) -> String? {
    guard let text = element.text, text.hasPrefix("-"),
      let end = text.utf8.firstIndex(of: UInt8(ascii: "="))
    else { return nil }
    return String(text[..<end])
  }
}
