public import SystemPackage

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The files of this machine.
public struct LocalFileSystem: FileSystem {
  /// The file system, without state of its own.
  public init() {}

  /// Reads a whole file.
  ///
  /// Only regular files are read: opening a pipe could wait for ever.
  public func contents(of path: FilePath) throws(FileSystemError) -> [UInt8] {
    let descriptor = path.withPlatformString { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    guard descriptor >= 0 else { throw FileSystemError(errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileSystemError(errno) }
    switch FileKind(status) {
    case .directory: throw .isDirectory
    case .other: throw .other("it is not a regular file")
    case .file: break
    }
    // One byte more than the size tells at once that the end is reached.
    var capacity = Int(status.st_size) + 1
    var bytes: [UInt8] = []
    while true {
      let start = bytes.count
      var failure: CInt = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
        let result = read(descriptor, buffer.baseAddress, buffer.count)
        if result < 0 { failure = errno }
        count = max(0, result)
      }
      guard failure == 0 else { throw FileSystemError(failure) }
      if chunk.isEmpty { return bytes }
      // The end of a regular file; one in `/proc` has no size.
      if start == 0, chunk.count == Int(status.st_size) { return chunk }
      if start == 0, chunk.count < capacity { bytes = chunk } else { bytes += chunk }
      capacity = max(1, Int(status.st_size) + 1 - bytes.count)
      if bytes.count > Int(status.st_size) { capacity = 1 << 16 }
    }
  }

  /// What is at a path, by `stat`.
  public func kind(of path: FilePath) -> FileKind? {
    var status = stat()
    guard path.withPlatformString({ stat($0, &status) }) == 0 else { return nil }
    return FileKind(status)
  }

  /// The path without links, by `realpath`.
  public func realPath(of path: FilePath) throws(FileSystemError) -> FilePath {
    guard let resolved = path.withPlatformString({ realpath($0, nil) }) else {
      throw FileSystemError(errno)
    }
    defer { free(resolved) }
    return FilePath(String(cString: resolved))
  }

  /// Whether `readlink` finds a link.
  public func isLink(_ path: FilePath) -> Bool {
    var byte: CChar = 0
    return path.withPlatformString { readlink($0, &byte, 1) >= 0 }
  }

  /// The path itself unless `readlink` finds a link there, which spares a look at each directory
  /// above.
  public func realPath(
    of name: FilePath.Component, in directory: FilePath
  ) throws(FileSystemError) -> FilePath {
    let path = directory.appending(name)
    var byte: CChar = 0
    let isNoLink = path.withPlatformString { readlink($0, &byte, 1) < 0 && errno == EINVAL }
    return isNoLink ? path : try realPath(of: path)
  }

  /// The names in a directory; what is not UTF-8 in them is replaced.
  public func names(in directory: FilePath) throws(FileSystemError) -> [String] {
    guard let stream = opendir(directory.string) else { throw FileSystemError(errno) }
    defer { closedir(stream) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        guard errno == 0 else { throw FileSystemError(errno) }
        return names
      }
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
  }

  /// The working directory, without links.
  public func workingDirectory() throws(FileSystemError) -> FilePath {
    try realPath(of: ".")
  }
}

extension FileKind {
  fileprivate init(_ status: stat) {
    switch status.st_mode & S_IFMT {
    case S_IFDIR: self = .directory
    case S_IFREG: self = .file
    default: self = .other
    }
  }
}

extension FileSystemError {
  fileprivate init(_ number: CInt) {
    switch number {
    case ENOENT, ENOTDIR: self = .notFound
    case EISDIR: self = .isDirectory
    case EACCES, EPERM: self = .notPermitted
    default: self = .other(String(cString: strerror(number)))
    }
  }
}
