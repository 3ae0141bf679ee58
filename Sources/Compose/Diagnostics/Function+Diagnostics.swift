internal import Diagnostics
internal import YAML

extension Diagnostic {
  static func functionsDisabled(_ resource: Resource) -> Diagnostic {
    Diagnostic(
      "function/disabled", "\(resource.id) is a function, and functions are not enabled",
      at: resource.place, hint: "--enable-alpha-plugins enables them")
  }

  static func executablesDisabled(_ resource: Resource) -> Diagnostic {
    Diagnostic(
      "function/executable-disabled",
      "\(resource.id) runs an executable, and executables are not enabled",
      at: resource.place, hint: "--enable-exec enables them")
  }

  static func networkDisabled(_ resource: Resource, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "function/network-disabled", "\(resource.id) needs the network, and that is not enabled",
      at: range, hint: "--network enables it")
  }

  static func functionRuntime(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "function/runtime", "a function needs exactly one of container and exec", at: range)
  }

  static func functionFieldMissing(_ field: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic("function/missing-field", "the function needs \(field)", at: range)
  }

  static func mountOutside(_ path: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "function/mount-outside",
      "mount \"\(path)\" is not in or below the directory of the kustomization", at: range)
  }

  static func functionFailed(
    _ name: String, _ reason: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic("function/failed", "function \"\(name)\" failed: \(reason)", at: range)
  }

  static func functionOutput(_ name: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "function/output", "function \"\(name)\" did not print a ResourceList", at: range)
  }

  static func functionResult(_ name: String, _ result: Node, at range: SourceRange?) -> Diagnostic {
    let severity = result["severity"]?.text ?? "info"
    return Diagnostic(
      "function/result", "function \"\(name)\", \(severity): \(result["message"]?.text ?? "")",
      at: range, severity: .warning)
  }
}
