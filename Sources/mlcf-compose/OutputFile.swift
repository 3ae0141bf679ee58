internal import Compose
internal import SystemPackage

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Writes files so that each is at every moment wholly old or wholly new.
enum OutputFile {
  /// Why a file could not be written.
  struct Failure: Error {
    var path: String
    var reason: String
  }

  /// Replaces files: all are written beside their places before the first is renamed.
  ///
  /// A link stays and its target is replaced; a device or a pipe is written to.
  static func write(_ files: [(path: FilePath, bytes: [UInt8])]) throws(Failure) {
    var staged: [(temporary: String, path: FilePath)] = []
    defer { for file in staged { unlink(file.temporary) } }
    let fileSystem = LocalFileSystem()
    for file in files {
      let path = (try? fileSystem.realPath(of: file.path)) ?? file.path
      guard fileSystem.kind(of: path) != .other else {
        try write(file.bytes, to: path.string, O_WRONLY | O_CLOEXEC, for: file.path)
        continue
      }
      let temporary = "\(path.string).tmp\(getpid())"
      staged.append((temporary, path))
      try write(
        file.bytes, to: temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, for: file.path)
    }
    for file in staged where rename(file.temporary, file.path.string) != 0 {
      throw failure(file.path)
    }
  }

  /// Replaces files, in a directory that is made if it is not there, or ends the program.
  static func writeOrLeave(_ files: [(path: FilePath, bytes: [UInt8])]) {
    guard let first = files.first else { return }
    do throws(Failure) {
      try makeDirectory(first.path.removingLastComponent())
      try write(files)
    } catch {
      Standard.error.writeOrLeave(
        "error[io/write]: cannot write \"\(error.path)\": \(error.reason)\n")
      ExitStatus.environment.leave()
    }
  }

  /// Makes a directory unless it is there; the one above it must be.
  private static func makeDirectory(_ path: FilePath) throws(Failure) {
    guard mkdir(path.string, 0o755) != 0, errno != EEXIST else { return }
    throw failure(path)
  }

  private static func write(
    _ bytes: [UInt8], to name: String, _ flags: CInt, for path: FilePath
  ) throws(Failure) {
    let descriptor = open(name, flags, 0o644)
    guard descriptor >= 0 else { throw failure(path) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        let failure = failure(path)
        close(descriptor)
        throw failure
      }
    }
    guard close(descriptor) == 0 else { throw failure(path) }
  }

  private static func failure(_ path: FilePath) -> Failure {
    Failure(path: path.string, reason: String(cString: strerror(errno)))
  }
}
