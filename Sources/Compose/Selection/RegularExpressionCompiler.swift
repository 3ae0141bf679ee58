/// Translates a pattern into the instructions that ``RegularExpression`` runs.
///
/// A recursive descent over alternation, concatenation, repetition and atoms. Anything that RE2
/// refuses, or that is not supported, makes the pattern invalid.
struct RegularExpressionCompiler {
  private typealias Instruction = RegularExpression.Instruction

  private let pattern: [Unicode.Scalar]
  private var index = 0
  private var code: [Instruction] = []
  private var ignoresCase = false
  private var dotMatchesLineFeed = false
  private var depth = 0

  /// More repetitions, or deeper groups, than RE2 allows are refused.
  private static let repetitionLimit = 1000
  private static let codeLimit = 100_000

  init(_ pattern: String) {
    self.pattern = Self.escapingQuotations(Array(pattern.unicodeScalars))
  }

  /// Escapes each character between `\Q` and `\E`, or the end.
  private static func escapingQuotations(_ pattern: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    var isQuoted = false
    var index = 0
    while index < pattern.count {
      let escaped = pattern[index] == "\\" && index + 1 < pattern.count ? pattern[index + 1] : nil
      if let escaped, escaped == (isQuoted ? "E" : "Q") {
        isQuoted.toggle()
        index += 2
      } else if isQuoted {
        let isWord = CharacterSet.word.contains(pattern[index]) || pattern[index].value >= 0x80
        result += isWord ? [pattern[index]] : ["\\", pattern[index]]
        index += 1
      } else {
        result.append(pattern[index])
        if let escaped { result.append(escaped) }
        index += escaped == nil ? 1 : 2
      }
    }
    return result
  }

  /// The program, ended by `match`; nil if the pattern is not valid.
  mutating func program() -> [RegularExpression.Instruction]? {
    guard alternation(), index == pattern.count else { return nil }
    return code + [.match]
  }

  private var next: Unicode.Scalar? { index < pattern.count ? pattern[index] : nil }

  private mutating func accept(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    index += 1
    return true
  }

  private mutating func alternation() -> Bool {
    depth += 1
    defer { depth -= 1 }
    guard depth < 500 else { return false }
    let start = code.count
    guard concatenation() else { return false }
    guard accept("|") else { return true }
    // first | rest becomes: split first, rest; first; jump end; rest
    var first = Array(code[start...])
    code.removeSubrange(start...)
    let firstStart = start + 1
    shift(&first, by: 1)
    code.append(.split(firstStart, firstStart + first.count + 1))
    code += first
    let jump = code.count
    code.append(.jump(0))
    guard alternation() else { return false }
    code[jump] = .jump(code.count)
    return true
  }

  private mutating func concatenation() -> Bool {
    while let scalar = next, scalar != "|", scalar != ")" {
      guard repetition(), code.count < Self.codeLimit else { return false }
    }
    return true
  }

  private mutating func repetition() -> Bool {
    let start = code.count
    guard quantifier() == nil, atom() else { return false }
    var isRepeated = false
    while let bounds = quantifier() {
      guard !isRepeated, bounds.minimum <= Self.repetitionLimit,
        bounds.maximum ?? 0 <= Self.repetitionLimit, bounds.minimum <= bounds.maximum ?? .max
      else { return false }
      isRepeated = true
      _ = accept("?")
      let atom = Array(code[start...])
      code.removeSubrange(start...)
      repeatAtom(atom, from: start, bounds)
    }
    return code.count < Self.codeLimit
  }

  private mutating func repeatAtom(
    _ atom: [Instruction], from origin: Int, _ bounds: (minimum: Int, maximum: Int?)
  ) {
    func copy() {
      var copy = atom
      shift(&copy, by: code.count - origin)
      code += copy
    }
    for _ in 0..<bounds.minimum where code.count < Self.codeLimit { copy() }
    if let maximum = bounds.maximum {
      for _ in bounds.minimum..<maximum where code.count < Self.codeLimit {
        code.append(.split(code.count + 1, code.count + 1 + atom.count))
        copy()
      }
    } else {
      let loop = code.count
      code.append(.split(loop + 1, loop + 2 + atom.count))
      copy()
      code.append(.jump(loop))
    }
  }

