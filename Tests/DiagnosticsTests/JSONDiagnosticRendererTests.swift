import Diagnostics
import Foundation
import Testing

@Suite struct JSONDiagnosticRendererTests {
  private let sources = SourceTable()

  private func render(_ diagnostic: Diagnostic) -> String {
    JSONDiagnosticRenderer(sources: sources).render(diagnostic)
  }

  @Test func leavesOutWhatIsNotThere() {
    #expect(
      render(Diagnostic("a/b", "message", severity: .warning)) == """
        {"version":1,"code":"a/b","severity":"warning","message":"message","notes":[]}

        """)
  }

  @Test func namesPlacesByLineColumnAndOffset() {
    let file = sources.add(path: "base/a.yaml", bytes: Array("ä: 1\nkey: 2\n".utf8))
    let diagnostic = Diagnostic(
      "a/b", "message", at: SourceRange(file: file.id, start: 6, end: 9), hint: "hint",
      notes: [
        Diagnostic.Note("note", at: SourceRange(file: file.id, start: 0, end: 2)),
        Diagnostic.Note("bare"),
      ])
    let expected =
      #"{"version":1,"code":"a/b","severity":"error","message":"message","hint":"hint","#
      + #""path":"base/a.yaml","range":{"start":{"line":2,"column":1,"offset":6},"#
      + #""end":{"line":2,"column":4,"offset":9}},"#
      + #""notes":[{"message":"note","path":"base/a.yaml","#
      + #""range":{"start":{"line":1,"column":1,"offset":0},"#
      + #""end":{"line":1,"column":2,"offset":2}}},{"message":"bare"}]}"#
    #expect(render(diagnostic) == expected + "\n")
  }

  @Test func namesAFileThatIsMissing() {
    #expect(render(Diagnostic("a/b", "m", path: "x.yaml")).contains(#","path":"x.yaml","notes":"#))
  }

  @Test(arguments: [
    #"quotes " and \ backslash"#, "line\nfeed\r\n", "tab\t", "\u{0}\u{1}\u{1F}\u{7F}",
    "ünïcödé 😀", "\u{2028}\u{2029}\u{85}", "</script>",
  ])
  func writesJSONWhateverTheText(_ text: String) throws {
    let file = sources.add(path: text, bytes: [])
    let diagnostic = Diagnostic(
      "a/b", text, at: SourceRange(file: file.id, start: 0, end: 0), hint: text,
      notes: [Diagnostic.Note(text)])
    let line = render(diagnostic)
    #expect(line.utf8.filter { $0 == 0x0A }.count == 1)
    let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
    let object = try #require(value as? [String: Any])
    #expect(object["message"] as? String == text)
    #expect(object["hint"] as? String == text)
    #expect(object["path"] as? String == text)
    let notes = try #require(object["notes"] as? [[String: Any]])
    #expect(notes.map { $0["message"] as? String } == [text])
  }

  @Test func neverHoldsTheTextOfASecret() {
    let file = sources.add(path: "a.yaml", bytes: Array("password: hunter2\n".utf8))
    let range = SourceRange(file: file.id, start: 10, end: 17)
    sources.markSecret(range)
    #expect(!render(Diagnostic("a/b", "message", at: range)).contains("hunter2"))
  }
}
