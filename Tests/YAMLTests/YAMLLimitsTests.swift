import Diagnostics
import Testing
import YAML

/// Input that wants to cost more than it is worth is refused, with a place.
@Suite struct YAMLLimitsTests {
  private func expect(
    _ text: Text, code: Diagnostic.Code, place: String?, limits: YAMLLimits = .standard,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let refusal = text.refusal(limits: limits)
    #expect(refusal?.code == code, sourceLocation: sourceLocation)
    #expect(refusal?.severity == .error, sourceLocation: sourceLocation)
    #expect(text.place(of: refusal?.range) == place, sourceLocation: sourceLocation)
  }

  @Test func refusesAnAliasBomb() {
    var lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for level in 1..<12 {
      let aliases = [String](repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      lines.append("a\(level): &a\(level) [\(aliases)]")
    }
    let text = Text(lines.joined(separator: "\n") + "\n")
    let refusal = text.refusal()
    #expect(refusal?.code == "yaml/alias-limit")
    #expect(text.text(in: refusal?.range)?.hasPrefix("*a") == true)
  }

  @Test func refusesABombOfMergeKeys() {
    var lines = ["a0: &a0 {x: 1, y: 2}"]
    for level in 1..<30 {
      lines.append("a\(level): &a\(level) {<<: [*a\(level - 1), *a\(level - 1)], k\(level): 1}")
    }
    let text = Text(lines.joined(separator: "\n") + "\n")
    // Merged keys occur once, so that this stays small; it must only come to an end.
    let refusal = text.refusal()
    #expect(refusal == nil || refusal?.code == "yaml/alias-limit")
  }

  @Test func countsAliasedNodes() throws {
    var limits = YAMLLimits.standard
    limits.aliasedNodes = 6
    let text = Text("a: &x [1, 2]\nb: *x\nc: *x\n")
    #expect(try text.node(limits: limits)["c"]?.elements?.count == 2)
    limits.aliasedNodes = 5
    expect(text, code: "yaml/alias-limit", place: "3:4", limits: limits)
  }

  @Test func anAliasMayNotContainItself() {
    expect(Text("a: &x [1, *x]\n"), code: "yaml/alias-cycle", place: "1:11")
    expect(Text("&x a: &y {b: *y}\n"), code: "yaml/alias-cycle", place: "1:14")
  }

  @Test(arguments: [("flow lists", "["), ("flow mappings", "{a: "), ("block lists", "- ")])
  func readsAndPrintsTenThousandLevels(name: String, opening: String) throws {
    let depth = opening == "- " ? 2000 : 10_000
    let closing = opening == "[" ? "]" : opening == "- " ? "" : "}"
    let text = Text(
      String(repeating: opening, count: depth) + "x" + String(repeating: closing, count: depth))
    try onLargeStack {
      let node = try text.node()
      let printed = try yaml(node)
      #expect(printed.hasSuffix("x\n"))
      #expect(try json(node).utf8.count > depth)
    }
  }

  @Test func refusesOneLevelMore() {
    let text = Text(
      String(repeating: "[", count: 10_001) + "x" + String(repeating: "]", count: 10_001))
    expect(text, code: "yaml/depth-limit", place: "1:10001")
  }

  @Test func refusesDepthAsSoonAsItIsReached() {
    expect(
      Text(String(repeating: "[", count: 100_000)), code: "yaml/depth-limit", place: "1:10001")
  }

  @Test func countsLevelsFromOne() throws {
    var limits = YAMLLimits.standard
    limits.depth = 2
    #expect(try Text("a: [1]\n").node(limits: limits)["a"] != nil)
    expect(Text("a:\n- b: 1\n"), code: "yaml/depth-limit", place: "2:3", limits: limits)
  }

  @Test func refusesALargeFile() throws {
    var limits = YAMLLimits.standard
    limits.bytes = 5
    #expect(try Text("a: b\n").node(limits: limits)["a"]?.text == "b")
    let text = Text("a: bc\n")
    expect(text, code: "yaml/size-limit", place: "1:1", limits: limits)
    let refusal = refusal { () throws(Diagnostic) in
      try YAMLReader(limits: limits).firstDocument(of: text.file)
    }
    #expect(refusal?.code == "yaml/size-limit")
  }
}
