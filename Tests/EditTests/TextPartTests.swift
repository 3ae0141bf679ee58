import Edit
import Testing

@Suite struct TextPartTests {
  @Test(arguments: [
    ("a=X", "=", 1), ("X.svc", ".", 0), ("a/b/X/c", "/", 2), ("éXé", "é", 1), ("X-X", "-", 0),
  ])
  func isBetweenEqualDelimiters(_ text: String, _ delimiter: String, _ index: Int) throws {
    let range = try #require(text.firstRange(of: "X"))
    let part = try #require(TextPart(of: text, at: range))
    #expect(part.delimiter == delimiter)
    #expect(part.index == index)
  }

  @Test(arguments: ["//X:80", "X", "aXbX", "(X"])
  func isNoneBetweenOthers(_ text: String) throws {
    let range = try #require(text.firstRange(of: text == "(X" ? "(X" : "X"))
    #expect(TextPart(of: text, at: range) == nil)
  }
}
