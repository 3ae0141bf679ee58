import Diagnostics
import Edit
import Testing
import YAML

/// A row of a table: a file, a change, and the file thereafter.
struct EditCase: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var before: String
  var change: Change
  var after: String

  init(_ name: String, _ before: String, _ change: Change, _ after: String) {
    testDescription = name
    self.before = before
    self.change = change
    self.after = after
  }
}

@Suite struct YAMLEditorTests {
  static let scalars = [
    EditCase("plain", "a: v1 # c\n", .set("a", "v2"), "a: v2 # c\n"),
    EditCase("a number's look is quoted", "a: v1\n", .set("a", "1.10"), "a: \"1.10\"\n"),
    EditCase("an octal look is quoted", "a: v1\n", .set("a", "0123"), "a: \"0123\"\n"),
    EditCase("a boolean's look is quoted", "a: v1\n", .set("a", "true"), "a: \"true\"\n"),
    EditCase("an old boolean is quoted", "a: v1\n", .set("a", "yes"), "a: \"yes\"\n"),
    EditCase("base 60 is quoted", "a: v1\n", .set("a", "1:30"), "a: \"1:30\"\n"),
    EditCase("single quotes", "a: '1'\n", .set("a", "it's"), "a: 'it''s'\n"),
    EditCase("double quotes", "a: \"1\" # c\n", .set("a", "2\""), "a: \"2\\\"\" # c\n"),
    EditCase("number", "a: 3\n", .set("a", 5), "a: 5\n"),
    EditCase("quoted to number", "a: \"3\"\n", .set("a", 5), "a: 5\n"),
    EditCase("number to string", "a: 1.9\n", .set("a", "1.10"), "a: \"1.10\"\n"),
    EditCase("literal", "a: |-\n  x\nb: 1\n", .set("a", "y"), "a: |-\n  y\nb: 1\n"),
    EditCase(
      "literal lines", "a: |\n  x\n\nb: 1\n", .set("a", "y\nz\n"), "a: |\n  y\n  z\n\nb: 1\n"),
    EditCase("literal's end", "a: |\n  x\nb: 1\n", .set("a", "z"), "a: z\nb: 1\n"),
    EditCase("folded", "a: >-\n  x\n  y\n", .set("a", "z"), "a: >-\n  z\n"),
    EditCase("missing value", "a: # c\nb: 1\n", .set("a", "x"), "a: x # c\nb: 1\n"),
    EditCase("null", "a: ~\n", .set("a", "x"), "a: x\n"),
    EditCase("tag and anchor", "a: &x !!str 1 # c\n", .set("a", "2"), "a: &x !!str \"2\" # c\n"),
    EditCase("alias", "a: &x 1\nb: *x # c\n", .set("b", "z"), "a: &x 1\nb: z # c\n"),
    EditCase("within brackets", "a: {b: x, c: y}\n", .set("a.b", "1,2"), "a: {b: '1,2', c: y}\n"),
    EditCase("no final newline", "a: x", .set("a", "z"), "a: z"),
    EditCase("CRLF", "a: x\r\nb: y\r\n", .set("a", "z"), "a: z\r\nb: y\r\n"),
    EditCase("byte order mark", "\u{FEFF}a: x\n", .set("a", "z"), "\u{FEFF}a: z\n"),
    EditCase("several lines", "a: x\n  y\nb: 1\n", .set("a", "z"), "a: z\nb: 1\n"),
    EditCase("beyond ASCII", "ü: é # ñ\nb: ö\n", .set("b", "x"), "ü: é # ñ\nb: x\n"),
    EditCase("document marks", "---\na: x\n...\n", .set("a", "z"), "---\na: z\n...\n"),
    EditCase("JSON", "{\"a\": \"x\"}", .set("a", "y"), "{\"a\": \"y\"}"),
    EditCase(
      "matched element", "i:\n- name: a\n  t: x\n- name: b\n  t: y\n", .set("i.[name=b].t", "z"),
      "i:\n- name: a\n  t: x\n- name: b\n  t: z\n"),
  ]