  private mutating func quantifier() -> (minimum: Int, maximum: Int?)? {
    if accept("*") { return (0, nil) }
    if accept("+") { return (1, nil) }
    if accept("?") { return (0, 1) }
    guard next == "{" else { return nil }
    let start = index
    index += 1
    if let minimum = number() {
      if accept("}") { return (minimum, minimum) }
      if accept(",") {
        if accept("}") { return (minimum, nil) }
        if let maximum = number(), accept("}") { return (minimum, maximum) }
      }
    }
    index = start
    return nil
  }

  private mutating func number() -> Int? {
    var value: Int?
    while let scalar = next, CharacterSet.digit.contains(scalar), (value ?? 0) < 100_000 {
      value = (value ?? 0) * 10 + Int(scalar.value - 0x30)
      index += 1
    }
    return value
  }

  private mutating func atom() -> Bool {
    guard let scalar = next else { return false }
    index += 1
    switch scalar {
    case "(": return group()
    case "[": return characterClass()
    case "\\": return escape()
    case ".":
      append(dotMatchesLineFeed ? CharacterSet(ranges: [], isNegated: true) : .anyButLineFeed)
    case "^": code.append(.start)
    case "$": code.append(.end)
    default: append(CharacterSet(ranges: [scalar.value...scalar.value]))
    }
    return true
  }

  private mutating func append(_ set: CharacterSet) {
    code.append(.one(ignoresCase ? set.ignoringCase : set))
  }

  private mutating func group() -> Bool {
    let flags = (ignoresCase, dotMatchesLineFeed)
    if accept("?") {
      if accept("P") || next == "<" {
        guard accept("<") else { return false }
        while let scalar = next, scalar != ">" {
          guard CharacterSet.word.contains(scalar) else { return false }
          index += 1
        }
        guard accept(">") else { return false }
      } else {
        guard setFlags() else { return false }
        if accept(")") { return true }
        guard accept(":") else { return false }
      }
    }
    guard alternation(), accept(")") else { return false }
    (ignoresCase, dotMatchesLineFeed) = flags
    return true
  }

  private mutating func setFlags() -> Bool {
    var value = true
    while let scalar = next, scalar != ":", scalar != ")" {
      index += 1
      switch scalar {
      case "i": ignoresCase = value
      case "s": dotMatchesLineFeed = value
      case "-": value = false
      case "m", "U": break
      default: return false
      }
    }
    return true
  }

  private mutating func escape() -> Bool {
    guard let scalar = next else { return false }
    index += 1
    switch scalar {
    case "A": code.append(.start)
    case "z": code.append(.end)
    case "b": code.append(.wordBoundary(true))
    case "B": code.append(.wordBoundary(false))
    default:
      guard let set = escapedSet(scalar) else { return false }
      append(set)
    }
    return true
  }

  private mutating func escapedSet(_ scalar: Unicode.Scalar) -> CharacterSet? {
    switch scalar {
    case "p": return category()
    case "P": return category()?.negated
    case "d": return .digit
    case "D": return CharacterSet.digit.negated
    case "w": return .word
    case "W": return CharacterSet.word.negated
    case "s": return .space
    case "S": return CharacterSet.space.negated
    default: return escapedScalar(scalar).map { CharacterSet(ranges: [$0...$0]) }
    }
  }

