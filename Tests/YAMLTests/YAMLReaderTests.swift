import Diagnostics
import Testing
import YAML

@Suite struct YAMLReaderTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    let expected: Scalar

    init(_ name: String, _ text: String, _ expected: Scalar) {
      (self.name, self.text, self.expected) = (name, text, expected)
    }

    var testDescription: String { name }
  }

  @Test(arguments: [
    Row("plain", "a: b c\n", Scalar("b c")),
    Row("plain over lines", "a: b\n  c\n\n  d\n", Scalar("b c\nd")),
    Row("empty", "a:\n", Scalar("")),
    Row("single quoted", "a: 'it''s'\n", Scalar("it's", style: .singleQuoted)),
    Row(
      "double quoted", #"a: "\t\x41\u00e9\U0001F600\n""#,
      Scalar("\tAé😀\n", style: .doubleQuoted)),
    Row("escaped line break", "a: \"b\\\n   c\"\n", Scalar("bc", style: .doubleQuoted)),
    Row("literal", "a: |\n  b\n   c\n\n", Scalar("b\n c\n", style: .literal)),
    Row("literal, stripped", "a: |-\n  b\n\n", Scalar("b", style: .literal)),
    Row("literal, kept", "a: |+\n  b\n\n", Scalar("b\n\n", style: .literal)),
    Row("literal, indented", "a: |2\n   b\n  c\n", Scalar(" b\nc\n", style: .literal)),
    Row("folded", "a: >\n  b\n  c\n\n  d\n", Scalar("b c\nd\n", style: .folded)),
    Row("folded, more indented", "a: >-\n  b\n   c\n  d\n", Scalar("b\n c\nd", style: .folded)),
    Row("CRLF", "a: |\r\n  b\r\n  c\r\n", Scalar("b\nc\n", style: .literal)),
    Row("comment", "a: b # c\n", Scalar("b")),
    Row("no comment", "a: b#c\n", Scalar("b#c")),
    Row("URL", "a: http://b:80/#c\n", Scalar("http://b:80/#c")),
    Row("Windows path", "a: 'C:\\b'\n", Scalar("C:\\b", style: .singleQuoted)),
    Row("unicode", "a: größe 😀 日本\n", Scalar("größe 😀 日本")),
    Row("flow without spaces", "{\"a\":1}", Scalar("1")),
  ])
  func readsScalars(_ row: Row) throws {
    #expect(try parse(row.text)["a"]?.scalar == row.expected)
  }

  @Test(arguments: [
    ("!!str 1", Scalar.Tag.string), ("!!int '1'", .integer), ("!!float 1", .float),
    ("!!bool yes", .boolean), ("!!null ''", .null), ("!!binary aGk=", .binary),
    ("!!timestamp 2001-01-01", .timestamp), ("!!merge <<", .merge), ("!foo bar", .other),
    ("!<tag:yaml.org,2002:str> 1", .string), ("! 12", .implicit), ("12", .implicit),
  ])
  func readsTags(text: String, tag: Scalar.Tag) throws {
    #expect(try parse("- \(text)\n").elements?[0].scalar?.tag == tag)
  }

  @Test func keepsTheOrderOfKeys() throws {
    let node = try parse("z: 1\na: 2\nm: 3\n")
    #expect(node.entries?.map(\.key.text) == ["z", "a", "m"])
  }

  @Test func keepsRepeatedKeysForWhoeverPrintsThem() throws {
    let node = try parse("a: 1\na: 2\n")
    #expect(node.entries?.count == 2)
    #expect(node["a"]?.text == "1")
  }

  @Test func expandsAliases() throws {
    let node = try parse("a: &x {b: [1, &y 2]}\nc: *x\nd: *y\ne: &x new\nf: *x\n")
    #expect(try json(node) == #"{"a":{"b":[1,2]},"c":{"b":[1,2]},"d":2,"e":"new","f":"new"}"#)
  }

  @Test func anAliasMayBeAKey() throws {
    #expect(try json(parse("- &x a\n- {*x : 1}\n")) == #"["a",{"a":1}]"#)
  }

  struct MergeRow: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    let expected: String

    init(_ name: String, _ text: String, _ expected: String) {
      (self.name, self.text, self.expected) = (name, text, expected)
    }

    var testDescription: String { name }
  }

  @Test(arguments: [
    MergeRow("own keys win", "{<<: *x, b: own}", #"{"a":1,"b":"own"}"#),
    MergeRow("own keys win, wherever they stand", "{b: own, <<: *x}", #"{"a":1,"b":"own"}"#),
    MergeRow("earlier mappings win", "{<<: [*x, *y]}", #"{"a":1,"b":2,"c":4}"#),
    MergeRow("a mapping in place", "{<<: {q: 1}, r: 2}", #"{"q":1,"r":2}"#),
    MergeRow("an empty list", "{<<: [], r: 2}", #"{"r":2}"#),
    MergeRow("a quoted key is no merge key", "{'<<': 1}", #"{"\u003c\u003c":1}"#),
    MergeRow("a merge key by tag", "{!!merge m: *x}", #"{"a":1,"b":2}"#),
  ])
  func expandsMergeKeys(_ row: MergeRow) throws {
    let text = "x: &x {a: 1, b: 2}\ny: &y {b: 3, c: 4}\nz: \(row.text)\n"
    let value = try #require(parse(text)["z"])
    #expect(try json(value) == row.expected)
  }

  /// A document that is no resource; there what merge keys add takes their places.
  @Test(arguments: [
    MergeRow("two merge keys", "{<<: *y, <<: *x}", "b=3 c=4 a=1 b=2"),
    MergeRow("earlier mappings of a list win", "{<<: [*x, *y]}", "a=1 b=2 c=4"),
    MergeRow("own keys before", "{b: own, <<: *x}", "b=own a=1 b=2"),
    MergeRow("own keys behind", "{<<: *x, b: own}", "a=1 b=2 b=own"),
  ])
  func expandsMergeKeysInPlace(_ row: MergeRow) throws {
    let text = Text("x: &x {a: 1, b: 2}\ny: &y {b: 3, c: 4}\nz: \(row.text)\n")
    let value = try #require(YAMLReader().firstDocument(of: text.file)?["z"])
    let entries = value.entries?.map { "\($0.key.text ?? "")=\($0.value.text ?? "")" }
    #expect(entries?.joined(separator: " ") == row.expected)
  }

  @Test(arguments: [
    (#"["a\/b"]"#, "a/b"), (#"["\ud83d\ude00 x"]"#, "\u{1F600} x"), (#"["\uD83D"]"#, "\u{FFFD}"),
    (#"["\ude00\ud83d"]"#, "\u{FFFD}\u{FFFD}"), (#"["\\ud83d\/"]"#, #"\ud83d/"#),
  ])
  func readsListsInJSONAsJSON(_ text: String, _ value: String) throws {
    #expect(try parse(text).elements?.first?.text == value)
    #expect(throws: Diagnostic.self) { try parse("# c\n" + text) }
  }

  @Test func aMappingOfAResourceHasOneMergeKey() throws {
    #expect(throws: Diagnostic.self) { try parse("x: &x {a: 1}\nz: {<<: *x, <<: *x}\n") }
  }

  @Test func splitsDocumentsAtSeparatorLines() throws {
    let text = Text("a: 1\n---\nb: 2\n--- # comment\nc: 3\n---\t\nd: 4\n")
    let documents = try text.documents().map { try json($0) }
    #expect(documents == [#"{"a":1}"#, #"{"b":2}"#, #"{"c":3}"#, #"{"d":4}"#])
  }

  @Test(arguments: [
    ("empty", "", 0), ("only comments", "# a\n\n# b\n", 0),
    ("separators after a comment", "#\n---\n---\n", 0),
    ("a first line that is a separator", "---\n---\n---\n", 0),
    ("separator first", "---\na: 1\n", 1), ("separator last", "a: 1\n---\n", 1),
    ("comment between", "a: 1\n---\n# b\n---\nc: 1\n", 2), ("CRLF", "a: 1\r\n---\r\nb: 2\r\n", 2),
    ("null document", "---\nnull\n", 0), ("end mark", "a: 1\n...\nb: 2\n", 1),
    ("in a literal", "a: |\n  x\n  ---\n  y\n", 1), ("only white space", " \n\n", 0),
  ])
  func countsDocumentsThatAreNotNull(name: String, text: String, count: Int) throws {
    #expect(try Text(text).documents().filter { !$0.isNull }.count == count)
  }

  @Test func aLiteralKeepsTheLineFeedBeforeASeparator() throws {
    let documents = try Text("a: |+\n  x\n\n---\nb: 1\n").documents()
    #expect(documents.first?["a"]?.text == "x\n\n")
  }

  @Test func firstDocumentReadsNoFurther() throws {
    let text = Text("a: 1\n---\nb: [\n")
    #expect(try YAMLReader().firstDocument(of: text.file)?["a"]?.text == "1")
    #expect(try YAMLReader().firstDocument(of: Text("# nothing\n").file) == nil)
  }

  @Test func skipsAByteOrderMark() throws {
    let text = Text(bytes: [0xEF, 0xBB, 0xBF] + Array("ä: b\nc: d\n".utf8))
    let node = try text.node()
    #expect(node["ä"]?.text == "b")
    #expect(text.text(in: node["c"]?.range) == "d")
    #expect(node.entries?.first?.key.range?.start == 3)
  }

  @Test func readsJSON() throws {
    let node = try parse(#"{"a": [1, 2.5, true, null, "x/y\u00e9"], "b": {}}"#)
    #expect(try json(node) == #"{"a":[1,2.5,true,null,"x/yé"],"b":{}}"#)
  }
}
