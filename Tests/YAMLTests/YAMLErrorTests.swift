import Diagnostics
import Testing
import YAML

/// What the reader refuses: the code, the place, and a hint where one helps.
@Suite struct YAMLErrorTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let name: String
    let bytes: [UInt8]
    let code: Diagnostic.Code
    let place: String
    let hint: String?

    init(
      _ name: String, _ text: String, _ code: Diagnostic.Code, _ place: String,
      hint: String? = nil
    ) {
      self.init(name, bytes: Array(text.utf8), code, place, hint: hint)
    }

    init(
      _ name: String, bytes: [UInt8], _ code: Diagnostic.Code, _ place: String,
      hint: String? = nil
    ) {
      (self.name, self.bytes, self.code) = (name, bytes, code)
      (self.place, self.hint) = (place, hint)
    }

    var testDescription: String { name }
  }

  @Test(arguments: [
    Row("tab as indentation", "a:\n\tb: 1\n", "yaml/syntax", "2:1", hint: "spaces"),
    Row("tab after wide characters", "ü: ä\nb:\n\tc: 1\n", "yaml/syntax", "3:1", hint: "spaces"),
    Row("at sign", "a: @b\n", "yaml/syntax", "1:4", hint: "quote"),
    Row("backtick", "a: `b`\n", "yaml/syntax", "1:4", hint: "quote"),
    Row("percent sign", "a: %b\n", "yaml/syntax", "1:4", hint: "quote"),
    Row("second colon", "a: b: c\n", "yaml/syntax", "1:5"),
    Row("open flow list", "a: [1, 2\nb: 3\n", "yaml/syntax", "2:2"),
    Row("open quote", "a: 'b\n", "yaml/syntax", "2:1"),
    Row("wrong indentation", "a:\n    b: 1\n  c: 2\n", "yaml/syntax", "3:3"),
    Row("list in a mapping", "a: 1\n- b\n", "yaml/syntax", "2:1"),
    Row("wrong escape", #"a: "\q""#, "yaml/syntax", "1:5"),
    Row("escaped slash", #"a: "b\/c""#, "yaml/syntax", "1:6", hint: "slash"),
    Row("escaped slash in JSON", #"{"ü": "/", "a": "\\\/"}"#, "yaml/syntax", "1:20"),
    Row("second document", "a: 1\n---\nb: [\n", "yaml/syntax", "4:1"),
    Row("unknown alias", "a: 1\nb: *x\n", "yaml/unknown-alias", "2:4", hint: "anchor"),
    Row("alias of another document", "a: &x 1\n---\nb: *x\n", "yaml/unknown-alias", "3:4"),
    Row("alias before its anchor", "b: *x\na: &x 1\n", "yaml/unknown-alias", "1:4"),
    Row("merge of a scalar", "a: 1\n<<: b\n", "yaml/merge-key", "2:5"),
    Row("merge of a list of scalars", "<<: [{a: 1}, b]\n", "yaml/merge-key", "1:14"),
    Row("content on the separator line", "a: 1\n--- b\n", "yaml/document-separator", "2:1"),
    Row(
      "invalid UTF-8", bytes: Array("a: ".utf8) + [0xFF] + Array("\n".utf8), "yaml/encoding",
      "1:4", hint: "UTF-8"),
    Row("cut off UTF-8", bytes: Array("a: ".utf8) + [0xC3], "yaml/encoding", "1:4"),
    Row("overlong UTF-8", bytes: Array("a: ".utf8) + [0xC0, 0x80], "yaml/encoding", "1:4"),
    Row("surrogate", bytes: Array("a: ".utf8) + [0xED, 0xA0, 0x80], "yaml/encoding", "1:4"),
    Row("NUL", bytes: Array("a: b".utf8) + [0, 0x0A], "yaml/encoding", "1:5"),
    Row("control character", bytes: Array("a: b".utf8) + [7, 0x0A], "yaml/encoding", "1:5"),
    Row(
      "invalid UTF-8 in the second document",
      bytes: Array("ü: 1\n---\nb: ".utf8) + [0xFF, 0x0A], "yaml/encoding", "3:4"),
    Row(
      "invalid UTF-8 after a byte order mark",
      bytes: [0xEF, 0xBB, 0xBF] + Array("a: ".utf8) + [0xFF, 0x0A], "yaml/encoding", "1:5"),
    Row(
      "UTF-16", bytes: [0xFF, 0xFE] + "a: b".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] },
      "yaml/encoding", "1:1"),
  ])
  func refuses(_ row: Row) throws {
    let text = Text(bytes: row.bytes)
    let refusal = try #require(text.refusal())
    #expect(refusal.code == row.code, "\(refusal.message)")
    #expect(text.place(of: refusal.range) == row.place, "\(refusal.message)")
    #expect(!refusal.message.hasSuffix(".") && !refusal.message.contains("\n"))
    if let hint = row.hint { #expect(refusal.hint?.contains(hint) == true) }
  }

  struct PrintRow: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    let code: Diagnostic.Code
    let place: String

    init(_ name: String, _ text: String, _ code: Diagnostic.Code, _ place: String) {
      (self.name, self.text, self.code, self.place) = (name, text, code, place)
    }

    var testDescription: String { name }
  }

  /// What can be read and yet not be printed, in YAML and in JSON.
  @Test(arguments: [
    PrintRow("repeated key", "a: {b: 1, c: 2, b: 3}\n", "yaml/repeated-key", "1:17"),
    PrintRow("repeated key in quotes", "a: 1\n'a': 2\n", "yaml/repeated-key", "2:1"),
    PrintRow("list as key", "a:\n  [b]: c\n", "yaml/key-not-string", "2:3"),
    PrintRow("integer as key", "a: {1: b}\n", "yaml/key-not-string", "1:5"),
    PrintRow("boolean as key", "a: {true: b}\n", "yaml/key-not-string", "1:5"),
    PrintRow("null as key", "a: {~: b}\n", "yaml/key-not-string", "1:5"),
    PrintRow("infinity", "a: .inf\n", "yaml/not-a-number", "1:4"),
    PrintRow("not a number", "a: .nan\n", "yaml/not-a-number", "1:4"),
    PrintRow("no integer", "a: !!int b\n", "yaml/tag-mismatch", "1:4"),
    PrintRow("no base64", "a: !!binary '*'\n", "yaml/tag-mismatch", "1:4"),
    PrintRow("offset of a day", "a: 2001-01-01T00:00:00+24:00\n", "yaml/timestamp", "1:4"),
  ])
  func refusesToPrint(_ row: PrintRow) throws {
    let text = Text(row.text)
    let node = try text.node()
    for refusal in [
      refusal { () throws(Diagnostic) in try yaml(node) },
      refusal { () throws(Diagnostic) in try json(node) },
    ] {
      #expect(refusal?.code == row.code)
      #expect(text.place(of: refusal?.range) == row.place)
    }
  }

  @Test func aRepeatedKeyNamesTheFirst() throws {
    let text = Text("b: 1\na: 1\nb: 2\n")
    let node = try text.node()
    let refusal = try #require(refusal { () throws(Diagnostic) in try yaml(node) })
    #expect(text.place(of: refusal.notes.first?.range) == "1:1")
  }

  @Test func manyKeysAreCheckedForRepetition() throws {
    let lines = (0..<100).map { "key\($0): 1\n" }
    let good = try parse(lines.joined())
    #expect(refusal { () throws(Diagnostic) in try yaml(good) } == nil)
    let bad = try parse(lines.joined() + "key7: 2\n")
    #expect(refusal { () throws(Diagnostic) in try yaml(bad) }?.code == "yaml/repeated-key")
  }

  @Test(arguments: ["\u{7F}", "\u{80}", "\u{9F}", "\u{FFFE}", "\u{FFFF}"])
  func refusesCharactersThatYAMLCannotHold(_ character: String) {
    let node = Node(string: "a\(character)")
    let refusal = refusal { () throws(Diagnostic) in try yaml(node) }
    #expect(refusal?.code == "yaml/unprintable")
    let code = character.unicodeScalars.first?.value ?? 0
    let digits = String(code, radix: 16, uppercase: true)
    #expect(refusal?.message.contains(digits) == true)
  }

  @Test func refusesAVeryLongKey() throws {
    func mapping(_ length: Int) -> Node {
      let key = Node(string: String(repeating: "k", count: length))
      return Node(.mapping([Node.Entry(key: key, value: .null())]))
    }
    #expect(try parse(yaml(mapping(1022))).entries?.first?.key.text?.utf8.count == 1022)
    let long = mapping(1023)
    #expect(refusal { () throws(Diagnostic) in try yaml(long) }?.code == "yaml/key-too-long")
  }
}
