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
  static func write(_ files: [(path: FilePath, bytes: [UInt8])]) throws(Failure) {
    var staged: [(temporary: String, path: FilePath)] = []
    defer { for file in staged { unlink(file.temporary) } }
    for file in files {
      let temporary = "\(file.path.string).tmp\(getpid())"
      staged.append((temporary, file.path))
      try stage(file.bytes, at: temporary, for: file.path)
    }
    for file in staged where rename(file.temporary, file.path.string) != 0 {
      throw failure(file.path)
    }
  }

  private static func stage(
    _ bytes: [UInt8], at temporary: String, for path: FilePath
  ) throws(Failure) {
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
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
