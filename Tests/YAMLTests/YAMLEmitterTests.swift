import Diagnostics
import Testing
import YAML

@Suite struct YAMLEmitterTests {
  struct StringRow: CustomTestStringConvertible, Sendable {
    let text: String
    let printed: String

    init(_ text: String, _ printed: String) {
      (self.text, self.printed) = (text, printed)
    }

    var testDescription: String { text.debugDescription }
  }

  /// How strings are quoted, as the value of a key `k`.
  @Test(arguments: [
    StringRow("text", "text"), StringRow("two words", "two words"), StringRow("", "\"\""),
    StringRow("yes", "\"yes\""), StringRow("No", "\"No\""), StringRow("on", "\"on\""),
    StringRow("y", "\"y\""), StringRow("N", "\"N\""), StringRow("true", "\"true\""),
    StringRow("TRUE", "\"TRUE\""), StringRow("tRUE", "tRUE"), StringRow("null", "\"null\""),
    StringRow("~", "\"~\""), StringRow("~a", "~a"), StringRow("nul", "nul"),
    StringRow("1", "\"1\""), StringRow("-1", "\"-1\""), StringRow("1e3", "\"1e3\""),
    StringRow("1.5", "\"1.5\""), StringRow("0x1F", "\"0x1F\""), StringRow("0o17", "\"0o17\""),
    StringRow("017", "\"017\""), StringRow("0b11", "\"0b11\""), StringRow("1_000", "\"1_000\""),
    StringRow("1:30", "\"1:30\""), StringRow("1.2.3", "1.2.3"), StringRow("1e", "1e"),
    StringRow(".inf", "\".inf\""), StringRow(".nan", "\".nan\""), StringRow("-", "'-'"),
    StringRow("2001-01-01", "\"2001-01-01\""), StringRow("100m", "100m"), StringRow("5Gi", "5Gi"),
    StringRow(" a", "' a'"), StringRow("a ", "'a '"), StringRow("a: b", "'a: b'"),
    StringRow("a:", "'a:'"), StringRow("a:b", "a:b"), StringRow("# c", "'# c'"),
    StringRow("a # c", "'a # c'"), StringRow("a#c", "a#c"), StringRow("- a", "'- a'"),
    StringRow("-a", "-a"), StringRow("? a", "'? a'"), StringRow("*a", "'*a'"),
    StringRow("&a", "'&a'"), StringRow("!a", "'!a'"), StringRow("@a", "'@a'"),
    StringRow("%a", "'%a'"), StringRow("`a", "'`a'"), StringRow("[a", "'[a'"),
    StringRow("{a", "'{a'"), StringRow("|", "'|'"), StringRow(">", "'>'"), StringRow("=", "="),
    StringRow("it's", "it's"), StringRow("'a'", "'''a'''"), StringRow("\"a\"", "'\"a\"'"),
    StringRow("a\\b", "a\\b"), StringRow("---", "'---'"), StringRow("...", "'...'"),
    StringRow("<<", "<<"), StringRow("a\tb", "\"a\\tb\""), StringRow("\t", "\"\\t\""),
    StringRow("a\r", "\"a\\r\""), StringRow("\0\u{7}\u{1B}", "\"\\0\\a\\e\""),
    StringRow("größe 日本", "größe 日本"), StringRow("😀", "\"\\U0001F600\""),
    StringRow("\u{FEFF}a", "\"\\uFEFF\\x61\""), StringRow("\u{A0}", "\u{A0}"),
    StringRow("a\nb", "|-\n  a\n  b"), StringRow("a\nb\n", "|\n  a\n  b"),
    StringRow("a\n\n", "|+\n  a\n"), StringRow(" a\nb", "|2-\n   a\n  b"),
    StringRow("\na", "|2-\n\n  a"), StringRow("a\n\nb", "|-\n  a\n\n  b"),
    StringRow("a\n b", "|-\n  a\n   b"), StringRow("a \nb", "\"a \\nb\""),
    StringRow("a\tb\nc", "\"a\\tb\\nc\""), StringRow("a\n ", "\"a\\n \""),
    StringRow("\n", "|2+\n"),
  ])
  func quotesStrings(_ row: StringRow) throws {
    let node = Node(.mapping([entry("k", Node(string: row.text))]))
    let printed = try yaml(node)
    #expect(printed == "k: \(row.printed)\n")
    let again = try #require(parse(printed)["k"]?.scalar)
    #expect(again.isString(in: .resource) && again.isString(in: .kustomization))
    #expect(again.text.hasSameBytes(as: row.text))
  }

  private func entry(_ key: String, _ value: Node) -> Node.Entry {
    Node.Entry(key: Node(string: key), value: value)
  }

  struct Row: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    let printed: String

    init(_ name: String, _ text: String, _ printed: String) {
      (self.name, self.text, self.printed) = (name, text, printed)
    }

