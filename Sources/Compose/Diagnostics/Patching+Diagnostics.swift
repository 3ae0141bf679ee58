internal import Diagnostics
internal import YAML

extension Diagnostic {
  static func emptyPatch(
    at range: SourceRange?, severity: Diagnostic.Severity = .error
  ) -> Diagnostic {
    Diagnostic("patch/empty", "the patch is empty", at: range, severity: severity)
  }

  static func jsonPatchWithoutTarget(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "patch/json-without-target", "a JSON patch needs a target", at: range,
      hint: "add target: with the kind and name of the resource")
  }

  static func jsonPatchWithoutTargetName(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "patch/json-without-target-name", "an entry of patchesJson6902 needs target.name", at: range)
  }

  static func annotationsTested(_ path: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "patch/annotations-tested",
      "test: \"\(path)\" has notes of Kustomize in it, and so no known value",
      at: range, hint: "test each annotation by itself, as in /metadata/annotations/NAME")
  }

  static func notJSONPatch(at range: SourceRange?) -> Diagnostic {
    Diagnostic("patch/not-json", "expected a list of operations", at: range)
  }

  static func pointerBeginIgnored(_ path: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "patch/path-without-slash",
      "what is before the first slash of \"\(path)\" is passed over", at: range,
      severity: .warning, hint: "begin the path with a slash")
  }

  static func jsonPatchInFlowStyle(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "patch/flow-style", "a patch that begins with \"[\" must be JSON, and this is not",
      at: range,
      hint: "put names and texts into double quotes, or begin each operation with a dash")
  }

  static func severalDocumentsWithTarget(
    at range: SourceRange?, entry: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "patch/several-documents", "a patch with a target may have one document only", at: range,
      hint: "make an entry of each document", notes: [Note("named by this entry", at: entry)])
  }

  static func patchTargetMissing(
    _ patch: Resource, among resources: [Resource], entry: SourceRange?
  ) -> Diagnostic {
    let sameKind = resources.lazy.filter { $0.id.gvk.kind == patch.id.gvk.kind }
    var hint: String?
    if let other = sameKind.first(where: { $0.id.name == patch.id.name }) {
      hint = "there is \(other.id) of apiVersion \(other.id.gvk.apiVersion)"
    } else if let name = nearestName(to: patch.id.name, among: sameKind.map(\.id.name)) {
      hint = "did you mean \(patch.id.gvk.kind) \"\(name)\"?"
    }
    return Diagnostic(
      "patch/target-missing",
      "no resource matches \(patch.id) of apiVersion \(patch.id.gvk.apiVersion)",
      at: patch.place, hint: hint, notes: [Note("named by this entry", at: entry)])
  }

  static func patchTargetAmbiguous(
    _ patch: Resource, _ matches: [Resource], entry: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "patch/target-ambiguous", "\(matches.count) resources match \(patch.id)", at: patch.place,
      hint: "give the patch a target that only one of them matches",
      notes: matches.map { Note("\($0.id)", at: $0.place) }
        + [Note("named by this entry", at: entry)])
  }

  /// The finding with the resource that it is about.
  func about(_ id: ResourceID) -> Diagnostic {
    var diagnostic = self
    diagnostic.message = "\(id): \(message)"
    return diagnostic
  }
}
