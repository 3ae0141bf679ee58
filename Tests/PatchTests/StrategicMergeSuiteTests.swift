import Diagnostics
import Patch
import Testing
import YAML

/// What kustomize v5.8.1 makes of strategic merges, quirks included.
@Suite(.enabled(if: MergeCase.areThere))
struct StrategicMergeSuiteTests {
  private static let prepends = "kustomize build puts new elements first"
  private static let inlineSchema = "Kustomize's builds ignore schemas in comments, and so do we"

  /// The cases of the library that come out otherwise, by name, each with the reason.
  ///
  /// One that is listed and yet comes out as the library's tests say fails.
  static let deviations = [
    "TestMerge_listElem": prepends,
    "list: merge k8s deployment containers - append": prepends,
    "list: merge k8s deployment volumes - append": prepends,
    "element: merge Element -- add Element first": prepends,
    "element: merge_primitive_finalizers": prepends,
    "map: port patch has no protocol and different port number": prepends,
    "element: infer merge keys merge'": "kustomize build does not guess keys",
    "element: no infer merge keys merge using explicit schema as line comment'": inlineSchema,
    "element: merge_primitive_items": inlineSchema,
  ]

  @Test(arguments: MergeCase.kustomize)
  func mergesAsKustomize(_ test: MergeCase) {
    #expect(test.difference() == nil)
  }

  @Test(arguments: MergeCase.library)
  func mergesAsTheLibrary(_ test: MergeCase) {
    let difference = test.difference()
    let reason = Self.deviations[test.name]
    #expect(
      (difference == nil) == (reason == nil),
      "\(difference ?? "as expected"); listed because \(reason ?? "not")")
  }

  @Test func listsOnlyCasesThatExist() {
    #expect(MergeCase.kustomize.count == 55)
    #expect(MergeCase.library.count == 73)
    #expect(Set(MergeCase.library.map(\.name)).isSuperset(of: Self.deviations.keys))
  }
}

/// A patch, what it is merged into, and what comes out.
struct MergeCase: CustomTestStringConvertible, Sendable {
  private static let kustomizePath = "schema/smp-cases.json"
  private static let libraryPath = "conformance/merge/merge2.json"
  static let areThere = SharedCases.has(kustomizePath) && SharedCases.has(libraryPath)
  static let kustomize = SharedCases.all(in: kustomizePath).map(MergeCase.init)
  static let library = SharedCases.all(in: libraryPath).map(MergeCase.init)

  let name: String
  let base: String
  let patch: String
  /// The result; nil if the patch must be refused.
  let expected: String?

  var testDescription: String { name }

  private init(_ node: Node) {
    name = node["name"]?.text ?? node["description"]?.text ?? ""
    base = node["base"]?.text ?? ""
    patch = node["patch"]?.text ?? ""
    expected = node["error"] == nil ? (node["result"] ?? node["expected"])?.text : nil
  }

  /// What differs from the expectation; nil if nothing does.
  func difference() -> String? {
    do {
      let result = try merged(parse(patch), into: parse(base))
      guard let expected else { return "not refused" }
      let found = try result.map { try json($0) } ?? "null"
      let wanted = try json(parse(expected))
      return found == wanted ? nil : "found \(found), expected \(wanted)"
    } catch let error as Diagnostic {
      return expected == nil ? nil : "refused: \(error.code) \(error.message)"
    } catch {
      return "\(error)"
    }
  }
}
