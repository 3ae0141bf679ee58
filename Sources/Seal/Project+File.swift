public import Compose
public import Project
public import SystemPackage

extension Project {
  /// Where the nearest project file is.
  public enum Location: Sendable {
    /// The file, in the directory or above it.
    case file(FilePath)
    /// There is none up to here: the root of the repository, or of the file system.
    case none(root: FilePath, isRepository: Bool)
  }

  /// Looks for the project file of `directory`, an absolute path without links: there and above, up
  /// to the directory that holds `.git`.
  ///
  /// Parents are found in the text of the path, since every build comes through here. The file system
  /// is asked without a note in the cache: where a project is decides on no resource.
  public static func locate(above directory: FilePath, in cache: SourceCache) -> Location {
    var parent = directory.string[...]
    while true {
      let path = FilePath("\(parent)/\(fileName)")
      if cache.fileSystem.kind(of: path) != nil { return .file(path) }
      let isRepository = cache.fileSystem.kind(of: FilePath("\(parent)/.git")) != nil
      guard !isRepository, let slash = parent.utf8.lastIndex(of: UInt8(ascii: "/")) else {
        return .none(
          root: FilePath(parent.isEmpty ? "/" : String(parent)), isRepository: isRepository)
      }
      parent = parent[..<slash]
    }
  }
}
