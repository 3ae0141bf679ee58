import Diagnostics
import TestSupport
import Testing
import YAML

/// What holds for any tree and any bytes; `SEED` of the environment chooses other ones.
@Suite struct YAMLPropertyTests {
  @Test func whatIsPrintedIsReadBack() throws {
    for round in 0..<1500 {
      var trees = RandomTrees(round: round)
      let node = trees.root()
      let comment = Comment("seed \(SplitMix64.seed), round \(round)")
      let printed = try #require(try? yaml(node), comment)
      let again = try #require(try? parse(printed), comment)
      #expect(try json(again) == json(node), comment)
      #expect(try yaml(again) == printed, comment)
    }
  }

  @Test func randomBytesNeverTrap() {
    for round in 0..<3000 {
      var random = SplitMix64(round: round)
      let count = random.below(80)
      survives((0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }, round)
    }
  }

  @Test func randomSyntaxNeverTraps() {
    let tokens = [
      "a", "b: ", "- ", "? ", ": ", "\n", "\n  ", "\n- ", "---\n", "...\n", "[", "]", "{", "}", ",",
      "&x ", "*x", "!!int ", "!t ", "|\n", ">-\n", "'", "\"", "\\", "\\/", "# c\n", "<<: ", "\t",
      "%YAML 1.2\n", "ü", "😀", "\u{FEFF}", "\u{85}", "\u{2028}", "\r\n", "1", "~", "2001-01-01",
      "!!binary aGk=", "\0", "  ", "$patch: delete",
    ]
    for round in 0..<4000 {
      var random = SplitMix64(round: round)
      let count = random.below(25)
      let text = (0..<count).map { _ in random.pick(tokens) }.joined()
      survives(Array(text.utf8), round)
    }
  }

  @Test func mutatedManifestsNeverTrap() {
    let manifest = Array(
      """
      apiVersion: v1 # größe
      kind: ConfigMap
      metadata: {name: &n "a\\tb", labels: {<<: [{x: 1}], y: *n}}
      data:
        text: |2
           one
          two
        folded: >-
          three

          four
        list: [1, 2.5, ~, 'it''s', 0x1F]
      ---
      ? long
      : - !!str 1
        - - b

      """.utf8)
    for round in 0..<4000 {
      var random = SplitMix64(round: round)
      var bytes = manifest
      for _ in 0...random.below(4) {
        let index = random.below(bytes.count)
        switch random.below(4) {
        case 0: bytes[index] = UInt8.random(in: .min ... .max, using: &random)
        case 1: bytes.remove(at: index)
        case 2: bytes.insert(bytes[random.below(bytes.count)], at: index)
        default: bytes.removeSubrange(index..<min(bytes.count, index + random.below(20)))
        }
        if bytes.isEmpty { break }
      }
      survives(bytes, round)
    }
  }

  /// Reads and prints; whatever is refused has a place within the file, and nodes have too.
  private func survives(_ bytes: [UInt8], _ round: Int) {
    let comment = Comment("seed \(SplitMix64.seed), round \(round)")
    let text = Text(bytes: bytes)
    let refusal = refusal { () throws(Diagnostic) in
      for node in try text.documents() {
        #expect(isWithin(node, bytes.count), comment)
        _ = try yaml(node)
        _ = try json(node)
      }
    }
    guard let refusal else { return }
    #expect(refusal.range.map { Int($0.start) <= bytes.count } == true, comment)
  }

  private func isWithin(_ node: Node, _ count: Int) -> Bool {
    guard let range = node.range, Int(range.end) <= count else { return false }
    switch node.content {
    case .scalar: return true
    case .sequence(let elements): return elements.allSatisfy { isWithin($0, count) }
    case .mapping(let entries):
      return entries.allSatisfy { isWithin($0.key, count) && isWithin($0.value, count) }
    }
  }
}

/// Random trees of odd scalars.
private struct RandomTrees {
  private static let texts = [
    "", " ", "a", "yes", "No", "null", "~", "true", "1", "-1.5", "1e3", "0x1F", "017", "1_0",
    "1:30",
    "2001-01-02", "- a", "-", "? b", ": c", "a: b", "a:", "# c", "a # c", " a", "a ", "'", "\"",
    "it's", "\\", "&x", "*x", "!t", "|", ">", "%", "@", "`", "[", "]", "{}", ",", "---", "...",
    "<<",
    "a\nb", "a\n", "\n", "\n\n", "a\n\n", " a\nb", "\na", "a \nb", "a\n b\n", "\ta", "a\tb",
    "a\r\nb",
    "\0", "\u{7}", "\u{1B}", "\u{A0}", "größe", "日本", "😀", "\u{FEFF}", "\u{2028}", "a\u{2029}b",
    "e\u{301}", ".inf", ".", "=", "100m", "$patch", "a  b",
    "words that go on and on, until the line is longer than eighty columns, and then some more",
    "words that go on and on: until the line is longer than eighty columns, and then  some more",
    "words\tthat go on and on, until the line is longer than eighty columns, and then some more ",
  ]
  private static let values = [
    Scalar("1"), Scalar("-0x1F"), Scalar("1.5e-7"), Scalar("true"), Scalar("null"), Scalar("1_000"),
    Scalar("18446744073709551615"), Scalar("1e21"), Scalar("123456789.25"), Scalar("017"),
    Scalar("3", tag: .float), Scalar("7", style: .doubleQuoted, tag: .integer),
  ]

  private var random: SplitMix64

  init(round: Int) {
    random = SplitMix64(round: round)
  }

  mutating func root() -> Node {
    node(depth: 0)
  }

  private mutating func node(depth: Int) -> Node {
    switch random.below(depth < 5 ? 10 : 5) {
    case 0: return Node(random.pick(Self.values))
    case 1...4: return Node(scalar())
    case 5...6:
      return Node(
        .sequence(ContiguousArray((0..<random.below(4)).map { _ in node(depth: depth + 1) })))
    default: return mapping(depth: depth)
    }
  }

  private mutating func mapping(depth: Int) -> Node {
    var entries: ContiguousArray<Node.Entry> = []
    var keys: Set<[UInt8]> = []
    for _ in 0..<random.below(6) {
      let key = text()
      // Such a key is printed without quotes, and so reads back as a merge key.
      guard key != "<<", keys.insert(Array(key.utf8)).inserted else { continue }
      entries.append(Node.Entry(key: Node(string: key), value: node(depth: depth + 1)))
    }
    return Node(.mapping(entries))
  }

  private mutating func scalar() -> Scalar {
    let quoted: [Scalar.Style] = [.singleQuoted, .doubleQuoted]
    return random.below(2) == 0
      ? Scalar(text(), tag: .string) : Scalar(text(), style: random.pick(quoted))
  }

  private mutating func text() -> String {
    let count = random.below(4) == 0 ? 2 + random.below(7) : 1
    return (0..<count).map { _ in random.pick(Self.texts) }.joined()
  }
}
