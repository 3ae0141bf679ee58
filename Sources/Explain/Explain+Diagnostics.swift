internal import Diagnostics
internal import YAML

extension Diagnostic {
  static func resourceInvalid(_ text: String) -> Diagnostic {
    Diagnostic(
      "explain/resource", "\"\(text)\" names no resource",
      hint: "a resource is written KIND/NAME or NAMESPACE/KIND/NAME, as deployment/web")
  }

  static func resourceMissing(_ text: String, among subjects: [Subject]) -> Diagnostic {
    // The name may be right and the kind wrong, or either misspelt.
    let names = subjects.map(\.reference)
    let wanted = text.lowercased()
    let namesakes = subjects.filter {
      $0.id.name == text.split(separator: "/").last.map(String.init)
    }
    let nearest =
      namesakes.isEmpty
      ? nearestName(to: wanted, among: names).map { [$0] } ?? [] : namesakes.map(\.reference)
    return Diagnostic(
      "explain/no-resource", "the build has no resource \"\(text)\"",
      hint: nearest.isEmpty
        ? "\"mlcf-compose explain DIR\" lists what it has"
        : "did you mean \(nearest.prefix(5).joined(separator: " or "))?")
  }

  static func resourceAmbiguous(
    _ text: String, _ found: [Subject], first: Subject
  ) -> Diagnostic {
    let shown = found.prefix(20)
    return Diagnostic(
      "explain/ambiguous", "\"\(text)\" could be any of \(found.count) resources",
      hint: "say \(first.qualifiedReference), or use * to ask for all",
      notes: shown.map { Note($0.qualifiedReference) }
        + (found.count > shown.count ? [Note("and \(found.count - shown.count) more")] : []))
  }

  static func resourceRemoved(_ text: String, _ subject: Subject) -> Diagnostic {
    Diagnostic(
      "explain/removed",
      "\(subject.id.description) is not in the output, because a step removed it",
      hint: "\"mlcf-compose explain DIR \(subject.reference)\" tells which")
  }

  static func fieldMissing(_ query: FieldQuery, of subject: Subject) -> Diagnostic {
    let (path, wanted, names) = query.miss(in: subject.node)
    let place = path.steps.isEmpty ? "" : " in \(path.description(in: subject.node))"
    let hint: String
    if let nearest = nearestName(to: wanted, among: names) {
      hint = "did you mean \"\(nearest)\"?"
    } else if names.isEmpty {
      hint = "there is nothing\(place.isEmpty ? "" : place)"
    } else {
      hint = "there are: \(names.prefix(20).joined(separator: ", "))"
    }
    return Diagnostic(
      "explain/no-field",
      "\(subject.id.description) has no field \"\(query.text)\": no \"\(wanted)\"\(place)",
      hint: hint)
  }

  static func pathInvalid(_ text: String, _ reason: String) -> Diagnostic {
    Diagnostic(
      "explain/path", "\"\(text)\" is no path: \(reason)",
      hint: "a path is written as spec.template.spec.containers[name=api].image")
  }
}

extension Subject {
  /// How a query names it: `deployment/web`.
  package var reference: String { "\(id.kind.lowercased())/\(id.name)" }

  /// The same with group and namespace: `shop/deployment.apps/web`.
  var qualifiedReference: String {
    let group = id.apiVersion.split(separator: "/").count == 2
    let type =
      id.kind.lowercased()
      + (group ? ".\(id.apiVersion.split(separator: "/")[0])" : "")
    return id.namespace.isEmpty ? "\(type)/\(id.name)" : "\(id.namespace)/\(type)/\(id.name)"
  }
}
