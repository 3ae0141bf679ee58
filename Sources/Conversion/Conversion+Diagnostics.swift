internal import Compose
internal import Diagnostics

extension Diagnostic {
  static func undelimitedVariable(_ variable: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "edit/variable-not-delimited",
      "no replacement can set $(\(variable)): the characters before and after it differ", at: range,
      hint: "a replacement sets a whole value, or one of the parts between equal delimiters")
  }

  static func variableInUnprinted(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "edit/variable-not-convertible",
      "a variable belongs to a resource that the build does not print", at: range,
      hint: "write a replacement by hand")
  }

  static func convertedBuildDiffers(_ id: ResourceID?, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "edit/variable-not-convertible",
      "with replacements \(id.map { "\($0)" } ?? "the build") would not be the same", at: range,
      hint: """
        a replacement copies text, before names get their hashes and before overlays above: \
        write this one by hand
        """)
  }

  static func convertedBuildFails(_ message: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "edit/variable-not-convertible",
      "with replacements the kustomization would not build: \(message)", at: range,
      hint: "write the replacements by hand")
  }
}
