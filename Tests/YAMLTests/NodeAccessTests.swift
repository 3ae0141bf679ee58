import Diagnostics
import Testing
import YAML

@Suite struct NodeAccessTests {
  @Test func takesFewBytes() {
    #expect(MemoryLayout<Node>.stride <= 40)
    #expect(MemoryLayout<Node>.stride == 32)
  }

  @Test func findsValuesByKeyAndPath() throws {
    let node = try parse("a: 1\nb: {c: {d: deep}, e: [x, y]}\n")
    #expect(node["a"]?.text == "1")
    #expect(node["missing"] == nil)
    #expect(node[path: "b", "c", "d"]?.text == "deep")
    #expect(node[path: "b", "x", "d"] == nil)
    #expect(node[path: "a", "b"] == nil)
    #expect(node["b"]?["e"]?.elements?.map(\.text) == ["x", "y"])
    #expect(node["a"]?["b"] == nil)
    #expect(node.index(of: "b") == 1)
    #expect(node.index(of: "c") == nil)
  }

  @Test func tellsTheShapesApart() throws {
    let node = try parse("{s: text, l: [], m: {}, n: ~, q: 'null', e: }")
    #expect(node.isMapping && !node.isSequence && node.scalar == nil && node.text == nil)
    #expect(node["s"]?.scalar == Scalar("text"))
    #expect(node["l"]?.isSequence == true && node["l"]?.elements?.isEmpty == true)
    #expect(node["m"]?.isMapping == true && node["m"]?.entries?.isEmpty == true)
    #expect(node["n"]?.isNull == true && node["n"]?.textUnlessNull == nil)
    #expect(node["e"]?.isNull == true)
    #expect(node["q"]?.isNull == false && node["q"]?.textUnlessNull == "null")
  }

  @Test func comparesKeysByBytes() throws {
    let node = try parse("\"\\u00e9\": composed\n\"e\\u0301\": decomposed\n")
    #expect(node["\u{E9}"]?.text == "composed")
    #expect(node["e\u{301}"]?.text == "decomposed")
    #expect("\u{E9}" == "e\u{301}")
    #expect(!"\u{E9}".hasSameBytes(as: "e\u{301}"))
  }

  @Test func setReplacesTheFirstOrAppends() throws {
    var node = try parse("a: 1\nb: 2\na: 3\n")
    node.set("a", to: Node(string: "x"))
    node.set("c", to: Node(string: "y"))
    #expect(node.entries?.map(\.key.text) == ["a", "b", "a", "c"])
    #expect(node.entries?.map(\.value.text) == ["x", "2", "3", "y"])
    var scalar = Node(string: "s")
    scalar.set("a", to: .null())
    #expect(scalar.text == "s")
  }

  @Test func aNewKeyTakesThePlaceOfItsValue() throws {
    let text = Text("a: 1\n")
    var node = try text.node()
    let range = SourceRange(file: text.file.id, start: 3, end: 4)
    node.set("b", to: Node(string: "x", range: range))
    #expect(node.entries?.last?.key.range == range)
  }

  @Test func removeTakesAllEntriesOfAKey() throws {
    var node = try parse("a: 1\nb: 2\na: 3\n")
    #expect(node.remove("a")?.text == "1")
    #expect(node.remove("a") == nil)
    #expect(node.entries?.map(\.key.text) == ["b"])
  }

  @Test func updateReturnsWhatTheBodyDoes() throws {
    var node = try parse("a: {b: 1}\n")
    let count = node.update("a") { value in
      value.set("c", to: Node(string: "2"))
      return value.entries?.count
    }
    #expect(count == 2)
    #expect(node[path: "a", "c"]?.text == "2")
    #expect(node.update("missing") { _ in 1 } == nil)
    #expect(node.updateElements { _ in 1 } == nil)
  }

