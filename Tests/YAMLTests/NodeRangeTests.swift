import Diagnostics
import Testing
import YAML

/// Where nodes say that they come from.
@Suite struct NodeRangeTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    /// The text that the value of `key` covers, and where it begins.
    let covered: String
    let place: String

    init(_ name: String, _ text: String, _ covered: String, _ place: String) {
      (self.name, self.text, self.covered, self.place) = (name, text, covered, place)
    }

    var testDescription: String { name }
  }

  @Test(arguments: [
    Row("plain", "a: 1\nkey: value # c\n", "value", "2:6"),
    Row("quoted", "key: 'it''s'\n", "'it''s'", "1:6"),
    Row("over lines", "key: a\n  b\nx: 1\n", "a\n  b", "1:6"),
    Row("flow list", "key: [a, b] # c\nx: 1\n", "[a, b]", "1:6"),
    Row("flow mapping", "key: {a: 1,\n  b: 2}\n", "{a: 1,\n  b: 2}", "1:6"),
    Row("block list", "key:\n- a\n- b\n\n# c\nx: 1\n", "- a\n- b", "2:1"),
    Row("block mapping", "key:\n  a: 1\n  b: 2\n\n# c\nx: 1\n", "a: 1\n  b: 2", "2:3"),
    Row("nested", "key:\n- a:\n  - b: [1]\n\n", "- a:\n  - b: [1]", "2:1"),
    Row("with tag", "key: !!str 1\n", "!!str 1", "1:6"),
    Row("with anchor", "key: &x 1\n", "&x 1", "1:6"),
    Row("after wide characters", "größe: 日本\nkey: ü😀\n", "ü😀", "2:6"),
    Row("on a line of wide characters", "{größe: 😀, key: ü}\n", "ü", "1:17"),
    Row("CRLF", "a: ü\r\nkey: value\r\n", "value", "2:6"),
    Row("second document", "ü: 1\n---\nkey: ü\n", "ü", "3:6"),
  ])
  func valuesCoverTheirText(_ row: Row) throws {
    let text = Text(row.text)
    let value = try #require(text.documents().compactMap { $0["key"] }.last)
    #expect(text.text(in: value.range) == row.covered)
    #expect(text.place(of: value.range) == row.place)
  }

  @Test func keysAndElementsCoverTheirText() throws {
    let text = Text("ä: 1\n\"b c\": [x, 'y']\n")
    let node = try text.node()
    #expect(node.entries?.map { text.text(in: $0.key.range) } == ["ä", "\"b c\""])
    #expect(node["b c"]?.elements?.map { text.text(in: $0.range) } == ["x", "'y'"])
    #expect(text.text(in: node.range) == "ä: 1\n\"b c\": [x, 'y']")
  }

  @Test func anEmptyValueIsAPoint() throws {
    let text = Text("a:\nb: 1\n")
    let range = try #require(text.node()["a"]?.range)
    #expect(range.start == range.end)
    #expect(text.place(of: range) == "1:3")
  }

  @Test func whatAnAliasStandsForIsWhereTheAnchorIs() throws {
    let text = Text("a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n")
    let node = try text.node()
    #expect(node["c"]?.range == node["a"]?.range)
    #expect(text.place(of: node[path: "d", "b"]?.range) == "1:11")
  }

  @Test func madeNodesHaveNoPlace() {
    #expect(Node(string: "a").range == nil)
    #expect(Node.emptyMapping().range == nil)
    #expect(Node(string: "a", range: .unknown).range == nil)
  }

  /// Doubling the text must not quadruple the walk to each mark.
  @Test func placesInLongTextsAreRight() throws {
    let lines = (0..<2000).map { "ключ\($0): значение\($0)\n" }
    let text = Text(lines.joined())
    let node = try text.node()
    for number in [0, 1, 999, 1999] {
      let value = node["ключ\(number)"]
      #expect(text.text(in: value?.range) == "значение\(number)")
      #expect(text.place(of: value?.range)?.hasPrefix("\(number + 1):") == true)
    }
  }
}
