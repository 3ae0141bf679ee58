internal import Diagnostics
internal import YAML

extension Diagnostic {
  static func pluginNotBuiltin(_ resource: Resource, nearest: String?) -> Diagnostic {
    Diagnostic(
      "plugin/unknown", "there is no built-in plugin \"\(resource.id.gvk.kind)\"",
      at: resource.node["kind"]?.range, hint: nearest.map { "did you mean \"\($0)\"?" })
  }

  static func sortOrderIsNoPlugin(_ resource: Resource) -> Diagnostic {
    Diagnostic(
      "plugin/sort-order",
      "Kustomize v5.8.1 knows SortOrderTransformer, and refuses it as a plugin",
      at: resource.node["kind"]?.range, hint: "the field sortOptions does the same")
  }

  static func externalPluginsDisabled(_ resource: Resource) -> Diagnostic {
    Diagnostic(
      "plugin/external",
      "\(resource.id) of apiVersion \(resource.id.gvk.apiVersion) is no built-in plugin",
      at: resource.place, hint: "built-in plugins have apiVersion: builtin")
  }

  static func pluginIsNoGenerator(_ resource: Resource) -> Diagnostic {
    Diagnostic(
      "plugin/not-a-generator", "\(resource.id.gvk.kind) is no generator", at: resource.place,
      hint: "name it under transformers")
  }

  static func pluginIsNoTransformer(_ resource: Resource) -> Diagnostic {
    Diagnostic(
      "plugin/not-a-transformer", "\(resource.id.gvk.kind) is no transformer",
      at: resource.place, hint: "name it under generators")
  }

  static func pluginFieldMissing(_ field: String, of resource: Resource) -> Diagnostic {
    Diagnostic(
      "plugin/missing-field", "the \(resource.id.gvk.kind) needs \(field)", at: resource.place)
  }

  static func pluginFieldInvalid(
    _ field: String, expected: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic("plugin/invalid-field", "\(field): expected \(expected)", at: range)
  }

  static func validatorChangedResources(_ resource: Resource) -> Diagnostic {
    Diagnostic(
      "plugin/validator-changes", "a validator must not change resources", at: resource.place,
      hint: "to set a field to what it is already is a change too")
  }
}
