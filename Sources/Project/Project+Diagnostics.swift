package import Diagnostics
package import YAML

// All diagnostics of the module, so that they can be read at a sitting.

// MARK: Documents of our own

extension Diagnostic {
  package static func wrongType(of name: String, expected: String, _ node: Node) -> Diagnostic {
    let found =
      switch node.content {
      case .mapping: "a mapping"
      case .sequence: "a list"
      case .scalar(let scalar):
        switch scalar.type(in: .resource) {
        case .null: "nothing"
        case .boolean: "a boolean"
        case .integer, .unsignedInteger, .float: "a number"
        case .timestamp: "a date"
        case .string, .binary, .invalid: "a string"
        }
      }
    let isUnquoted = expected == "a string" && node.scalar != nil && found != "nothing"
    return Diagnostic(
      "document/wrong-type", "\(name): expected \(expected), found \(found)", at: node.range,
      hint: isUnquoted ? "quote it: \"\(node.text ?? "")\"" : nil)
  }

  package static func missingField(_ name: String, of type: String, at range: SourceRange?)
    -> Diagnostic
  {
    Diagnostic("document/missing-field", "\(type) lacks \"\(name)\"", at: range)
  }

  static func emptyField(_ name: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic("document/empty-field", "\(name) is empty", at: range)
  }

  static func repeatedField(
    _ name: String, of type: String, at range: SourceRange?, first: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "document/repeated-field", "\"\(name)\" stands twice in \(type)", at: range,
      notes: [Note("the first is here", at: first)])
  }

  static func unknownField(
    _ name: String, of type: String, nearest: String?, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "document/unknown-field", "\(type) has no field \"\(name)\"", at: range,
      hint: nearest.map { "did you mean \"\($0)\"?" })
  }

  package static func unknownChoice(
    _ text: String, of name: String, _ choices: [String], at range: SourceRange?
  ) -> Diagnostic {
    let nearest = nearestName(to: text, among: choices)
    return Diagnostic(
      "document/unknown-value",
      "\(name): \"\(text)\" is not one of \(choices.joined(separator: ", "))",
      at: range, hint: nearest.map { "did you mean \"\($0)\"?" })
  }

  package static func invalidValue(
    _ text: String, of name: String, expected: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "document/invalid-value", "\(name): \"\(text)\" is not \(expected)", at: range)
  }

  package static func wrongDocument(
    expected kind: String, apiVersion: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "document/wrong-kind", "this is not a \(kind) of apiVersion \(apiVersion)", at: range,
      hint: "it begins with apiVersion: \(apiVersion) and kind: \(kind)")
  }
}

// MARK: The project file

extension Diagnostic {
  static func repeatedEnvironment(
    _ what: String, _ value: String, at range: SourceRange?, first: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "project/repeated-environment", "two environments have the \(what) \"\(value)\"", at: range,
      notes: [Note("the first is here", at: first)])
  }

  static func pinnedOverlay(_ environment: Project.Environment, in shared: String) -> Diagnostic {
    Diagnostic(
      "project/pinned-overlay",
      "the overlay of \(environment.name) is part of the shared tree \"\(shared)\", and would be pinned",
      at: environment.range,
      hint: "only trees beside the overlays can be shared where an environment is pinned")
  }

  static func unknownSource(
    _ name: String, of environment: String, nearest: String?, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "project/unknown-environment",
      "\(environment) takes releases from \"\(name)\", which is no environment before it",
      at: range,
      hint: nearest.map { "did you mean \"\($0)\"?" }
        ?? "environments stand in the order of promotion")
  }

  static func pathOutsideProject(
    _ path: String, of name: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "project/path-outside", "\(name): \"\(path)\" is not a path below the project file", at: range
    )
  }

  package static func notAnEnvironment(_ name: String, of project: Project) -> Diagnostic {
    let names = project.environments.map(\.name)
    return Diagnostic(
      "project/no-environment", "there is no environment \"\(name)\"", at: project.range,
      hint: nearestName(to: name, among: names).map { "did you mean \"\($0)\"?" }
        ?? "there are: \(names.joined(separator: ", "))")
  }
}