  @Test func updateKeepsTheNodeWhenTheBodyThrows() throws {
    var node = try parse("a: 1\nb: 2\n")
    #expect(throws: Diagnostic.self) {
      try node.update("a") { value throws(Diagnostic) in
        value = Node(string: "changed")
        throw Diagnostic("test/thrown", "thrown")
      }
    }
    #expect(try json(node) == #"{"a":"changed","b":2}"#)
  }

  /// The payload must not move: a copy of the array would have another address.
  @Test func updateDoesNotCopy() {
    func address(_ elements: ContiguousArray<Node>?) -> UnsafeRawPointer? {
      elements?.withUnsafeBytes { $0.baseAddress }
    }
    func address(_ entries: ContiguousArray<Node.Entry>?) -> UnsafeRawPointer? {
      entries?.withUnsafeBytes { $0.baseAddress }
    }
    let elements = ContiguousArray((0..<100).map { Node(string: "\($0)") })
    var node = Node(
      .mapping([
        Node.Entry(key: Node(string: "list"), value: Node(.sequence([]))),
        Node.Entry(key: Node(string: "other"), value: .null()),
      ]))
    node.update("list") { list in list = Node(.sequence(elements + [.null()])) }
    let mapping = address(node.entries)
    let list = address(node["list"]?.elements)
    node.update("list") { value in
      value.updateElements { $0[7] = Node(string: "changed") }
    }
    node.updateEntries { $0[1].value = Node(string: "changed") }
    node.set("other", to: Node(string: "again"))
    #expect(address(node.entries) == mapping)
    #expect(address(node["list"]?.elements) == list)
    #expect(node["list"]?.elements?[7].text == "changed")
  }

  @Test func copiesAreIndependent() throws {
    let original = try parse("a: {b: 1}\n")
    var copy = original
    copy.update("a") { $0.set("b", to: Node(string: "2")) }
    #expect(original[path: "a", "b"]?.text == "1")
    #expect(copy[path: "a", "b"]?.text == "2")
  }

  @Test func setOriginReachesEveryNode() throws {
    let text = Text("a: [1, {b: 2}]\n")
    var node = try text.node()
    let range = SourceRange(file: text.file.id, start: 1, end: 2)
    node.setOrigin(range)
    #expect(node.range == range)
    #expect(node.entries?[0].key.range == range)
    let inner = node["a"]?.elements?[1]
    #expect(inner?.range == range)
    #expect(inner?.entries?[0].key.range == range)
    #expect(inner?["b"]?.range == range)
  }

  @Test func contentIsTheSameWhereverItComesFrom() throws {
    #expect(try parse("a: [1, x]").hasSameContent(as: parse("\n\na:\n- 1\n- x\n")))
    #expect(try !parse("a: 1\nb: 2").hasSameContent(as: parse("b: 2\na: 1")))
    #expect(try !parse("'a'").hasSameContent(as: parse("a")))
    #expect(try !parse("!!str 1").hasSameContent(as: parse("1")))
    #expect(try !parse("[a]").hasSameContent(as: parse("[a, a]")))
    #expect(try !parse("[]").hasSameContent(as: parse("{}")))
  }

  struct TextRow: CustomTestStringConvertible, Sendable {
    let old: Scalar
    let new: String
    let expected: ScalarType

    var testDescription: String { "\(old.text) → \(new)" }
  }

  @Test(arguments: [
    TextRow(old: Scalar("e3"), new: "1e3", expected: .float(1000)),
    TextRow(old: Scalar("e3", style: .doubleQuoted), new: "1e3", expected: .string),
    TextRow(old: Scalar("1", tag: .string), new: "2", expected: .integer(2)),
    TextRow(old: Scalar("a", tag: .string), new: "2", expected: .integer(2)),
    TextRow(old: Scalar("1"), new: "x", expected: .string),
  ])
  func newTextIsQuotedAsTheOld(_ row: TextRow) {
    #expect(row.old.replacingText(with: row.new).type(in: .resource) == row.expected)
  }
}
