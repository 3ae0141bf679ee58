/// The lines that differ between two texts.
///
/// Lines that occur once in each text hold it together (patience diff); between them, what is at both
/// ends the same is kept, and the rest is replaced. Costs time linear in the lines, apart from the
/// search for the longest run.
struct LineDifference {
  /// A line of one text or of both.
  enum Line: Hashable {
    case kept(String)
    case removed(String)
    case inserted(String)
  }

  /// All lines, in order.
  private(set) var lines: [Line] = []

  private let old: [Substring]
  private let new: [Substring]

  init(_ old: String, _ new: String) {
    self.old = old.split(separator: "\n", omittingEmptySubsequences: false)
    self.new = new.split(separator: "\n", omittingEmptySubsequences: false)
    var pending = [(old: self.old.indices, new: self.new.indices, isFinal: false)]
    while let part = pending.popLast() {
      if part.isFinal {
        replace(part.old, part.new)
      } else {
        pending += split(part.old, part.new).reversed()
      }
    }
  }

  private mutating func replace(_ olds: Range<Int>, _ news: Range<Int>) {
    lines += old[olds].map { .removed(String($0)) }
    lines += new[news].map { .inserted(String($0)) }
  }

  /// Takes what is the same at the start, and parts what remains.
  private mutating func split(
    _ olds: Range<Int>, _ news: Range<Int>
  ) -> [(old: Range<Int>, new: Range<Int>, isFinal: Bool)] {
    var (olds, news) = (olds, news)
    while let a = olds.first, let b = news.first, old[a] == new[b] {
      lines.append(.kept(String(old[a])))
      olds.removeFirst()
      news.removeFirst()
    }
    if olds.isEmpty || news.isEmpty { return [(olds, news, true)] }
    let anchors = anchors(olds, news)
    if anchors.isEmpty {
      // No line holds the texts together: what is the same at the end stays.
      var count = 0
      while count < min(olds.count, news.count),
        old[olds.upperBound - 1 - count] == new[news.upperBound - 1 - count]
      {
        count += 1
      }
      guard count > 0 else { return [(olds, news, true)] }
      let (a, b) = (olds.upperBound - count, news.upperBound - count)
      return [
        (olds.lowerBound..<a, news.lowerBound..<b, true),
        (a..<olds.upperBound, b..<news.upperBound, false),
      ]
    }
    var parts: [(old: Range<Int>, new: Range<Int>, isFinal: Bool)] = []
    var (a, b) = (olds.lowerBound, news.lowerBound)
    for anchor in anchors {
      parts.append((a..<anchor.old, b..<anchor.new, false))
      // The anchor itself begins the next part, whose start is the same then.
      (a, b) = anchor
    }
    parts.append((a..<olds.upperBound, b..<news.upperBound, false))
    return parts
  }

  /// The lines that occur once in both parts, in the longest order that both share.
  private func anchors(
    _ olds: Range<Int>, _ news: Range<Int>
  ) -> [(old: Int, new: Int)] {
    var places: [Substring: (old: Int?, new: Int?, isOnce: Bool)] = [:]
    for index in olds {
      let known = places[old[index]]
      places[old[index]] = (index, nil, known == nil)
    }
    for index in news {
      guard let known = places[new[index]] else { continue }
      places[new[index]] = (known.old, index, known.isOnce && known.new == nil)
    }
    var pairs: [(old: Int, new: Int)] = []
    for index in news {
      if let known = places[new[index]], known.isOnce, known.new == index, let old = known.old {
        pairs.append((old, index))
      }
    }
    return longestAscending(pairs)
  }

  /// The most pairs whose first numbers ascend as their second ones do.
  private func longestAscending(_ pairs: [(old: Int, new: Int)]) -> [(old: Int, new: Int)] {
    var tails: [Int] = []
    var previous = Array(repeating: -1, count: pairs.count)
    for (index, pair) in pairs.enumerated() {
      var (low, high) = (0, tails.count)
      while low < high {
        let middle = (low + high) / 2
        if pairs[tails[middle]].old < pair.old { low = middle + 1 } else { high = middle }
      }
      if low > 0 { previous[index] = tails[low - 1] }
      if low == tails.count { tails.append(index) } else { tails[low] = index }
    }
    var result: [(old: Int, new: Int)] = []
    var next = tails.last ?? -1
    while next >= 0 {
      result.append(pairs[next])
      next = previous[next]
    }
    return result.reversed()
  }
}
