internal import Diagnostics
internal import YAML

// All diagnostics of the module, so that they can be read at a sitting.

extension Diagnostic {
  static func unknownDirective(_ value: Node) -> Diagnostic {
    Diagnostic(
      "patch/unknown-directive", "unknown patch strategy \"\(value.text ?? "")\"", at: value.range,
      hint: "$patch may be delete, replace or merge")
  }

  static func kindMismatch(_ patch: Node, _ target: Node) -> Diagnostic {
    Diagnostic(
      "patch/kind-mismatch",
      "the patch has \(patch.shapeName) where the resource has \(target.shapeName)",
      at: patch.range, notes: [Note("the resource's value is here", at: target.range)])
  }

  static func elementNotMapping(_ element: Node) -> Diagnostic {
    Diagnostic(
      "patch/element-not-a-mapping",
      "an element of a list that is merged by key must be a mapping, found \(element.shapeName)",
      at: element.range)
  }

  static func elementNotScalar(_ element: Node) -> Diagnostic {
    Diagnostic(
      "patch/element-not-a-scalar",
      "an element of a list that is merged as a set must be a scalar, found \(element.shapeName)",
      at: element.range)
  }

  static func notOperations(_ node: Node) -> Diagnostic {
    Diagnostic(
      "patch/not-operations", "expected a list of operations, found \(node.shapeName)",
      at: node.range)
  }

  static func operationNotMapping(_ node: Node) -> Diagnostic {
    Diagnostic(
      "patch/operation-not-a-mapping", "expected an operation, found \(node.shapeName)",
      at: node.range)
  }

  static func operationLacks(_ member: String, _ operation: Node) -> Diagnostic {
    Diagnostic(
      "patch/operation-incomplete", "the operation has no \"\(member)\"", at: operation.range)
  }

  static func keyNotScalar(_ key: Node) -> Diagnostic {
    Diagnostic(
      "patch/key-not-scalar",
      "a key must be a string, and this is a \(key.isMapping ? "mapping" : "list")",
      at: key.range,
      hint: key.isMapping
        ? "a template such as {{ .Values.x }} must be rendered, or stand in quotes" : nil)
  }

  static func unknownOperation(_ name: Node, nearest: String?) -> Diagnostic {
    Diagnostic(
      "patch/unknown-operation", "unknown operation \"\(name.text ?? "")\"", at: name.range,
      hint: nearest.map { "did you mean \"\($0)\"?" })
  }

  static func pathMissing(
    _ path: String, _ operation: String, nearest: String?, at range: SourceRange?
  ) -> Diagnostic {
    let hint =
      path.utf8.first == UInt8(ascii: "/")
      ? nearest.map { "there is \"\($0)\"" } : "begin the path with a slash"
    return Diagnostic(
      "patch/path-missing", "\(operation): there is nothing at \"\(path)\"", at: range, hint: hint)
  }

  static func invalidIndex(
    _ token: String, _ path: String, _ operation: String, count: Int, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "patch/invalid-index",
      "\(operation): \"\(token)\" in \"\(path)\" is no index of a list of \(count) elements",
      at: range)
  }

  static func testFailed(_ path: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic("patch/test-failed", "test: the value at \"\(path)\" is another", at: range)
  }

  static func invalidPointer(_ path: String, _ operation: String, at range: SourceRange?)
    -> Diagnostic
  {
    Diagnostic(
      "patch/invalid-path", "\(operation): \"\(path)\" has no slash", at: range,
      hint: "names are separated by slashes: /spec/replicas")
  }

  static func rootValue(_ operation: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "patch/root-value", "\(operation): a resource can only be replaced by a mapping", at: range)
  }
}

extension Node {
  /// What this is, in a few words for a message; never its text.
  fileprivate var shapeName: String {
    switch content {
    case .scalar: isNull ? "nothing" : "a single value"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}
