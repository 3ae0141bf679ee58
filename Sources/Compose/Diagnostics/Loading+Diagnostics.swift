internal import Diagnostics
internal import YAML

extension Diagnostic {
  static func unreadable(
    _ path: String, _ error: FileSystemError, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "load/unreadable", "cannot read \"\(path)\": \(error.reason)", at: range, path: path)
  }

  static func rootNotDirectory(_ path: String) -> Diagnostic {
    Diagnostic(
      "load/not-a-directory", "\"\(path)\" is not a directory", path: path,
      hint: "name the directory that holds the kustomization.yaml")
  }

  static func missingKustomization(in directory: String) -> Diagnostic {
    Diagnostic(
      "load/no-kustomization", "the directory has no kustomization file", path: directory,
      hint: "it is called kustomization.yaml, kustomization.yml or Kustomization")
  }

  static func severalKustomizations(in directory: String, names: [String]) -> Diagnostic {
    Diagnostic(
      "load/several-kustomizations",
      "the directory has more than one kustomization file: \(names.joined(separator: ", "))",
      path: directory, hint: "keep one of them")
  }

  static func outsideRoot(_ path: String, root: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "load/outside-root", "file \"\(path)\" is not in or below \"\(root)\"", at: range,
      hint: "move it there, or allow it with --load-restrictor LoadRestrictionsNone")
  }

  static func kustomizationOutsideRoot(_ path: String, target: String) -> Diagnostic {
    Diagnostic(
      "load/outside-root", "\"\(path)\" is a link to \"\(target)\", outside of its directory",
      at: nil, hint: "copy it, or allow it with --load-restrictor LoadRestrictionsNone")
  }

  static func absoluteDirectory(_ path: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "load/absolute-directory", "directory \"\(path)\" is named by an absolute path", at: range,
      hint: "name it relative to the kustomization")
  }

  static func cycle(_ chain: [String], at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "load/cycle", "the kustomizations form a cycle: \(chain.joined(separator: " -> "))",
      at: range)
  }

  static func emptyPath(at range: SourceRange?) -> Diagnostic {
    Diagnostic("load/empty-path", "the path is empty", at: range)
  }

  static func componentAsResource(_ path: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "load/component-as-resource", "\"\(path)\" is a Component, not a Kustomization", at: range,
      path: path, hint: "list it under components")
  }

  static func kustomizationAsComponent(_ path: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "load/kustomization-as-component", "\"\(path)\" is a Kustomization, not a Component",
      at: range, hint: "list it under resources, or give it kind: Component")
  }

  static func componentNotDirectory(_ path: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "load/component-not-directory", "component \"\(path)\" is not a directory", at: range)
  }

  static func fileIsUTF16(_ name: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "resource/utf-16", "\"\(name)\" is in UTF-16: only the first document of it counts",
      at: range, severity: .warning, hint: "save the file as UTF-8")
  }
}