  /// A general category of Unicode: `L`, `{L}`, `{Lu}`, `{^Lu}`.
  ///
  /// Costs a walk over all of Unicode; scripts are not known.
  private mutating func category() -> CharacterSet? {
    var name = ""
    if accept("{") {
      while let scalar = next, scalar != "}" {
        name.unicodeScalars.append(scalar)
        index += 1
      }
      guard accept("}") else { return nil }
    } else if let scalar = next {
      name.unicodeScalars.append(scalar)
      index += 1
    }
    let isNegated = name.hasPrefix("^")
    if isNegated { name.removeFirst() }
    guard Unicode.GeneralCategory.abbreviations.contains(where: { $0.hasPrefix(name) }),
      !name.isEmpty
    else { return nil }
    var ranges: [ClosedRange<UInt32>] = []
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value),
        scalar.properties.generalCategory.abbreviation.hasPrefix(name)
      else { continue }
      if let last = ranges.last, last.upperBound + 1 == value {
        ranges[ranges.count - 1] = last.lowerBound...value
      } else {
        ranges.append(value...value)
      }
    }
    return CharacterSet(ranges: ranges, isNegated: isNegated)
  }

  private mutating func escapedScalar(_ scalar: Unicode.Scalar) -> UInt32? {
    switch scalar {
    case "a": return 0x07
    case "f": return 0x0C
    case "n": return 0x0A
    case "r": return 0x0D
    case "t": return 0x09
    case "v": return 0x0B
    case "x": return hexadecimal()
    default: return CharacterSet.word.contains(scalar) || scalar.value >= 0x80 ? nil : scalar.value
    }
  }

  private mutating func hexadecimal() -> UInt32? {
    var digits = ""
    if accept("{") {
      while let scalar = next, scalar != "}" {
        digits.unicodeScalars.append(scalar)
        index += 1
      }
      guard accept("}") else { return nil }
    } else {
      for _ in 0..<2 {
        guard let scalar = next else { return nil }
        digits.unicodeScalars.append(scalar)
        index += 1
      }
    }
    return UInt32(digits, radix: 16)
  }

  private mutating func characterClass() -> Bool {
    let isNegated = accept("^")
    var ranges: [ClosedRange<UInt32>] = []
    var isFirst = true
    while let scalar = next, isFirst || scalar != "]" {
      isFirst = false
      guard let part = classPart() else { return false }
      ranges += part
    }
    guard accept("]") else { return false }
    var set = CharacterSet(ranges: ranges)
    if ignoresCase { set = set.ignoringCase }
    set.isNegated = isNegated
    code.append(.one(set))
    return true
  }

  private mutating func classPart() -> [ClosedRange<UInt32>]? {
    if next == "[", index + 1 < pattern.count, pattern[index + 1] == ":" { return namedClass() }
    if next == "\\", index + 1 < pattern.count {
      switch pattern[index + 1] {
      case "p", "P":
        index += 2
        guard let set = escapedSet(pattern[index - 1]) else { return nil }
        return set.isNegated ? complement(of: set.ranges) : set.ranges
      case "d", "w", "s":
        index += 2
        return escapedSet(pattern[index - 1])?.ranges
      case "D", "W", "S":
        index += 2
        return escapedSet(pattern[index - 1]).map { complement(of: $0.ranges) }
      default: break
      }
    }
    guard let lower = classScalar() else { return nil }
    guard next == "-", index + 1 < pattern.count, pattern[index + 1] != "]" else {
      return [lower...lower]
    }
    index += 1
    guard let upper = classScalar(), lower <= upper else { return nil }
    return [lower...upper]
  }

  private mutating func classScalar() -> UInt32? {
    guard let scalar = next else { return nil }
    index += 1
    guard scalar == "\\" else { return scalar.value }
    guard let escaped = next else { return nil }
    index += 1
    return escapedScalar(escaped)
  }

  private mutating func namedClass() -> [ClosedRange<UInt32>]? {
    guard let end = pattern[index...].firstIndex(of: "]"), pattern[end - 1] == ":" else {
      return nil
    }
    let name = String(String.UnicodeScalarView(pattern[(index + 2)..<(end - 1)]))
    guard let ranges = Self.namedClasses[name] else { return nil }
    index = end + 1
    return ranges
  }

  private static let namedClasses: [String: [ClosedRange<UInt32>]] = [
    "alnum": [0x30...0x39, 0x41...0x5A, 0x61...0x7A], "alpha": [0x41...0x5A, 0x61...0x7A],
    "digit": [0x30...0x39], "lower": [0x61...0x7A], "upper": [0x41...0x5A],
    "space": [0x09...0x0D, 0x20...0x20], "blank": [0x09...0x09, 0x20...0x20],
    "punct": [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E],
    "word": CharacterSet.word.ranges, "xdigit": [0x30...0x39, 0x41...0x46, 0x61...0x66],
  ]

  private func complement(of ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var result: [ClosedRange<UInt32>] = []
    var start: UInt32 = 0
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if range.lowerBound > start { result.append(start...range.lowerBound - 1) }
      start = range.upperBound + 1
    }
    return result + [start...0x10FFFF]
  }
}

/// Moves the targets of jumps along with the instructions.
private func shift(_ code: inout [RegularExpression.Instruction], by distance: Int) {
  for index in code.indices {
    switch code[index] {
    case .jump(let target): code[index] = .jump(target + distance)
    case .split(let first, let second):
      code[index] = .split(first + distance, second + distance)
    case .one, .start, .end, .wordBoundary, .match: break
    }
  }
}
