import Diagnostics
import Patch
import Testing
import YAML

/// The JSON Patch test suite, <https://github.com/json-patch/json-patch-tests>.
@Suite(.enabled(if: JSONPatchCase.areThere))
struct JSONPatchSuiteTests {
  /// The cases that come out otherwise, by file and position, each with the reason.
  ///
  /// One that is listed and yet comes out as the suite says fails.
  static let deviations = [
    "tests/11": "a resource is a mapping, so that its root cannot become a list",
    "tests/12": "the root cannot be added, only replaced",
    "tests/19": "Kustomize counts negative indices from the end",
    "tests/63": "the root cannot be added, only replaced",
    "tests/77": "in Kustomize a missing value is null",
    "tests/78": "in Kustomize a missing value is null",
    "tests/79": "in Kustomize a missing value is null",
    "tests/82": "in Kustomize a copy of what is not in its mapping is null",
    "tests/87": "Kustomize takes an index with leading zeros",
    "tests/88": "Kustomize takes an index with leading zeros",
  ]

  @Test(arguments: JSONPatchCase.all)
  func appliesAsTheStandardSays(_ test: JSONPatchCase) throws {
    var document = test.document
    var found: String?
    let refusal = refusal { () throws(Diagnostic) in
      try JSONPatch(test.patch).apply(to: &document)
      found = try json(document)
    }
    let expected = try test.expected.map { try json($0) }
    let isAsExpected = test.isRefused ? found == nil : found != nil && expected ?? found == found
    let reason = Self.deviations[test.id]
    #expect(
      isAsExpected == (reason == nil),
      "\(found ?? refusal?.message ?? ""); listed because \(reason ?? "not")")
  }

  @Test func listsOnlyCasesThatExist() {
    #expect(JSONPatchCase.all.count == 108)
    #expect(Set(JSONPatchCase.all.map(\.id)).isSuperset(of: Self.deviations.keys))
  }
}

/// A case of the JSON Patch test suite.
struct JSONPatchCase: CustomTestStringConvertible, Sendable {
  static let files = ["tests", "spec_tests"]
  static let areThere = files.allSatisfy { SharedCases.has("conformance/jsonpatch/\($0).json") }
  static let all = files.flatMap { file in
    SharedCases.all(in: "conformance/jsonpatch/\(file).json").enumerated().compactMap {
      JSONPatchCase($1, id: "\(file)/\($0)")
    }
  }

  let id: String
  let name: String
  let document: Node
  let patch: Node
  /// The document afterwards; nil if only the patch must apply or must be refused.
  let expected: Node?
  let isRefused: Bool

  var testDescription: String { "\(id) \(name)" }

  private init?(_ node: Node, id: String) {
    guard node["disabled"] == nil, let document = node["doc"], let patch = node["patch"] else {
      return nil
    }
    self.id = id
    self.document = document
    self.patch = patch
    name = node["comment"]?.text ?? node["error"]?.text ?? ""
    expected = node["expected"]
    isRefused = node["error"] != nil
  }
}
