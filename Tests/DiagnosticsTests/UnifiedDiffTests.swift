import Diagnostics
import Testing

@Suite struct UnifiedDiffTests {
  private func diff(_ old: String, _ new: String) -> String {
    let diff = UnifiedDiff(from: Array(old.utf8), at: "k", to: Array(new.utf8), at: "k")
    return String(decoding: diff.bytes, as: UTF8.self)
  }

  @Test func equalFilesHaveNone() {
    #expect(diff("a\n", "a\n") == "")
  }

  @Test func showsThreeLinesAround() {
    let old = "1\n2\n3\n4\n5\n6\n7\n8\n9\n"
    let new = "1\n2\n3\n4\nx\n6\n7\n8\n9\n"
    #expect(
      diff(old, new) == """
        --- a/k
        +++ b/k
        @@ -2,7 +2,7 @@
         2
         3
         4
        -5
        +x
         6
         7
         8

        """)
  }

  @Test func tellsOfMissingLineBreaks() {
    #expect(
      diff("a", "a\nb") == """
        --- a/k
        +++ b/k
        @@ -1,1 +1,2 @@
        -a
        \\ No newline at end of file
        +a
        +b
        \\ No newline at end of file

        """)
  }

  @Test func aFileThatComesOrGoesIsNone() {
    let text = Array("a\n".utf8)
    let made = UnifiedDiff(from: [], at: nil, to: text, at: "k")
    #expect(
      String(decoding: made.bytes, as: UTF8.self)
        == "--- /dev/null\n+++ b/k\n@@ -0,0 +1,1 @@\n+a\n")
    let gone = UnifiedDiff(from: text, at: "k", to: [], at: nil)
    #expect(
      String(decoding: gone.bytes, as: UTF8.self)
        == "--- a/k\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-a\n")
  }

  @Test func distantChangesAreTwoHunks() {
    let lines = (1...20).map(String.init)
    var changed = lines
    changed[1] = "x"
    changed.remove(at: 17)
    let text = diff(lines.joined(separator: "\n") + "\n", changed.joined(separator: "\n") + "\n")
    #expect(text.contains("@@ -1,5 +1,5 @@") && text.contains("@@ -15,6 +15,5 @@"))
  }

  @Test func secretsAreNotShown() {
    let old = Array("a\nsecret\nb\n".utf8)
    let new = Array("a\nsecrets\nb\n".utf8)
    let diff = UnifiedDiff(
      from: old, at: "k", to: new, at: "k", secrets: ([2..<8], [2..<9]))
    let text = String(decoding: diff.bytes, as: UTF8.self)
    #expect(
      !text.contains("secrets") && text.contains("-(not shown: the line holds a secret value)"))
  }
}
