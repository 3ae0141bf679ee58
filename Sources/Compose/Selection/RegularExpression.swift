internal import YAML

/// A pattern in the syntax of Go's RE2 that must match a whole text, or some part of it.
///
/// Matching simulates all alternatives at once and so costs O(pattern × text), whatever the
/// pattern: an input cannot make it hang. A pattern without operators is compared as it is.
/// See <https://github.com/google/re2/wiki/Syntax>; the scripts of Unicode are not known.
struct RegularExpression: Sendable {
  private enum Matcher: Sendable {
    case literal(String)
    case program([Instruction])
  }

  enum Instruction: Sendable {
    case one(CharacterSet)
    case start
    case end
    case wordBoundary(Bool)
    case split(Int, Int)
    case jump(Int)
    case match
  }

  /// How much of a text the pattern must match.
  enum Extent: Sendable {
    /// All of it, as if the pattern were within `^(?:…)$`.
    case whole
    /// Any part of it, be it empty.
    case part
  }

  private let matcher: Matcher
  private let extent: Extent

  /// A pattern for whole texts, unless said otherwise; nil if it is no pattern.
  init?(_ pattern: String, matching extent: Extent = .whole) {
    self.extent = extent
    if !pattern.utf8.contains(where: Self.isOperator) {
      matcher = .literal(pattern)
    } else {
      var compiler = RegularExpressionCompiler(pattern)
      guard let program = compiler.program() else { return nil }
      matcher = .program(program)
    }
  }

  /// Whether a byte of a pattern means another thing than itself.
  static func isOperator(_ byte: UInt8) -> Bool {
    switch Unicode.Scalar(byte) {
    case "\\", "^", "$", ".", "|", "?", "*", "+", "(", ")", "[", "]", "{", "}": true
    default: false
    }
  }

  /// The text that is matched, for a pattern without operators.
  var literal: String? {
    if case .literal(let text) = matcher { text } else { nil }
  }

  /// Whether the pattern matches as much of `text` as it must.
  func matches(_ text: String) -> Bool {
    switch (matcher, extent) {
    case (.literal(let literal), .whole): literal.hasSameBytes(as: text)
    case (.literal(let literal), .part): literal.isEmpty || text.contains(literal)
    case (.program(let program), _): run(program, on: Array(text.unicodeScalars))
    }
  }

  private func run(_ program: [Instruction], on text: [Unicode.Scalar]) -> Bool {
    var current = ThreadList(program.count)
    var next = ThreadList(program.count)
    for position in 0...text.count {
      if position == 0 || extent == .part { current.add(0, at: position, in: text, program) }
      if position == text.count || extent == .part, current.hasMatch(program) { return true }
      guard position < text.count, !current.threads.isEmpty || extent == .part else { return false }
      for thread in current.threads {
        if case .one(let set) = program[thread], set.contains(text[position]) {
          next.add(thread + 1, at: position + 1, in: text, program)
        }
      }
      swap(&current, &next)
      next.clear()
    }
    return false
  }

  /// The instructions that are reached at one position of the text, each once.
  private struct ThreadList {
    var threads: [Int] = []
    private var isKnown: [Bool]

    init(_ count: Int) {
      isKnown = Array(repeating: false, count: count)
    }

    mutating func clear() {
      threads.removeAll(keepingCapacity: true)
      for index in isKnown.indices { isKnown[index] = false }
    }

    /// Whether one of them ends the pattern.
    func hasMatch(_ program: [Instruction]) -> Bool {
      threads.contains { if case .match = program[$0] { true } else { false } }
    }

    mutating func add(
      _ start: Int, at position: Int, in text: [Unicode.Scalar], _ program: [Instruction]
    ) {
      var pending = [start]
      while let thread = pending.popLast() {
        guard !isKnown[thread] else { continue }
        isKnown[thread] = true
        switch program[thread] {
        case .jump(let target): pending.append(target)
        case .split(let first, let second): pending += [first, second]
        case .start: if position == 0 { pending.append(thread + 1) }
        case .end: if position == text.count { pending.append(thread + 1) }
        case .wordBoundary(let expected):
          let before = position > 0 && CharacterSet.word.contains(text[position - 1])
          let after = position < text.count && CharacterSet.word.contains(text[position])
          if (before != after) == expected { pending.append(thread + 1) }
        case .one, .match: threads.append(thread)
        }
      }
    }
  }
}

/// A set of Unicode scalars, as a class of a pattern describes it.
struct CharacterSet: Sendable {
  var ranges: [ClosedRange<UInt32>]
  var isNegated = false

  static let digit = CharacterSet(ranges: [0x30...0x39])
  static let word = CharacterSet(ranges: [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
  static let space = CharacterSet(ranges: [0x09...0x0A, 0x0C...0x0D, 0x20...0x20])
  static let anyButLineFeed = CharacterSet(ranges: [0x0A...0x0A], isNegated: true)

  var negated: CharacterSet { CharacterSet(ranges: ranges, isNegated: !isNegated) }

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    ranges.contains { $0.contains(scalar.value) } != isNegated
  }

  /// The set with the other case of each ASCII letter added.
  var ignoringCase: CharacterSet {
    var result = self
    for range in ranges {
      for value in range.clamped(to: 0x41...0x5A) where range.contains(value) {
        result.ranges.append(value | 0x20...value | 0x20)
      }
      for value in range.clamped(to: 0x61...0x7A) where range.contains(value) {
        result.ranges.append(value & ~0x20...value & ~0x20)
      }
    }
    return result
  }
}
