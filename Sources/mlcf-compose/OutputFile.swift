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
  static func write(
    _ files: [(path: FilePath, bytes: [UInt8])], mode: mode_t = 0o644
  ) throws(Failure) {
    var staged: [(temporary: String, path: FilePath)] = []
    defer { for file in staged { unlink(file.temporary) } }
    let fileSystem = LocalFileSystem()
    for file in files {
      let path = (try? fileSystem.realPath(of: file.path)) ?? file.path
      guard fileSystem.kind(of: path) != .other else {
        try write(file.bytes, to: path.string, O_WRONLY | O_CLOEXEC, mode, for: file.path)
        continue
      }
      let temporary = "\(path.string).tmp\(getpid())"
      staged.append((temporary, path))
      try write(
        file.bytes, to: temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode, for: file.path)
    }
    for file in staged where rename(file.temporary, file.path.string) != 0 {
      throw failure(file.path)
    }
  }

  /// Replaces files, in a directory that is made if it is not there, or ends the program.
  static func writeOrLeave(_ files: [(path: FilePath, bytes: [UInt8])]) {
    guard let first = files.first else { return }
    leavingOnFailure { () throws(Failure) in
      try makeDirectory(first.path.removingLastComponent(), mode: 0o755)
      try write(files)
    }
  }

  /// Replaces a file that nobody but its owner may read, in directories that are made if they are not
  /// there, or ends the program.
  static func writePrivatelyOrLeave(_ bytes: [UInt8], to path: FilePath) {
    leavingOnFailure { () throws(Failure) in
      var directory = FilePath(root: path.root)
      for component in path.removingLastComponent().components {
        directory.append(component)
        try makeDirectory(directory, mode: 0o700)
      }
      try write([(path, bytes)], mode: 0o600)
    }
  }

  private static func leavingOnFailure(_ body: () throws(Failure) -> Void) {
    do throws(Failure) {
      try body()
    } catch {
      Standard.error.writeOrLeave(
        "error[io/write]: cannot write \"\(error.path)\": \(error.reason)\n")
      ExitStatus.environment.leave()
    }
  }

  /// Makes a directory unless it is there; the one above it must be.
  private static func makeDirectory(_ path: FilePath, mode: mode_t) throws(Failure) {
    guard mkdir(path.string, mode) != 0, errno != EEXIST, errno != EROFS else { return }
    throw failure(path)
  }

  private static func write(
    _ bytes: [UInt8], to name: String, _ flags: CInt, _ mode: mode_t, for path: FilePath
  ) throws(Failure) {
    let descriptor = open(name, flags, mode)
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
