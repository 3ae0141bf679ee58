internal import Diagnostics
internal import YAML

extension Diagnostic {
  static func emptyKustomization(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "kustomization/empty", "the kustomization is empty", at: range,
      hint: "name something under resources")
  }

  static func wrongType(of name: String, expected: String, found node: Node) -> Diagnostic {
    Diagnostic(
      "kustomization/wrong-type", "\(name): expected \(expected), found \(node.describedShape)",
      at: node.range,
      hint: expected == "a string" && node.scalar?.tag == .implicit
        ? "put the value in quotes" : nil)
  }

  static func unknownField(
    _ name: String, of type: String, nearest: String?, at key: Node
  ) -> Diagnostic {
    Diagnostic(
      "kustomization/unknown-field", "\(type) has no field \"\(name)\"", at: key.range,
      hint: nearest.map { "did you mean \"\($0)\"?" })
  }

  static func deprecatedField(
    _ name: String, replacement: String, at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      "kustomization/deprecated-field", "\"\(name)\" is deprecated", at: range,
      severity: .warning, hint: "use \"\(replacement)\"")
  }

  static func wrongKind(_ kind: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "kustomization/wrong-kind", "kind is \"\(kind)\", not Kustomization or Component", at: range)
  }

  static func wrongAPIVersion(
    _ found: String, expected: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "kustomization/wrong-api-version", "apiVersion is \"\(found)\", not \"\(expected)\"",
      at: range)
  }

  static func unknownOpenAPIVersion(_ version: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "kustomization/unknown-openapi", "OpenAPI version \"\(version)\" is not built in", at: range,
      hint: "v1.21.2 and v1.37.0 are")
  }

  static func openAPIVersionAndPath(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "kustomization/openapi-source", "openapi has either version or path", at: range)
  }

  static func openAPIKeyIgnored(_ key: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "kustomization/openapi-key", "openapi has no key \"\(key)\": it is ignored", at: range,
      severity: .warning, hint: "its keys are version and path")
  }

  static func notOpenAPI(_ path: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "kustomization/not-openapi", "\"\(path)\" is not an OpenAPI document with definitions",
      at: range, hint: "`kubectl get --raw /openapi/v2` prints that of a cluster")
  }

  static func crdsAreManifest(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "kustomization/crds-manifest",
      "crds expects OpenAPI definitions, and this is the manifest of a CustomResourceDefinition",
      at: range,
      hint: "list the manifest under resources; merge keys of its kind belong under openapi")
  }

  static func patchSource(of field: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "kustomization/patch-source", "an entry of \(field) needs exactly one of path and patch",
      at: range)
  }

  static func invalidPattern(
    _ pattern: String, of field: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "kustomization/invalid-pattern", "\(field) \"\(pattern)\" is not a regular expression",
      at: range)
  }

  static func invalidSelector(
    _ text: String, of field: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "kustomization/invalid-selector", "\(field) \"\(text)\" is not a label selector", at: range,
      hint: "examples: app=web  ·  tier in (a, b)  ·  !canary")
  }

  static func conflictingFieldSpecs(path: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "kustomization/conflicting-fields",
      "field \"\(path)\" is given with another value of create than in the defaults", at: range)
  }

  static func unknownSortOrder(_ order: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "kustomization/unknown-sort-order", "sort order \"\(order)\" is neither legacy nor fifo",
      at: range)
  }

  static func sortOptionsWithoutOrder(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "kustomization/legacy-sort-options", "legacySortOptions need order: legacy", at: range)
  }
}
