internal import Compose
internal import Cryptography
internal import Diagnostics
internal import Seal

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Values from what this process was given: its input, its environment, and the terminal.
extension ValueSources {
  /// All of standard input.
  mutating func addStandardInput(_ key: String) throws(BuildFailure) {
    try add(InputBytes.all(of: STDIN_FILENO), as: key, from: "standard input")
  }

  /// A variable of the environment: `KEY` or `KEY=VARIABLE`.
  mutating func addVariable(_ argument: String) throws(BuildFailure) {
    let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
    guard let key = parts.first, let name = parts.last, let value = getenv(name) else {
      throw BuildFailure(diagnostics: [.noVariable(parts.last ?? argument)])
    }
    try add(Array(String(cString: value).utf8), as: key, from: "the variable \(name)")
  }

  /// What a person types, twice.
  mutating func addAnswer(_ key: String) throws(BuildFailure) {
    guard isatty(STDIN_FILENO) == 1 else {
      throw BuildFailure(diagnostics: [.noTerminal(key)])
    }
    let first = Self.ask("\(key): ")
    guard first == Self.ask("\(key), again: ") else {
      throw BuildFailure(diagnostics: [.answersDiffer(key)])
    }
    try add(first, as: key, from: "the terminal")
  }

  private static func ask(_ prompt: String) -> [UInt8] {
    Standard.error.writeOrLeave(prompt)
    var old = termios()
    tcgetattr(STDIN_FILENO, &old)
    var silent = old
    silent.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
    defer {
      tcsetattr(STDIN_FILENO, TCSAFLUSH, &old)
      Standard.error.writeOrLeave("\n")
    }
    return readLine().map { Array($0.utf8) } ?? []
  }
}

/// Keeps the memory of this process out of core dumps.
func forbidCoreDumps() {
  var none = rlimit(rlim_cur: 0, rlim_max: 0)
  setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
}
