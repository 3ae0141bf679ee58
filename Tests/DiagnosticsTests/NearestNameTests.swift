import Diagnostics
import Testing

@Suite struct NearestNameTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let name: String
    let candidates: [String]
    let expected: String?

    init(_ name: String, _ candidates: [String], _ expected: String?) {
      (self.name, self.candidates, self.expected) = (name, candidates, expected)
    }

    var testDescription: String { "\(name) → \(expected ?? "none")" }
  }

  private static let fields = ["resources", "namePrefix", "nameSuffix", "namespace", "patches"]

  @Test(arguments: [
    Row("resource", fields, "resources"),
    Row("nameprefix", fields, "namePrefix"),
    Row("namePerfix", fields, "namePrefix"),
    Row("namesapce", fields, "namespace"),
    Row("patchs", fields, "patches"),
    Row("RESOURCES", fields, "resources"),
    Row("replicas", fields, nil),
    Row("", fields, nil),
    Row("resources", [], nil),
    Row("op", ["add", "remove"], nil),
    Row("a", ["b"], "b"),
    Row("ad", ["add", "and"], "add"),
    Row("größe", ["gross", "große"], "große"),
  ])
  func findsTheNearest(_ row: Row) {
    #expect(nearestName(to: row.name, among: row.candidates) == row.expected)
  }

  @Test func prefersTheFirstOfEquallyNearNames() {
    #expect(nearestName(to: "cat", among: ["bat", "hat"]) == "bat")
    #expect(nearestName(to: "cat", among: ["hat", "bat"]) == "hat")
  }

  @Test func countsASwapAsOneChange() {
    #expect(nearestName(to: "abc", among: ["acb"]) == "acb")
    #expect(nearestName(to: "abc", among: ["cba"]) == nil)
  }
}
