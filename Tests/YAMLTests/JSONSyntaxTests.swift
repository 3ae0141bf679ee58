import Testing
import YAML

@Suite struct JSONSyntaxTests {
  @Test(arguments: [
    (#"[{"op": "add", "value": [1, -2.5e+3, true, null, "\u00e9\/"]}]"#, true), (" [] \n", true),
    ("", false), ("[1,]", false), ("{a: 1}", false), ("['a']", false), ("[01]", false),
    ("[\"\n\"]", false), ("[\"\\q\"]", false), ("[1] x", false), ("[1", false), ("[.5]", false),
  ])
  func knowsJSONFromFlowStyle(text: String, isJSON: Bool) {
    #expect(JSONSyntax.accepts(Array(text.utf8)) == isJSON)
  }

  @Test(arguments: [
    (#" {"auths": {"a": {"b": {}}}, "x": [{}], "y": {} }"#, ["auths", "y"]),
    ("{}", []), (#"{"a": 1}"#, []),
  ])
  func namesTheMembersThatAreObjects(text: String, names: [String]) {
    #expect(members(of: text) == names)
  }

  @Test(arguments: ["[]", "1", "", "{a: {}}", #"{"a": {}} x"#, #"{"a": {},}"#])
  func whatIsNoObjectHasNoMembers(text: String) {
    #expect(members(of: text) == nil)
  }

  @Test func nestingIsLimited() {
    let text = String(repeating: "[", count: 200_000)
    #expect(!JSONSyntax.accepts(Array(text.utf8)))
  }

  private func members(of text: String) -> [String]? {
    Array(text.utf8).withUnsafeBytes { JSONSyntax.objectMembers(of: $0) }
  }
}
