package import SystemPackage

/// The files of another file system with some of them as they are to be.
package struct EditedFileSystem: FileSystem {
  private let base: any FileSystem
  private let edited: [FilePath: [UInt8]]

  /// The files, but for those that are edited.
  package init(_ edited: [FilePath: [UInt8]], over base: any FileSystem = LocalFileSystem()) {
    self.edited = edited
    self.base = base
  }

  package func contents(of path: FilePath) throws(FileSystemError) -> [UInt8] {
    if let bytes = edited[path] { return bytes }
    return try base.contents(of: path)
  }

  package func kind(of path: FilePath) -> FileKind? { base.kind(of: path) }

  package func isLink(_ path: FilePath) -> Bool { base.isLink(path) }

  package func realPath(of path: FilePath) throws(FileSystemError) -> FilePath {
    try base.realPath(of: path)
  }

  package func names(in directory: FilePath) throws(FileSystemError) -> [String] {
    try base.names(in: directory)
  }
}
