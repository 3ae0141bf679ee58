internal import Compose
internal import Diagnostics

extension Diagnostic {
  static func diffNothingThere(_ argument: String, nearest: String?) -> Diagnostic {
    Diagnostic(
      "diff/no-side",
      "\"\(argument)\" is neither an environment nor a directory, file or REF:DIR",
      hint: nearest.map { "did you mean \"\($0)\"?" })
  }

  static func diffNotASide(_ path: String) -> Diagnostic {
    Diagnostic(
      "diff/not-a-side", "this directory has neither a kustomization nor a bundle.lock",
      path: path,
      hint: "name the directory of an overlay or of a bundle, or a file of manifests")
  }

  static func diffUnreadable(_ path: String, _ error: FileSystemError) -> Diagnostic {
    Diagnostic("diff/unreadable", "the file cannot be read: \(error.reason)", path: path)
  }

  static func diffNoEnvironments() -> Diagnostic {
    Diagnostic(
      "project/no-environments", "there are no environments",
      hint: "name two sides, or let \"mlcf-compose init\" write a project file")
  }

  static func diffPrograms(_ side: String) -> Diagnostic {
    Diagnostic(
      "diff/programs",
      "helm and functions see the files of the work tree, and not those of \"\(side)\"",
      hint: "build that commit in a checkout of its own, and compare its output")
  }
}
