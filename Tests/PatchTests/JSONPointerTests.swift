import Patch
import Testing

@Suite struct JSONPointerTests {
  @Test(arguments: [
    ("", []), ("/", [""]), ("/a", ["a"]), ("/a/b", ["a", "b"]), ("/a/", ["a", ""]),
    ("//", ["", ""]), ("/a~1b", ["a/b"]), ("/m~0n", ["m~n"]), ("/~01", ["~1"]), ("/~10", ["/0"]),
    ("/~", ["~"]), ("/~2", ["~2"]), ("/~~0", ["~~"]), ("/ü/日", ["ü", "日"]), ("/c%d", ["c%d"]),
    ("/ ", [" "]), ("/-", ["-"]), ("/e\u{301}~0", ["e\u{301}~"]), ("a/b", ["b"]),
    ("#/a", ["a"]), (" /a/b", ["a", "b"]),
  ])
  func splitsIntoTokens(text: String, tokens: [String]) {
    #expect(JSONPointer(text)?.tokens == tokens)
  }

  @Test(arguments: ["a", "~1a", " "])
  func mustHaveASlash(_ text: String) {
    #expect(JSONPointer(text) == nil)
  }
}
