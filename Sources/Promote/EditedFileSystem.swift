internal import Compose
internal import SystemPackage

/// The files of this machine with some of them as they are to be.
struct EditedFileSystem: FileSystem {
  private let base = LocalFileSystem()
  private let edited: [FilePath: [UInt8]]

  /// The files, but for those that are edited.
  init(_ edited: [FilePath: [UInt8]]) {
    self.edited = edited
  }

  func contents(of path: FilePath) throws(FileSystemError) -> [UInt8] {
    if let bytes = edited[path] { return bytes }
    return try base.contents(of: path)
  }

  func kind(of path: FilePath) -> FileKind? { base.kind(of: path) }

  func realPath(of path: FilePath) throws(FileSystemError) -> FilePath {
    try base.realPath(of: path)
  }

  func names(in directory: FilePath) throws(FileSystemError) -> [String] {
    try base.names(in: directory)
  }
}
