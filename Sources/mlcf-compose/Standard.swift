#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The streams of the process.
struct Standard {
  private let descriptor: CInt
  private let name: String

  /// For results.
  static let output = Standard(descriptor: STDOUT_FILENO, name: "standard output")
  /// For diagnostics, warnings and progress.
  static let error = Standard(descriptor: STDERR_FILENO, name: "standard error")

  /// Whether a person is likely to read it on a terminal that shows colours.
  var showsColor: Bool {
    guard isatty(descriptor) == 1, getenv("NO_COLOR").map({ $0.pointee == 0 }) ?? true else {
      return false
    }
    return getenv("TERM").map { String(cString: $0) != "dumb" } ?? false
  }

  /// How many columns a line has; 100 where it is no terminal.
  var width: Int {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 100 }
    return Int(size.ws_col)
  }

  /// Writes all bytes, or ends the program: quietly where the reader has gone, with a message where
  /// the disk is full or the like.
  func writeOrLeave(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EPIPE {
        ExitStatus.done.leave()
      } else if errno != EINTR {
        let reason = String(cString: strerror(errno))
        if descriptor != STDERR_FILENO {
          Standard.error.writeOrLeave("error[io/write]: cannot write to \(name): \(reason)\n")
        }
        ExitStatus.environment.leave()
      }
    }
  }

  /// Writes a text as UTF-8.
  func writeOrLeave(_ text: String) {
    writeOrLeave(Array(text.utf8))
  }
}
