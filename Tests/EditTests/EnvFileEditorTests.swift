import Diagnostics
import Edit
import Testing

@Suite struct EnvFileEditorTests {
  static let changes = [
    ("A=1\nB=2\n", "B", "x=y", "A=1\nB=x=y\n"),
    ("A=1\r\n# B=2\r\n  B=2\r\n", "B", "3", "A=1\r\n# B=2\r\n  B=3\r\n"),
    ("A=1", "B", "2", "A=1\nB=2"),
    ("", "B", "2", "B=2\n"),
    ("B\nA=1\n", "B", "2", "B=2\nA=1\n"),
    ("\u{FEFF}B=1\n", "B", "", "\u{FEFF}B=\n"),
  ]

  @Test(arguments: changes)
  func setsTheValueOfALine(_ before: String, _ key: String, _ value: String, _ after: String) throws
  {
    var editor = EnvFileEditor(SourceTable().add(path: "a.env", bytes: Array(before.utf8)))
    try editor.set(key, to: value)
    #expect(String(decoding: editor.bytes, as: UTF8.self) == after)
    #expect(editor.value(of: key) == value)
  }

  @Test(arguments: [("A=1\nA=2\n", "A", "3"), ("", "A", "1\n2"), ("", "A=", "1"), ("", "#A", "1")])
  func refusesWhatMakesNoLine(_ before: String, _ key: String, _ value: String) {
    var editor = EnvFileEditor(SourceTable().add(path: "a.env", bytes: Array(before.utf8)))
    #expect(throws: Diagnostic.self) { try editor.set(key, to: value) }
    #expect(editor.bytes == Array(before.utf8))
  }

  @Test func removesALine() throws {
    var editor = EnvFileEditor(SourceTable().add(path: "a.env", bytes: Array("A=1\nB=2\n".utf8)))
    try editor.remove("A")
    #expect(String(decoding: editor.bytes, as: UTF8.self) == "B=2\n")
    #expect(throws: Diagnostic.self) { try editor.remove("A") }
  }
}