  @Test(arguments: scalars)
  func replacesScalarInPlace(_ row: EditCase) throws {
    #expect(try edited(row.before, row.change) == row.after)
  }

  static let additions = [
    EditCase("list", "r:\n- a # c\n\nb: 1\n", .append("r", "x"), "r:\n- a # c\n- x\n\nb: 1\n"),
    EditCase(
      "indented list", "r:\n  -   a\nb: 1\n", .append("r", "x"), "r:\n  -   a\n  -   x\nb: 1\n"),
    EditCase("list at the end", "r:\n- a", .append("r", "x"), "r:\n- a\n- x"),
    EditCase("list of lists", "- - a\n  - b\n", .append("[0]", "c"), "- - a\n  - b\n  - c\n"),
    EditCase("quoted list", "r: ['a', 'b']\n", .append("r", "x"), "r: ['a', 'b', 'x']\n"),
    EditCase("flow list", "r: [ a, b ] # c\n", .append("r", "x"), "r: [ a, b, x ] # c\n"),
    EditCase("empty list", "r: []\n", .append("r", "x"), "r: [x]\n"),
    EditCase("no list yet", "r:\nb: 1\n", .append("r", "x"), "r:\n- x\nb: 1\n"),
    EditCase("null list, comment", "r: # c\n\nb: 1\n", .append("r", "x"), "r: # c\n- x\n\nb: 1\n"),
    EditCase(
      "flow list of lines", "r: [\n  a,\n  b # c\n]\n", .append("r", "x"),
      "r: [\n  a,\n  b, # c\n  x\n]\n"),
    EditCase(
      "flow list with last comma", "r: [\n  a,\n  b, # c\n]\n", .append("r", "x"),
      "r: [\n  a,\n  b, # c\n  x,\n]\n"),
    EditCase("new list", "b: 1\n", .append("r", "x"), "b: 1\nr:\n- x\n"),
    EditCase(
      "new list in the file's style", "b:\n    - 1\n", .append("r", ["name": "x", "t": "1"]),
      "b:\n    - 1\nr:\n    - name: x\n      t: \"1\"\n"),
    EditCase(
      "element below a literal", "r:\n- a: |\n    x\n\n\nb: 1\n", .append("r", "z"),
      "r:\n- a: |\n    x\n- z\n\n\nb: 1\n"),
    EditCase(
      "element below a kept literal", "r:\n- a: |+\n    x\n\nb: 1\n", .append("r", "z"),
      "r:\n- a: |+\n    x\n\n- z\nb: 1\n"),
    EditCase("new key", "a: 1\n# end\n", .set("b", "x"), "a: 1\nb: x\n# end\n"),
    EditCase("new key, CRLF", "a:\r\n- 1\r\n", .set("b.c", "x"), "a:\r\n- 1\r\nb:\r\n  c: x\r\n"),
    EditCase(
      "new key in an element", "- a: 1 # c\n- b\n", .set("[0].c", "x"), "- a: 1 # c\n  c: x\n- b\n"),
    EditCase("new key in brackets", "a: {b: c}\n", .set("a.d", "x"), "a: {b: c, d: x}\n"),
    EditCase("new key in nothing", "a: {}\n", .set("a.d", "x"), "a: {d: x}\n"),
    EditCase("new key in JSON", "{\"a\": 1}\n", .set("b", "x"), "{\"a\": 1, \"b\": \"x\"}\n"),
    EditCase("first key", "# only a comment\n", .set("a", "x"), "# only a comment\na: x\n"),
    EditCase("empty file", "", .set("a", "x"), "a: x\n"),
    EditCase(
      "key behind an alias", "a: &x\n  k: 1\nb: *x\n", .set("c", "x"),
      "a: &x\n  k: 1\nb: *x\nc: x\n"),
    EditCase(
      "key behind a merge", "a: &x\n  k: 1\nb:\n  <<: *x\n  m: 1\n", .set("b.c", "x"),
      "a: &x\n  k: 1\nb:\n  <<: *x\n  m: 1\n  c: x\n"),
    EditCase(
      "lines of text", "a: 1\n", .set("p", "x: 1\n\ny: 2"), "a: 1\np: |-\n  x: 1\n\n  y: 2\n"),
    EditCase(
      "list to list", "r:\n- a\n# b is here\n- b\n- c\n",
      .set(
        EditPath(keys: "r"),
        Node(
          .sequence([Node(string: "a"), Node(string: "x"), Node(string: "c"), Node(string: "d")]))),
      "r:\n- a\n# b is here\n- x\n- c\n- d\n"),
  ]

