import Diagnostics
import Patch
import Testing
import YAML

@Suite struct JSONPatchTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let patch: String
    /// The document afterwards, or the code of the diagnostic.
    let result: String

    init(_ patch: String, _ result: String) {
      (self.patch, self.result) = (patch, result)
    }

    var testDescription: String { patch }
  }

  private static let document = "{a: {b: 1}, l: [x, y, z], 'm/n': 2}"

  @Test(arguments: [
    Row("[]", #"{"a":{"b":1},"l":["x","y","z"],"m/n":2}"#),
    Row("[{op: add, path: /l/-, value: w}]", #"{"a":{"b":1},"l":["x","y","z","w"],"m/n":2}"#),
    Row("[{op: add, path: /l/0, value: w}]", #"{"a":{"b":1},"l":["w","x","y","z"],"m/n":2}"#),
    Row("[{op: add, path: /l/3, value: w}]", #"{"a":{"b":1},"l":["x","y","z","w"],"m/n":2}"#),
    Row("[{op: add, path: /l/4, value: w}]", "patch/invalid-index"),
    Row("[{op: remove, path: /l/-1}]", #"{"a":{"b":1},"l":["x","y"],"m/n":2}"#),
    Row("[{op: remove, path: /l/3}]", "patch/invalid-index"),
    Row("[{op: remove, path: /l/q}]", "patch/invalid-index"),
    Row("[{op: remove, path: /a/q}]", "patch/path-missing"),
    Row("[{op: remove, path: /m~1n}]", #"{"a":{"b":1},"l":["x","y","z"]}"#),
    Row("[{op: replace, path: /a/q, value: 1}]", #"{"a":{"b":1,"q":1},"l":["x","y","z"],"m/n":2}"#),
    Row("[{op: replace, path: '', value: {q: 1}}]", #"{"q":1}"#),
    Row("[{op: replace, path: '', value: q}]", "patch/root-value"),
    Row("[{op: remove, path: ''}]", "patch/root-value"),
    Row("[{op: add, path: /q/r, value: 1}]", "patch/path-missing"),
    Row("[{op: add, path: /a/b/c, value: 1}]", "patch/path-missing"),
    Row("[{op: move, from: /a/b, path: /l/1}]", #"{"a":{},"l":["x",1,"y","z"],"m/n":2}"#),
    Row(
      "[{op: copy, from: /a, path: /c}]", #"{"a":{"b":1},"c":{"b":1},"l":["x","y","z"],"m/n":2}"#),
    Row("[{op: move, from: /q, path: /c}]", "patch/path-missing"),
    Row("[{op: test, path: /a, value: {b: 1}}]", #"{"a":{"b":1},"l":["x","y","z"],"m/n":2}"#),
    Row("[{op: test, path: /a/b, value: '1'}]", "patch/test-failed"),
    Row("[{op: test, path: /a/q, value: null}]", #"{"a":{"b":1},"l":["x","y","z"],"m/n":2}"#),
    Row("[{op: test, path: /a/q, value: 1}]", "patch/path-missing"),
    Row("{op: add}", "patch/not-operations"),
    Row("[add]", "patch/operation-not-a-mapping"),
    Row("[{path: /a}]", "patch/operation-incomplete"),
    Row("[{op: add, value: 1}]", "patch/operation-incomplete"),
    Row("[{op: move, path: /a}]", "patch/operation-incomplete"),
    Row("[{op: ad, path: /a, value: 1}]", "patch/unknown-operation"),
    Row("[{op: add, path: a, value: 1}]", "patch/invalid-path"),
  ])
  func applies(_ row: Row) throws {
    var document = try parse(Self.document)
    let patch = try parse(row.patch)
    let refusal = refusal { () throws(Diagnostic) in try JSONPatch(patch).apply(to: &document) }
    #expect(try refusal?.code.description ?? json(document) == row.result)
    if let refusal { #expect(refusal.range?.isUnknown == false) }
  }

  @Test func suggestsTheNearestName() throws {
    var document = try parse("{metadata: {labels: {}}}")
    let patch = try JSONPatch(parse("[{op: remove, path: /metadata/lables}]"))
    let missing = refusal { () throws(Diagnostic) in try patch.apply(to: &document) }
    #expect(missing?.hint == "there is \"labels\"")
    let operation = try parse("[{op: replce, path: /a}]")
    #expect(try JSONPatch(operation).defect?.hint == "did you mean \"replace\"?")
  }

  @Test func valuesKeepThePlaceInThePatch() throws {
    let sources = SourceTable()
    var document = try parse("{a: [1]}", path: "base.yaml", in: sources)
    let text = "- {op: add, path: /a/0, value: {b: here}}\n"
    let patch = try parse(text, path: "patch.yaml", in: sources)
    try JSONPatch(patch).apply(to: &document)
    let range = try #require(document["a"]?.elements?[0]["b"]?.range)
    let file = try #require(sources.file(range.file))
    #expect(file.path == "patch.yaml")
    #expect(file.bytes[Int(range.start)..<Int(range.end)].elementsEqual("here".utf8))
    let old = try #require(document["a"]?.elements?[1].range)
    #expect(sources.file(old.file)?.path == "base.yaml")
  }

  @Test func patchValuesAreReadAsYAML11() throws {
    var document = try parse("{a: 1}")
    try JSONPatch(parse("[{op: add, path: /b, value: yes}, {op: add, path: /c, value: 'yes'}]"))
      .apply(to: &document)
    #expect(try json(document) == #"{"a":1,"b":true,"c":"yes"}"#)
  }
}