    var testDescription: String { name }
  }

  @Test(arguments: [
    Row("integers", "[1, -1, +1, 0, 017, 0o17, 0x1F, 0b11, 1_000]", "1 -1 1 0 15 15 31 3 1000"),
    Row(
      "long integers", "[9223372036854775807, 18446744073709551615, -9223372036854775808]",
      "9223372036854775807 18446744073709551615 -9223372036854775808"),
    Row("floats", "[1.5, -0.25, .5, 1e-7, 1.0, 1e3]", "1.5 -0.25 0.5 1e-07 1 1000"),
    Row("large floats", "[1e20, 123456.7, 1234567.8]", "1e+20 123456.7 1.2345678e+06"),
    Row("booleans", "[true, True, FALSE, yes, 'true']", "true true false \"yes\" \"true\""),
    Row("nulls", "- null\n- ~\n-\n- 'null'\n", "null null null \"null\""),
    Row("tags", "[!!str 1, !!int '1', !!float 1, !!binary aGk=]", "\"1\" 1 1 hi"),
    Row("dates", "[2001-1-2]", "\"2001-01-02T00:00:00Z\""),
    Row("empty collections", "[[], {}, '']", "[] {} \"\""),
  ])
  func printsValues(_ row: Row) throws {
    let lines = try yaml(parse(row.text)).split(separator: "\n").map { $0.dropFirst(2) }
    #expect(lines.joined(separator: " ") == row.printed)
  }

  @Test(arguments: [
    Row("keys are sorted", "{b: 1, a: 2, C: 3}", "C: 3\na: 2\nb: 1\n"),
    Row("digits by number", "{a10: 1, a9: 2, a1: 3}", "a1: 3\na9: 2\na10: 1\n"),
    Row("letters last", "{ab: 1, a-b: 2, a1: 3, a.b: 4}", "a-b: 2\na.b: 4\na1: 3\nab: 1\n"),
    Row("prefixes first", "{ab: 1, a: 2, abc: 3}", "a: 2\nab: 1\nabc: 3\n"),
    Row("keys are quoted", "{'y': 1, 'a: b': 2, 'c d': 3}", "'a: b': 2\nc d: 3\n\"y\": 1\n"),
    Row("root keys may be numbers", "{1: a, true: b}", "\"1\": a\n\"true\": b\n"),
    Row("lists are not indented", "a:\n  - b\n  - c: 1\n    d: 2\n", "a:\n- b\n- c: 1\n  d: 2\n"),
    Row("lists in lists", "[[a, [b]], {c: [d]}]", "- - a\n  - - b\n- c:\n  - d\n"),
    Row("mappings in mappings", "{a: {b: {c: 1}}}", "a:\n  b:\n    c: 1\n"),
    Row("empty ones", "{a: {}, b: [], c: }", "a: {}\nb: []\nc: \"\"\n"),
    Row("empty ones of a block", "a: {}\nb: []\nc:\n", "a: {}\nb: []\nc: null\n"),
    Row("a bare scalar", "text", "text\n"), Row("an empty list", "[]", "[]\n"),
    Row("an empty mapping", "{}", "{}\n"),
    Row("comments and anchors go", "a: &x 1 # c\nb: *x\n", "a: 1\nb: 1\n"),
    Row("a literal in a list", "- |\n  a\n  b\n- c\n", "- |\n  a\n  b\n- c\n"),
    Row("a literal in a mapping", "a:\n  b: |-\n    c\n    d\n", "a:\n  b: |-\n    c\n    d\n"),
  ])
  func printsDocuments(_ row: Row) throws {
    let printed = try yaml(parse(row.text))
    #expect(printed == row.printed)
    #expect(try yaml(parse(printed)) == printed)
  }

  @Test func foldsLongLinesAtSingleSpaces() throws {
    let words = [String](repeating: "word", count: 40).joined(separator: " ")
    for text in [
      words, words + ":", words + "\t", "a  " + words, String(repeating: "x", count: 500),
    ] {
      let node = Node(.mapping([entry("k", Node(string: text))]))
      let printed = try yaml(node)
      #expect(try parse(printed)["k"]?.text == text)
      let longest = printed.split(separator: "\n").map(\.utf8.count).max() ?? 0
      #expect(longest <= (text.contains(" ") ? 90 : 510))
    }
  }

  @Test func longKeysStandAfterAQuestionMark() throws {
    let key = String(repeating: "k", count: 129)
    let node = Node(.mapping([entry(key, Node(string: "v"))]))
    #expect(try yaml(node) == "? \(key)\n: v\n")
    #expect(try parse(yaml(node))[key]?.text == "v")
  }

  @Test func joinsDocumentsBySeparators() throws {
    var emitter = YAMLEmitter()
    try emitter.emit(parse("a: 1"))
    try emitter.emit(parse("b: |+\n  x\n\n"))
    try emitter.emit(parse("[c]"))
    let text = String(decoding: emitter.bytes, as: UTF8.self)
    #expect(text == "a: 1\n---\nb: |+\n  x\n\n---\n- c\n")
    #expect(try Text(text).documents().count == 3)
  }

  @Test func theSameValueGivesTheSameBytes() throws {
    let block = try yaml(parse("b:\n- 'x'\n- \"y z\"\na: 0x10\n"))
    let flow = try yaml(parse("{\"a\": 16, b: [x, y z]} # comment\n"))
    #expect(block == flow)
  }
}