  @Test(arguments: additions)
  func growsInTheStyleOfTheFile(_ row: EditCase) throws {
    #expect(try edited(row.before, row.change) == row.after)
  }

  static let removals = [
    EditCase("entry", "a: 1 # c\nb: 2\n", .remove("a"), "b: 2\n"),
    EditCase("last entry", "a: 1\nb: 2\n# end\n", .remove("b"), "a: 1\n# end\n"),
    EditCase("last line", "a: 1\nb: 2", .remove("b"), "a: 1"),
    EditCase(
      "element", "r:\n# one\n- a\n# two\n- b\n", .remove("r.[0]"), "r:\n# one\n# two\n- b\n"),
    EditCase("only element", "r:\n- a\nb: 1\n", .remove("r.[0]"), "r: []\nb: 1\n"),
    EditCase("mapping element", "- a: 1\n  b:\n  - 2\n- c\n", .remove("[0]"), "- c\n"),
    EditCase("first of an element", "- a: 1\n  b: 2\n", .remove("[0].a"), "- b: 2\n"),
    EditCase("in brackets", "r: [a, b, c]\n", .remove("r.[1]"), "r: [a, c]\n"),
    EditCase("last in brackets", "r: [a, b]\n", .remove("r.[1]"), "r: [a]\n"),
    EditCase("only in brackets", "r: [a]\n", .remove("r.[0]"), "r: []\n"),
    EditCase(
      "in lines of brackets", "r: [\n  a, # one\n  b,\n]\n", .remove("r.[1]"),
      "r: [\n  a, # one\n  \n]\n"),
    EditCase("all", "# c\na: 1\n", .remove("a"), "# c\n"),
    EditCase("alias", "a: &x 1\nb: *x\nc: 2\n", .remove("b"), "a: &x 1\nc: 2\n"),
  ]

  @Test(arguments: removals)
  func removesLinesOfThePart(_ row: EditCase) throws {
    #expect(try edited(row.before, row.change) == row.after)
  }

  static let refusals = [
    EditCase("anchored value", "a: &x 1\nb: *x\n", .set("a", "y"), "edit/not-lossless"),
    EditCase("within an alias", "a: &x {k: 1}\nb: *x\n", .set("b.k", "y"), "edit/not-lossless"),
    EditCase(
      "merged value", "a: &x {k: 1}\nb:\n  <<: *x\n  c: 1\n", .set("b.k", "y"), "edit/not-lossless"),
    EditCase("no list", "a: 1\n", .append("a", "y"), "edit/no-such-place"),
    EditCase("no element", "a: [1]\n", .remove("a.[1]"), "edit/no-such-place"),
    EditCase("no mapping", "a: 1\n", .set("a.b", "x"), "edit/no-such-place"),
  ]

  @Test(arguments: refusals)
  func refusesWhatIsNotLossless(_ row: EditCase) throws {
    do {
      let text = try edited(row.before, row.change)
      Issue.record("made \(text)")
    } catch let error as Diagnostic {
      #expect(error.code.description == row.after)
      #expect(error.range != nil)
    }
  }
}
