import Diagnostics
import Testing
import YAML

@testable import Patch

/// The directives of kyaml's tests; a scalar, which cannot hold one, is left out.
@Suite(.enabled(if: DirectiveCase.areThere))
struct PatchDirectiveTests {
  @Test(arguments: DirectiveCase.all)
  func takesTheDirectiveOut(_ test: DirectiveCase) throws {
    var node = try parse(test.patch)
    let directive: PatchDirective
    if case .sequence(var elements) = node.content {
      directive = try PatchDirective(takingFrom: &elements)
      node.content = .sequence(elements)
    } else {
      directive = try PatchDirective(takingFrom: &node)
    }
    #expect("\(directive)" == test.directive)
    #expect(try json(node) == json(parse(test.remainder)))
  }
}

/// A patch, the directive in it, and what is left without it.
struct DirectiveCase: CustomTestStringConvertible, Sendable {
  private static let path = "conformance/merge/directives.json"
  static let areThere = SharedCases.has(path)
  static let all = SharedCases.all(in: path).filter { $0["error"] == nil }.map(DirectiveCase.init)

  let name: String
  let patch: String
  let directive: String
  let remainder: String

  var testDescription: String { name }

  private init(_ node: Node) {
    name = node["description"]?.text ?? ""
    patch = node["patch"]?.text ?? ""
    directive = node["directive"]?.text ?? ""
    remainder = node["elided"]?.text ?? ""
  }
}
