import Compare
import Testing

/// What dyff documents and shows in its examples, where its rules and ours meet.
///
/// Which changes there are, and at which paths, is the same; the texts are our own.
/// Where the rules differ it is on purpose: dyff takes an entry of a plain list that is replaced for a
/// removal and an addition, which here is one change of the element.
///
/// See <https://github.com/homeport/dyff>.
@Suite struct DyffCaseTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let old: String
    let new: String
    let expected: [String]

    init(_ name: String, _ old: String, _ new: String, _ expected: [String]) {
      (testDescription, self.old, self.new, self.expected) = (name, old, new, expected)
    }
  }

  static let rows = [
    Row("a text", "{name: red, size: L}", "{name: RED, size: L}", ["name red→RED other"]),
    Row("a whole number", "{size: 1}", "{size: 2}", ["size 1→2 other"]),
    Row("a fraction", "{ratio: 1.61}", "{ratio: 2.71}", ["ratio 1.61→2.71 other"]),
    Row("a truth value", "{isOn: false}", "{isOn: true}", ["isOn false→true other"]),
    Row("a value more", "{a: 1}", "{a: 1, b: 2}", ["b ∅→2 other"]),
    Row("a value less", "{a: 1, b: 2}", "{a: 1}", ["b 2→∅ other"]),
    Row(
      "one value for another", "{a: 1, old: x}", "{a: 1, new: x}",
      ["new ∅→x other", "old x→∅ other"]),
    Row(
      "another type", "{a: text, b: \"12\"}", "{a: 12, b: 12}",
      ["a text→12 other", "b 12→12 other"]),
    Row("a mapping for a text", "{a: {b: c}}", "{a: b}", ["a …→b other"]),
    Row("keys in another order", "{a: 1, b: {c: 2, d: 3}}", "{b: {d: 3, c: 2}, a: 1}", []),
    Row(
      "keys in another order within a list", "{a: [{x: true}, {b: 1, c: d}]}",
      "{a: [{x: true}, {c: d, b: 1}]}", []),
    Row(
      "white space at the end", "{a: \"two  words\"}", "{a: \"two  words\\n\\n\"}",
      [
        "a two  words→two  words\n\n other"
      ]),
    Row(
      "an entry more in a list", "{a: [one, two]}", "{a: [one, two, three]}",
      [
        "a[2] ∅→three other"
      ]),
    Row("an entry less in a list", "{a: [1, 2, 3]}", "{a: [1, 2]}", ["a[2] 3→∅ other"]),
    Row(
      "entries with names", "{a: [{name: A}, {name: B}, {name: X}]}",
      "{a: [{name: A}, {name: B}, {name: D}]}",
      ["a[name=D] ∅→… other", "a[name=X] …→∅ other"]),
    Row(
      "entries with keys", "{a: [{key: A}, {key: X}]}", "{a: [{key: A}, {key: D}]}",
      ["a[key=D] ∅→… other", "a[key=X] …→∅ other"]),
    Row(
      "entries with identities", "{a: [{id: A}, {id: X}]}", "{a: [{id: A}, {id: D}]}",
      ["a[id=D] ∅→… other", "a[id=X] …→∅ other"]),
    Row(
      "within an entry with a name",
      "{groups: [{name: web, jobs: [{name: api, on: true}], count: 1}]}",
      "{groups: [{name: web, jobs: [{name: api, on: false}, {name: log}], count: 2}]}",
      [
        "groups[name=web].jobs[name=api].on true→false other",
        "groups[name=web].jobs[name=log] ∅→… other", "groups[name=web].count 1→2 other",
      ]),
    Row(
      "order of entries with names, whatever comes or goes",
      "{a: [{name: A}, {name: C}, {name: B}, {name: E}]}",
      "{a: [{name: A}, {name: X}, {name: B}, {name: C}]}",
      ["a[name=X] ∅→… other", "a[name=E] …→∅ other", "a …→… order"]),
    Row("order alone", "{a: [A, C, B]}", "{a: [A, B, C]}", ["a …→… order"]),
    Row(
      "a list within a list without names", "{a: [{b: [{C1: {pool: x}}]}]}",
      "{a: [{b: [{C1: {pool: y}}]}]}", ["a[0].b[0].C1.pool x→y other"]),
  ]

  @Test(arguments: rows)
  func findsTheSame(_ row: Row) throws {
    func text(_ spec: String) -> String {
      "apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: a}\nspec: \(spec)\n"
    }
    let found = try lines(text(row.old), text(row.new))
    #expect(found == row.expected.map { "spec.\($0)" })
  }

  @Test func documentsOfKubernetesArePairedByWhatTheyAre() throws {
    let (a, b) = (
      deployment("        image: a:1"), "apiVersion: v1\nkind: X\nmetadata: {name: b}\n"
    )
    #expect(try lines("\(a)---\n\(b)", "\(b)---\n\(a)") == [])
    let renamed = b.replacing("name: b", with: "name: c")
    #expect(
      try lines("\(a)---\n\(b)", "\(renamed)---\n\(a)") == [
        "X b deletion !it is deleted", "X c addition",
      ])
  }

  @Test func aListOfResourcesIsEachOfThem() throws {
    let items =
      "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: X, metadata: {name: b}, a: 1}\n"
    let plain = "apiVersion: v1\nkind: X\nmetadata: {name: b}\na: 1\n"
    #expect(try lines(items, plain) == [])
  }
}
