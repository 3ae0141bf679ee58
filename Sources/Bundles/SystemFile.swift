internal import CFileSystem
package import SystemPackage

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Why a file could not be written, linked, renamed or removed.
package struct FileFailure: Error {
  /// What was tried, as a verb.
  package var action: String
  /// The file.
  package var path: String
  /// The reason in the system's words.
  package var reason: String

  /// The failure of the last call.
  init(_ action: String, _ path: FilePath, number: CInt = errno) {
    self.init(action, path, reason: String(cString: strerror(number)))
  }

  /// A failure for a reason in words.
  init(_ action: String, _ path: FilePath, reason: String) {
    self.action = action
    self.path = path.string
    self.reason = reason
  }
}

/// Calls of the system on files, none of which follows a link at the end of a path.
package enum SystemFile {
  /// What is at a path, links not followed.
  enum Kind {
    case file, directory, other
  }

  /// What is at a path; nil if nothing is.
  static func kind(of path: FilePath) -> Kind? {
    var status = stat()
    guard lstat(path.string, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .directory
    default: return .other
    }
  }

  /// The content of a regular file; nil if there is none.
  package static func contents(of path: FilePath) throws(FileFailure) -> [UInt8]? {
    let descriptor = open(path.string, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR || errno == ELOOP { return nil }
      throw FileFailure("read", path)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileFailure("read", path) }
    guard status.st_mode & S_IFMT == S_IFREG else { return nil }
    var bytes: [UInt8] = []
    while true {
      let capacity = max(Int(status.st_size) + 1 - bytes.count, 4096)
      var number: CInt = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
        let result = read(descriptor, buffer.baseAddress, buffer.count)
        if result < 0 { number = errno }
        count = max(0, result)
      }
      guard number == 0 || number == EINTR else {
        throw FileFailure("read", path, number: number)
      }
      if chunk.isEmpty, number == 0 { return bytes }
      bytes += chunk
    }
  }

  /// Makes a file that is not there yet, and waits until it is on the disk if that is asked for.
  static func create(
    _ path: FilePath, _ bytes: [UInt8], permissions: FilePermissions = .publicFile,
    waitsForDisk: Bool = true
  ) throws(FileFailure) {
    try write(
      bytes, to: path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, permissions,
      waitsForDisk: waitsForDisk)
  }

  /// Writes to a device or a pipe.
  package static func write(_ bytes: [UInt8], toDevice path: FilePath) throws(FileFailure) {
    try write(bytes, to: path, O_WRONLY | O_CLOEXEC, .publicFile, waitsForDisk: false)
  }

  private static func write(
    _ bytes: [UInt8], to path: FilePath, _ flags: CInt, _ permissions: FilePermissions,
    waitsForDisk: Bool
  ) throws(FileFailure) {
    let descriptor = open(path.string, flags, permissions.rawValue)
    guard descriptor >= 0 else { throw FileFailure("write", path) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        let failure = FileFailure("write", path)
        close(descriptor)
        throw failure
      }
    }
    guard !waitsForDisk || fsync(descriptor) == 0 else {
      let failure = FileFailure("write", path)
      close(descriptor)
      throw failure
    }
    guard close(descriptor) == 0 else { throw FileFailure("write", path) }
  }

  /// Makes a directory and those above it that are missing.
  package static func makeDirectory(
    _ path: FilePath, permissions: FilePermissions = .publicDirectory
  ) throws(FileFailure) {
    if mkdir(path.string, permissions.rawValue) == 0 { return }
    if errno == EEXIST, kind(of: path) != .file { return }
    guard errno == ENOENT else { throw FileFailure("make", path) }
    let parent = path.removingLastComponent()
    guard parent != path, !parent.isEmpty else { throw FileFailure("make", path, number: ENOENT) }
    try makeDirectory(parent, permissions: permissions)
    guard mkdir(path.string, permissions.rawValue) == 0 || errno == EEXIST else {
      throw FileFailure("make", path)
    }
  }

  /// Gives a file a second name; false if the system does not do that here.
  static func link(_ old: FilePath, _ new: FilePath) -> Bool {
    Glibc.link(old.string, new.string) == 0
  }

  /// Renames, replacing a file or an empty directory.
  static func rename(_ old: FilePath, _ new: FilePath) throws(FileFailure) {
    guard Glibc.rename(old.string, new.string) == 0 else { throw FileFailure("replace", new) }
  }

  /// Exchanges what two paths name, at once; false if the system cannot.
  static func exchange(_ a: FilePath, _ b: FilePath) throws(FileFailure) -> Bool {
    #if os(Linux)
      let exchange: CUnsignedInt = 2  // RENAME_EXCHANGE
      if renameat2(AT_FDCWD, a.string, AT_FDCWD, b.string, exchange) == 0 { return true }
      if [ENOSYS, EINVAL, ENOTSUP, EPERM].contains(errno) { return false }
      throw FileFailure("replace", b)
    #else
      if renamex_np(a.string, b.string, UInt32(RENAME_SWAP)) == 0 { return true }
      if [ENOTSUP, EINVAL].contains(errno) { return false }
      throw FileFailure("replace", b)
    #endif
  }

  /// Puts contents in the place of files, or makes them: another process sees the old or the new one
  /// of each, and after a crash that was waited for one of them is there.
  ///
  /// All are written beside their places, under their names with a dot before and `suffix` behind,
  /// before the first is renamed.
  package static func replace(
    _ files: [(path: FilePath, bytes: [UInt8])], suffix: String = "-new",
    permissions: FilePermissions = .publicFile, waitsForDisk: Bool = true
  ) throws(FileFailure) {
    var staged: [FilePath] = []
    defer { for path in staged { unlink(path.string) } }
    for (path, bytes) in files {
      let temporary = path.removingLastComponent()
        .appending(".\(path.lastComponent?.string ?? "")\(suffix)")
      try remove(temporary)
      staged.append(temporary)
      try create(temporary, bytes, permissions: permissions, waitsForDisk: waitsForDisk)
    }
    for ((path, _), temporary) in zip(files, staged) { try rename(temporary, path) }
    guard waitsForDisk else { return }
    for directory in Set(files.map { $0.path.removingLastComponent() }) {
      try synchronize(directory)
    }
  }

  /// Waits until a file, or the names in a directory, are on the disk.
  static func synchronize(_ path: FilePath) throws(FileFailure) {
    let descriptor = open(path.string, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw FileFailure("write", path) }
    defer { close(descriptor) }
    // Some file systems have nothing to wait for, and say so.
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw FileFailure("write", path) }
  }

  /// Waits until all that was written to the file system of a directory is on the disk; false if the
  /// system cannot, or does not tell failures.
  static func synchronize(fileSystemOf directory: FilePath) throws(FileFailure) -> Bool {
    #if os(Linux)
      let descriptor = open(directory.string, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      guard descriptor >= 0 else { throw FileFailure("write", directory) }
      defer { close(descriptor) }
      if syncfs(descriptor) == 0 { return true }
      if errno == ENOSYS || errno == EINVAL { return false }
      throw FileFailure("write", directory)
    #else
      return false
    #endif
  }

  /// Removes a file; none is fine too.
  static func remove(_ path: FilePath) throws(FileFailure) {
    guard unlink(path.string) == 0 || errno == ENOENT else { throw FileFailure("remove", path) }
  }

  /// Removes a directory if it is empty; false otherwise.
  @discardableResult
  static func removeDirectory(_ path: FilePath) -> Bool {
    rmdir(path.string) == 0
  }
}

extension FilePermissions {
  /// What all may read and its owner may write.
  package static let publicFile = FilePermissions(rawValue: 0o644)
  /// What all may enter and its owner may write into.
  package static let publicDirectory = FilePermissions(rawValue: 0o755)
}
