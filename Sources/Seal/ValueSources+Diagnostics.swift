internal import Compose
package import Diagnostics
internal import SystemPackage

// MARK: Where values come from

extension Diagnostic {
  static func sourceArgument(_ argument: String, form: String) -> Diagnostic {
    Diagnostic("secrets/argument", "\"\(argument)\" is not of the form \(form)")
  }

  static func sourceUnreadable(_ name: String, _ error: FileSystemError) -> Diagnostic {
    Diagnostic("secrets/unreadable", "cannot read \"\(name)\": \(error.reason)")
  }

  static func sourceTracked(_ name: String) -> Diagnostic {
    Diagnostic(
      "secrets/tracked-source", "\"\(name)\" is tracked by git: its values are public already",
      hint: "make a new value; --allow-tracked reads the file all the same")
  }

  static func sourceNotIgnored(_ name: String) -> Diagnostic {
    Diagnostic(
      "secrets/source-not-ignored",
      "\"\(name)\" is in the repository, and git does not ignore it", severity: .warning,
      hint: "keep it elsewhere, or name it in .gitignore, before a commit takes it along")
  }

  static func sourceReadable(_ name: String, _ mode: CInterop.Mode) -> Diagnostic {
    Diagnostic(
      "secrets/source-readable",
      "\"\(name)\" can be read by others than its owner (mode \(String(mode, radix: 8)))",
      severity: .warning, hint: "chmod 600 \(name)")
  }

  static func trailingNewline(_ key: String, _ source: String) -> Diagnostic {
    Diagnostic(
      "secrets/trailing-newline", "the value of \(key) from \(source) ends with a line feed",
      hint: "--strip-newline takes it away, --keep-newline seals it")
  }

  static func valueEncoded(_ key: String) -> Diagnostic {
    Diagnostic(
      "secrets/value-encoded", "the value of \(key) looks like text in base64",
      severity: .warning,
      hint: "values are sealed as they are: pods get the base64, unless it is decoded before")
  }

  static func commandFailed(_ program: String, _ reason: String) -> Diagnostic {
    Diagnostic(
      "secrets/command", "there is no value from \"\(program)\": \(reason)",
      hint: "run it by itself to see what it says")
  }

  /// A variable of the environment that is not set.
  package static func noVariable(_ name: String) -> Diagnostic {
    Diagnostic("secrets/no-variable", "there is no variable \"\(name)\"")
  }

  /// A person cannot be asked.
  package static func noTerminal(_ key: String) -> Diagnostic {
    Diagnostic(
      "secrets/no-terminal", "--prompt needs a terminal", hint: "--from-stdin \(key) reads a pipe")
  }

  /// A person gave two answers.
  package static func answersDiffer(_ key: String) -> Diagnostic {
    Diagnostic("secrets/answers-differ", "the two values of \(key) are not the same")
  }
}
