internal import Bundles
internal import Compose
internal import SystemPackage

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Writes files so that each is at every moment wholly old or wholly new.
enum OutputFile {
  /// Replaces files: all are written beside their places before the first is renamed.
  ///
  /// A link stays and its target is replaced; a device or a pipe is written to.
  static func write(
    _ files: [(path: FilePath, bytes: [UInt8])], permissions: FilePermissions = .publicFile
  ) throws(FileFailure) {
    let fileSystem = LocalFileSystem()
    var regular: [(path: FilePath, bytes: [UInt8])] = []
    for file in files {
      let path = (try? fileSystem.realPath(of: file.path)) ?? file.path
      if fileSystem.kind(of: path) == .other {
        try SystemFile.write(file.bytes, toDevice: path)
      } else {
        regular.append((path, file.bytes))
      }
    }
    // Two runs at once do not write into the same file.
    try SystemFile.replace(
      regular, suffix: "-\(getpid())", permissions: permissions, waitsForDisk: false)
  }

  /// Replaces files, in a directory that is made if it is not there, or ends the program.
  static func writeOrLeave(_ files: [(path: FilePath, bytes: [UInt8])]) {
    guard let first = files.first else { return }
    leavingOnFailure { () throws(FileFailure) in
      let directory = first.path.removingLastComponent()
      if LocalFileSystem().kind(of: directory) == nil {
        try SystemFile.makeDirectory(directory)
      }
      try write(files)
    }
  }

  /// Does something with files, or ends the program.
  static func leavingOnFailure<R>(_ body: () throws(FileFailure) -> R) -> R {
    do throws(FileFailure) {
      return try body()
    } catch {
      leave(error)
    }
  }

  /// Tells why a file could not be written, and ends the program.
  static func leave(_ failure: FileFailure) -> Never {
    Standard.error.writeOrLeave(
      "error[io/write]: cannot write \"\(failure.path)\": \(failure.reason)\n")
    ExitStatus.environment.leave()
  }
}
