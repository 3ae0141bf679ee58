internal import Compose
internal import Cryptography
internal import Diagnostics
internal import Seal
internal import SystemPackage

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Reads the values to seal from where they may come, never from the command line.
///
/// No value is in any message.
struct SecretSource {
  /// What happens to a line feed at the end of a value, which most often is an accident.
  enum Newlines {
    case refused
    case kept
    case stripped
  }

  var newlines = Newlines.refused
  /// Whether files may be read that version control tracks.
  var allowsTrackedFiles = false
  /// What was read.
  private(set) var values: [Sealer.Value] = []
  private let cache: SourceCache
  private let workingDirectory: FilePath

  init(cache: SourceCache, workingDirectory: FilePath) {
    self.cache = cache
    self.workingDirectory = workingDirectory
  }

  /// Keeps the memory of this process out of core dumps.
  static func forbidCoreDumps() {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
  }

  /// Every line of an env file, as Kustomize reads it.
  mutating func addEnvFile(_ name: String) throws(BuildFailure) {
    let file = try contents(of: name)
    var warnings: [Diagnostic] = []
    do throws(Diagnostic) {
      for line in try KeyValueSources.lines(of: file, warnings: &warnings) {
        values.append(Sealer.Value(key: line.key, bytes: SensitiveBytes(line.value)))
      }
    } catch {
      throw BuildFailure(diagnostics: [error])
    }
  }

  /// The content of a file: `KEY=FILE`.
  mutating func addFile(_ argument: String) throws(BuildFailure) {
    let (key, name) = try Self.pair(argument, "--from-file KEY=FILE")
    try add(contents(of: name).bytes, as: key, from: "\"\(name)\"")
  }

  /// All of standard input.
  mutating func addStandardInput(_ key: String) throws(BuildFailure) {
    try add(Self.bytes(of: STDIN_FILENO), as: key, from: "standard input")
  }

  /// All of a file, a device or a pipe; nothing if it cannot be opened.
  static func bytes(ofFileAt path: String) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    return bytes(of: descriptor)
  }

  /// All that is left to read of a descriptor.
  static func bytes(of descriptor: CInt) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count == 0 { return bytes }
      if count > 0 { bytes += buffer[..<count] } else if errno != EINTR { return bytes }
    }
  }

  /// A variable of the environment: `KEY` or `KEY=VARIABLE`.
  mutating func addVariable(_ argument: String) throws(BuildFailure) {
    let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
    guard let key = parts.first, let name = parts.last, let value = getenv(name) else {
      throw Self.failure(
        "secrets/no-variable", "there is no variable \"\(parts.last ?? argument)\"")
    }
    try add(Array(String(cString: value).utf8), as: key, from: "the variable \(name)")
  }

  /// What a person types, twice.
  mutating func addAnswer(_ key: String) throws(BuildFailure) {
    guard isatty(STDIN_FILENO) == 1 else {
      throw Self.failure(
        "secrets/no-terminal", "--prompt needs a terminal", hint: "--from-stdin \(key) reads a pipe"
      )
    }
    let first = Self.ask("\(key): ")
    let second = Self.ask("\(key), again: ")
    guard first == second else {
      throw Self.failure("secrets/answers-differ", "the two values of \(key) are not the same")
    }
    values.append(Sealer.Value(key: key, bytes: SensitiveBytes(first)))
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

  private mutating func add(
    _ bytes: [UInt8], as key: String, from source: String
  ) throws(BuildFailure) {
    var bytes = bytes
    if bytes.last == UInt8(ascii: "\n") {
      switch newlines {
      case .kept: break
      case .stripped:
        bytes.removeLast()
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
      case .refused:
        throw Self.failure(
          "secrets/trailing-newline", "the value of \(key) from \(source) ends with a line feed",
          hint: "--strip-newline takes it away, --keep-newline seals it")
      }
    }
    values.append(Sealer.Value(key: key, bytes: SensitiveBytes(bytes)))
  }

  private func contents(of name: String) throws(BuildFailure) -> SourceFile {
    let path = workingDirectory.pushing(FilePath(name)).lexicallyNormalized()
    let file: SourceFile
    do throws(FileSystemError) {
      file = try cache.file(at: path)
    } catch {
      throw Self.failure("secrets/unreadable", "cannot read \"\(name)\": \(error.reason)")
    }
    cache.sources.markSecret(file)
    if !allowsTrackedFiles, isTracked(path) {
      throw Self.failure(
        "secrets/tracked-source", "\"\(name)\" is tracked by git: its values are public already",
        hint: "make a new value; --allow-tracked reads the file all the same")
    }
    return file
  }

  private func isTracked(_ path: FilePath) -> Bool {
    let directory = path.removingLastComponent()
    let git = HelperProcess(
      arguments: [
        "git", "-C", directory.string, "ls-files", "--error-unmatch", "--",
        path.lastComponent?.string ?? "",
      ])
    return (try? git.run().status) == 0
  }

  private static func pair(
    _ argument: String, _ form: String
  ) throws(BuildFailure) -> (String, String) {
    let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2 else {
      throw failure("secrets/argument", "\"\(argument)\" is not of the form \(form)")
    }
    return (parts[0], parts[1])
  }

  private static func failure(
    _ code: Diagnostic.Code, _ message: String, hint: String? = nil
  ) -> BuildFailure {
    BuildFailure(diagnostics: [Diagnostic(code, message, hint: hint)])
  }
}
