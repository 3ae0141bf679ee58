internal import Diagnostics
internal import YAML

extension Diagnostic {
  static func generatorWithoutName(at range: SourceRange?) -> Diagnostic {
    Diagnostic("generator/missing-name", "the generator has no name", at: range)
  }

  static func invalidLiteral(at range: SourceRange?) -> Diagnostic {
    Diagnostic("generator/invalid-literal", "expected a literal KEY=VALUE", at: range)
  }

  static func invalidFileSource(_ text: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "generator/invalid-file", "\"\(text)\" is not of the form PATH or KEY=PATH", at: range)
  }

  static func envLineNotUTF8(at range: SourceRange) -> Diagnostic {
    Diagnostic("generator/env-not-utf8", "the line is not valid UTF-8", at: range)
  }

  static func envLineWithoutName(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      "generator/env-line-without-name", "the line is left out, as it has no name before the \"=\"",
      at: range, severity: .warning)
  }

  static func envLineTooLong(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      "generator/env-line-too-long",
      "the line is longer than 64 KiB: it and all after it are left out, as Kustomize does",
      at: SourceRange(file: range.file, start: Int(range.start), end: Int(range.start) + 1),
      severity: .warning, hint: "name the value's own file under files")
  }

  static func repeatedKey(
    _ key: String, in name: String, at range: SourceRange?, first: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "generator/repeated-key", "key \"\(key)\" is given twice in \(name)", at: range,
      notes: [Note("the first one is here", at: first)])
  }

  static func generatorTargetMissing(
    _ generated: Resource, among resources: [Resource], at range: SourceRange?
  ) -> Diagnostic {
    let names = resources.lazy.filter { $0.id.gvk == generated.id.gvk }.map(\.id.name)
    let nearest =
      names.contains(generated.id.name) ? nil : nearestName(to: generated.id.name, among: names)
    return Diagnostic(
      "generator/target-missing", "there is no \(generated.id) to merge into or to replace",
      at: range,
      hint: nearest.map { "did you mean \"\($0)\"?" } ?? "a base's namespace must be repeated here")
  }

  static func generatorTargetAmbiguous(_ generated: Resource, at range: SourceRange?) -> Diagnostic
  {
    Diagnostic(
      "generator/target-ambiguous", "several resources could be the \(generated.id) that is meant",
      at: range)
  }

  static func generatedResourceExists(
    _ generated: Resource, first: Resource, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "generator/exists", "\(generated.id) is there already", at: range,
      hint: "say behavior: merge or behavior: replace to change it",
      notes: [Note("the first one is here", at: first.place)])
  }
}
