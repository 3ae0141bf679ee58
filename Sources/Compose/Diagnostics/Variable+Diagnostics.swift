internal import Diagnostics
internal import YAML

extension Diagnostic {
  static func variableWithoutName(at range: SourceRange?) -> Diagnostic {
    Diagnostic("variable/missing-name", "the variable has no name", at: range)
  }

  static func variableRepeated(
    _ name: Located<String>, first: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "variable/repeated", "variable \"\(name.value)\" is defined already", at: name.range,
      notes: [Note("the first one is here", at: first)])
  }

  static func variableAmbiguous(
    _ name: Located<String>, _ matches: [Resource]
  ) -> Diagnostic {
    Diagnostic(
      "variable/ambiguous",
      "\(matches.count) resources could be what variable \"\(name.value)\" refers to",
      at: name.range, hint: "name the namespace in objref",
      notes: matches.map { Note("\($0.id)", at: $0.place) })
  }

  static func variableUnresolved(_ name: Located<String>) -> Diagnostic {
    Diagnostic(
      "variable/unresolved", "no resource is what variable \"\(name.value)\" refers to",
      at: name.range)
  }

  static func variableFieldMissing(
    _ name: Located<String>, _ path: String, of resource: Resource
  ) -> Diagnostic {
    Diagnostic(
      "variable/field-missing",
      "\(resource.id) has no field \"\(path)\" for variable \"\(name.value)\"",
      at: name.range, notes: [Note("the resource is here", at: resource.place)])
  }

  // The value itself is not repeated: it may be that of a Secret.
  static func variableNotDecimal(_ name: Located<String>, of resource: Resource) -> Diagnostic {
    Diagnostic(
      "variable/not-decimal",
      "the value of variable \"\(name.value)\" is a number that is not written in decimal digits",
      at: name.range, hint: "quote it in the resource if a string is meant",
      notes: [Note("the resource is here", at: resource.place)])
  }

  static func variableInNonString(at node: Node) -> Diagnostic {
    Diagnostic(
      "variable/not-a-string",
      "variables are replaced in a list of strings here, found \(node.describedShape)",
      at: node.range, hint: node.scalar == nil ? nil : "put it into quotes")
  }

  static func variableUnused(_ name: Located<String>) -> Diagnostic {
    Diagnostic(
      "variable/unused", "variable \"\(name.value)\" is used nowhere", at: name.range,
      severity: .warning)
  }
}
