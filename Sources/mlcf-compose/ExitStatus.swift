internal import Compose

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// How the program ends; the same for every command.
enum ExitStatus: CInt, Error {
  /// All is well.
  case done = 0
  /// There is a finding: a difference, a leak, a failed check.
  case finding = 1
  /// The arguments or the project file are wrong.
  case usage = 2
  /// The input cannot be built.
  case input = 3
  /// The environment failed: files, disk, a helper process.
  case environment = 4

  /// What a build that failed for a cause ends with.
  init(_ cause: BuildFailure.Cause) {
    self =
      switch cause {
      case .input: .input
      case .project: .usage
      case .environment: .environment
      }
  }

  /// Ends the program.
  func leave() -> Never {
    exit(rawValue)
  }
}
