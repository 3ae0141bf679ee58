public import SystemPackage

/// Files held in memory, for tests and for trees that are not checked out.
public struct InMemoryFileSystem: FileSystem {
  private var files: [FilePath: [UInt8]] = [:]
  private var directories: Set<FilePath> = ["/"]

  /// Files by absolute path; their directories come to be with them.
  public init(_ files: [String: String] = [:]) {
    for (path, text) in files { write(Array(text.utf8), to: FilePath(path)) }
  }

  /// Puts a file at an absolute path.
  public mutating func write(_ bytes: [UInt8], to path: FilePath) {
    files[path] = bytes
    var directory = path.removingLastComponent()
    while directories.insert(directory).inserted { directory.removeLastComponent() }
  }

  /// The content of a file.
  public func contents(of path: FilePath) throws(FileSystemError) -> [UInt8] {
    if let bytes = files[path] { return bytes }
    throw directories.contains(path) ? .isDirectory : .notFound
  }

  /// What is at a path.
  public func kind(of path: FilePath) -> FileKind? {
    if files[path] != nil { return .file }
    return directories.contains(path) ? .directory : nil
  }

  /// The same path: there are no links.
  public func realPath(of path: FilePath) throws(FileSystemError) -> FilePath {
    guard kind(of: path) != nil else { throw .notFound }
    return path.lexicallyNormalized()
  }

  /// The names in a directory.
  public func names(in directory: FilePath) throws(FileSystemError) -> [String] {
    guard directories.contains(directory) else { throw .notFound }
    let below = Array(files.keys) + Array(directories)
    return below.filter { $0 != directory && $0.removingLastComponent() == directory }
      .compactMap { $0.lastComponent?.string }
  }
}
