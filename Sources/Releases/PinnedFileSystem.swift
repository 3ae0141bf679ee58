internal import Compose
internal import Git
internal import SystemPackage

/// Files of which those of the shared trees are as a release has them.
///
/// A link that leads from elsewhere into a shared tree leads into that of the release; one that leads
/// out of the shared trees leads nowhere.
struct PinnedFileSystem: FileSystem {
  /// Everything else.
  let base: any FileSystem
  /// The shared trees of the release.
  let release: GitTree
  /// Where the shared trees are, absolute.
  let shared: [FilePath]

  func contents(of path: FilePath) throws(FileSystemError) -> [UInt8] {
    let (fileSystem, path) = place(of: path)
    return try fileSystem.contents(of: path)
  }

  func kind(of path: FilePath) -> FileKind? {
    let (fileSystem, path) = place(of: path)
    return fileSystem.kind(of: path)
  }

  func realPath(of path: FilePath) throws(FileSystemError) -> FilePath {
    let (fileSystem, path) = place(of: path)
    return try fileSystem.realPath(of: path)
  }

  func names(in directory: FilePath) throws(FileSystemError) -> [String] {
    let (fileSystem, directory) = place(of: directory)
    return try fileSystem.names(in: directory)
  }

  /// Who has what is at a path, and the path to ask for.
  private func place(of path: FilePath) -> (any FileSystem, FilePath) {
    let path = path.lexicallyNormalized()
    if isShared(path) { return (release, path) }
    if let real = try? base.realPath(of: path), isShared(real) { return (release, real) }
    return (base, path)
  }

  private func isShared(_ path: FilePath) -> Bool {
    shared.contains { path.starts(with: $0) }
  }
}
