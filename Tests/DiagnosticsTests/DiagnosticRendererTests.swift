import Diagnostics
import Testing

@Suite struct DiagnosticRendererTests {
  private let sources = SourceTable()

  private func file(
    _ text: String, path: String = "overlays/prod/kustomization.yaml"
  ) -> SourceFile {
    sources.add(path: path, bytes: Array(text.utf8))
  }

  private func range(_ file: SourceFile, _ start: Int, _ end: Int) -> SourceRange {
    SourceRange(file: file.id, start: start, end: end)
  }

  private func render(_ diagnostic: Diagnostic, usesColor: Bool = false) -> String {
    DiagnosticRenderer(sources: sources, usesColor: usesColor).render(diagnostic)
  }

  @Test func underlinesTheRange() {
    let file = file("patches:\n  - path: a.yaml\n")
    let diagnostic = Diagnostic(
      "patch/target-missing", "no resource matches Deployment \"web\"", at: range(file, 13, 25),
      hint: "the base defines Deployment \"website\"")
    #expect(
      render(diagnostic) == """
        error[patch/target-missing]: no resource matches Deployment "web"
          --> overlays/prod/kustomization.yaml:2:5
        2 |   - path: a.yaml
          |     ^^^^^^^^^^^^
        hint: the base defines Deployment "website"

        """)
  }

  @Test func rendersAWarningWithNotes() {
    let overlay = file("namePrefix: a-\n")
    let base = file("x: 1\nnamePrefix: b-\n", path: "base/kustomization.yaml")
    let diagnostic = Diagnostic(
      "compose/twice", "set twice", at: range(overlay, 0, 10), severity: .warning,
      notes: [
        Diagnostic.Note("the first is here", at: range(base, 5, 15)),
        Diagnostic.Note("a note without a place"),
      ])
    #expect(
      render(diagnostic) == """
        warning[compose/twice]: set twice
          --> overlays/prod/kustomization.yaml:1:1
        1 | namePrefix: a-
          | ^^^^^^^^^^
        note: the first is here
          --> base/kustomization.yaml:2:1
        note: a note without a place

        """)
  }

  @Test func showsOnlyAMessageWithoutAPlace() {
    #expect(render(Diagnostic("a/b", "no place")) == "error[a/b]: no place\n")
    #expect(render(Diagnostic("a/b", "no place", at: .unknown)) == "error[a/b]: no place\n")
  }

  @Test func namesAFileThatIsMissing() {
    #expect(
      render(Diagnostic("a/b", "not there", path: "base/x.yaml"))
        == "error[a/b]: not there\n  --> base/x.yaml\n")
  }

  @Test func alignsTheMarginWithTheLineNumber() {
    let file = file(String(repeating: "\n", count: 99) + "key: value")
    #expect(
      render(Diagnostic("a/b", "here", at: range(file, 104, 109))) == """
        error[a/b]: here
          --> overlays/prod/kustomization.yaml:100:6
        100 | key: value
            |      ^^^^^

        """)
  }

  @Test func marksAPointWithOneCaret() {
    let file = file("key: value\n")
    let text = render(Diagnostic("a/b", "here", at: range(file, 3, 3)))
    #expect(text.hasSuffix("1 | key: value\n  |    ^\n"))
  }

  @Test func stopsAtTheEndOfTheFirstLine() {
    let file = file("a: |\n  text\nb: 1\n")
    let text = render(Diagnostic("a/b", "here", at: range(file, 3, 12)))
    #expect(text.hasSuffix("1 | a: |\n  |    ^\n"))
  }

  @Test func leavesOutAnEmptyLine() {
    let file = file("a: 1\n\n")
    let text = render(Diagnostic("a/b", "here", at: range(file, 5, 5)))
    #expect(text == "error[a/b]: here\n  --> overlays/prod/kustomization.yaml:2:1\n")
  }

  @Test func countsCharactersAndNotBytes() {
    let file = file("größe: schön # é\r\n")
    let start = "größe: ".utf8.count
    let text = render(Diagnostic("a/b", "here", at: range(file, start, start + "schön".utf8.count)))
    #expect(text.hasSuffix(":1:8\n1 | größe: schön # é\n  |        ^^^^^\n"))
  }

  @Test func showsTabsAsSpacesAndControlCharactersAsReplacements() {
    let file = file("a:\tb\u{1B}[31m\u{9B}c\n")
    let text = render(Diagnostic("a/b", "esc \u{1B} and\nline", at: range(file, 3, 4)))
    #expect(
      text == """
        error[a/b]: esc \u{FFFD} and\u{FFFD}line
          --> overlays/prod/kustomization.yaml:1:4
        1 | a: b\u{FFFD}[31m\u{FFFD}c
          |    ^

        """)
  }

  @Test func survivesBytesThatAreNotUTF8() {
    let file = sources.add(path: "a.yaml", bytes: [0x61, 0xFF, 0xC3, 0x0A])
    let text = render(Diagnostic("a/b", "here", at: range(file, 1, 2)))
    #expect(text.contains("1 | a\u{FFFD}\u{FFFD}\n  |  ^\n"))
  }

  @Test func showsOnlyAPartOfAVeryLongLine() throws {
    let line = String(repeating: "ä", count: 300) + "here" + String(repeating: "ö", count: 300)
    let file = file(line)
    let text = render(Diagnostic("a/b", "long", at: range(file, 600, 604)))
    let lines = text.split(separator: "\n")
    try #require(lines.count == 4)
    #expect(lines[1].hasSuffix(":1:301"))
    #expect(lines[2].unicodeScalars.count < 200)
    #expect(!lines[2].contains("\u{FFFD}"))
    let caret = try #require(lines[3].firstIndex(of: "^"))
    let column = lines[3].distance(from: lines[3].startIndex, to: caret)
    #expect(lines[2].dropFirst(column).prefix(4) == "here")
    #expect(lines[3].hasSuffix(" ^^^^"))
  }

  @Test func neverShowsALineThatHoldsASecret() {
    let file = file("a: 1\npassword: hunter2\nb: 2\n")
    sources.markSecret(range(file, 15, 22))
    #expect(
      render(Diagnostic("a/b", "here", at: range(file, 5, 13))) == """
        error[a/b]: here
          --> overlays/prod/kustomization.yaml:2:1
        2 | (not shown: the line holds a secret value)

        """)
    #expect(render(Diagnostic("a/b", "here", at: range(file, 0, 1))).contains("1 | a: 1\n"))
  }

  @Test func neverShowsAnyLineOfASecretFile() {
    let file = file("first\nsecond\n", path: "secrets.env")
    sources.markSecret(file)
    for start in [0, 3, 6, 9] {
      let text = render(Diagnostic("a/b", "here", at: range(file, start, 13)))
      #expect(text.contains("not shown"))
      #expect(!text.contains("first") && !text.contains("second"))
    }
  }

  @Test func usesColorOnlyIfAsked() {
    let file = file("key: value\n")
    let diagnostic = Diagnostic(
      "a/b", "here", at: range(file, 0, 3), hint: "do this", notes: [Diagnostic.Note("see")])
    let plain = render(diagnostic)
    let colored = render(diagnostic, usesColor: true)
    #expect(!plain.contains("\u{1B}"))
    #expect(colored.contains("\u{1B}[1;31merror[a/b]\u{1B}[0m\u{1B}[1m: here\u{1B}[0m\n"))
    #expect(colored.contains("\u{1B}[1;31m^^^\u{1B}[0m\n"))
    #expect(colored.contains("\u{1B}[1;32mhint\u{1B}[0m: do this\n"))
    #expect(uncolored(colored) == plain)
    let warning = Diagnostic("a/b", "here", severity: .warning)
    #expect(render(warning, usesColor: true).hasPrefix("\u{1B}[1;33mwarning[a/b]"))
  }

  /// The text without its escape sequences.
  private func uncolored(_ text: String) -> String {
    var result = ""
    var isEscape = false
    for scalar in text.unicodeScalars {
      if scalar == "\u{1B}" { isEscape = true }
      if !isEscape { result.unicodeScalars.append(scalar) }
      if scalar == "m" { isEscape = false }
    }
    return result
  }
}
