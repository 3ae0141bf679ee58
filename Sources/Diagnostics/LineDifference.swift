/// The lines in which two texts differ.
///
/// Lines that occur once in each text hold it together (patience diff); between them, what is at both
/// ends the same is kept, and the rest is replaced. Costs time linear in the lines, apart from the
/// search for the longest run.
package struct LineDifference {
  /// A line of one text or of both, with its line feed if it has one.
  package enum Line: Hashable {
    /// Of both, as a part of the text before.
    case kept(ArraySlice<UInt8>)
    /// Of the text before.
    case removed(ArraySlice<UInt8>)
    /// Of the text after.
    case inserted(ArraySlice<UInt8>)

    /// Whether both texts have it.
    package var isKept: Bool { if case .kept = self { true } else { false } }
    /// Whether the text before has it.
    package var isOld: Bool { if case .inserted = self { false } else { true } }
    /// Whether the text after has it.
    package var isNew: Bool { if case .removed = self { false } else { true } }
  }

  /// All lines, in order.
  package private(set) var lines: [Line] = []

  private let old: TextLines
  private let new: TextLines

  /// Compares two texts.
  package init(_ old: [UInt8], _ new: [UInt8]) {
    var numbers: [TextLines.Content: Int] = [:]
    self.old = TextLines(of: old, &numbers)
    self.new = TextLines(of: new, &numbers)
    lines.reserveCapacity(max(self.old.count, self.new.count) + 8)
    var pending = [Part(old: 0..<self.old.count, new: 0..<self.new.count)]
    while let part = pending.popLast() { pending += split(part).reversed() }
  }

  /// Lines of both texts that stand in for each other.
  private struct Part {
    var old: Range<Int>
    var new: Range<Int>
  }

  private mutating func replace(_ part: Part) {
    for index in part.old { lines.append(.removed(old[index])) }
    for index in part.new { lines.append(.inserted(new[index])) }
  }

  /// Takes what is the same at the start, and parts what remains; what nothing holds together is
  /// replaced.
  private mutating func split(_ part: Part) -> [Part] {
    var part = part
    while let a = part.old.first, let b = part.new.first, old.numbers[a] == new.numbers[b] {
      lines.append(.kept(old[a]))
      part.old.removeFirst()
      part.new.removeFirst()
    }
    let anchors = part.old.isEmpty || part.new.isEmpty ? [] : anchors(of: part)
    guard !anchors.isEmpty else {
      let count = commonEnd(of: part)
      let (a, b) = (part.old.upperBound - count, part.new.upperBound - count)
      replace(Part(old: part.old.lowerBound..<a, new: part.new.lowerBound..<b))
      for index in a..<part.old.upperBound { lines.append(.kept(old[index])) }
      return []
    }
    var parts: [Part] = []
    for anchor in anchors {
      parts.append(
        Part(old: part.old.lowerBound..<anchor.old, new: part.new.lowerBound..<anchor.new))
      // The anchor itself begins the next part, whose start is the same then.
      part = Part(
        old: anchor.old..<part.old.upperBound, new: anchor.new..<part.new.upperBound)
    }
    return parts + [part]
  }

  private func commonEnd(of part: Part) -> Int {
    zip(part.old.reversed(), part.new.reversed())
      .prefix { old.numbers[$0] == new.numbers[$1] }.count
  }

  /// The lines that occur once in both halves, in the longest order that both share.
  private func anchors(of part: Part) -> [(old: Int, new: Int)] {
    var places: [Int: (old: Int, new: Int?, isOnce: Bool)] = [:]
    places.reserveCapacity(part.old.count)
    for index in part.old {
      let number = old.numbers[index]
      places[number] = (index, nil, places[number] == nil)
    }
    for index in part.new {
      guard let known = places[new.numbers[index]] else { continue }
      places[new.numbers[index]] = (known.old, index, known.isOnce && known.new == nil)
    }
    let pairs = part.new.compactMap { index -> (old: Int, new: Int)? in
      guard let known = places[new.numbers[index]], known.isOnce, known.new == index else {
        return nil
      }
      return (known.old, index)
    }
    return Self.longestAscending(pairs)
  }

  /// The most pairs whose first numbers ascend as their second ones do.
  private static func longestAscending(
    _ pairs: [(old: Int, new: Int)]
  ) -> [(old: Int, new: Int)] {
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

/// The lines of a text, with a number for each that equal lines of both texts share.
private struct TextLines {
  /// A line by what it says.
  struct Content: Hashable {
    var bytes: ArraySlice<UInt8>

    static func == (a: Content, b: Content) -> Bool {
      a.bytes.count == b.bytes.count && a.bytes.elementsEqual(b.bytes)
    }

    func hash(into hasher: inout Hasher) {
      bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    }
  }

  private(set) var numbers: [Int] = []
  private var starts: [Int] = [0]
  private let bytes: [UInt8]

  init(of bytes: [UInt8], _ known: inout [Content: Int]) {
    self.bytes = bytes
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(index + 1)
    }
    if starts.last != bytes.count { starts.append(bytes.count) }
    numbers.reserveCapacity(starts.count)
    for index in 0..<count {
      let content = Content(bytes: self[index])
      if let number = known[content] {
        numbers.append(number)
      } else {
        numbers.append(known.count)
        known[content] = known.count
      }
    }
  }

  var count: Int { starts.count - 1 }

  subscript(index: Int) -> ArraySlice<UInt8> { bytes[starts[index]..<starts[index + 1]] }
}
