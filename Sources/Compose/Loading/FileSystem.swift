public import SystemPackage

/// Where files come from: the work tree, a tree of a version control system, or memory in tests.
///
/// Paths are absolute and lexically normal. Implementations are safe to use from several threads.
public protocol FileSystem: Sendable {
  /// The content of a file, links followed.
  func contents(of path: FilePath) throws(FileSystemError) -> [UInt8]

  /// What is at `path`, links followed; nil if there is nothing.
  func kind(of path: FilePath) -> FileKind?

  /// The path without symbolic links; throws if nothing is there.
  func realPath(of path: FilePath) throws(FileSystemError) -> FilePath

  /// The path without symbolic links of what has a name in a directory, itself without links.
  func realPath(
    of name: FilePath.Component, in directory: FilePath
  ) throws(FileSystemError) -> FilePath

  /// Whether a symbolic link is at `path` itself.
  func isLink(_ path: FilePath) -> Bool

  /// The names in a directory, in no order, without `.` and `..`.
  func names(in directory: FilePath) throws(FileSystemError) -> [String]
}

extension FileSystem {
  /// Whether the path of what is there is another one, in a directory without links.
  public func isLink(_ path: FilePath) -> Bool {
    (try? realPath(of: path)).map { $0 != path } ?? false
  }

  /// The same as ``realPath(of:)`` of the whole path.
  public func realPath(
    of name: FilePath.Component, in directory: FilePath
  ) throws(FileSystemError) -> FilePath {
    try realPath(of: directory.appending(name))
  }
}

/// What a path leads to.
public enum FileKind: Sendable {
  /// A file with content.
  case file
  /// A directory.
  case directory
  /// A device, socket or pipe: never read as input.
  case other
}

/// Why a file could not be read.
public enum FileSystemError: Error, Hashable, Sendable {
  /// Nothing is there.
  case notFound
  /// A directory is there.
  case isDirectory
  /// The system refused.
  case notPermitted
  /// Another reason, in the system's words.
  case other(String)

  /// The reason in a few words, such as `no such file`.
  public var reason: String {
    switch self {
    case .notFound: "there is no such file or directory"
    case .isDirectory: "it is a directory"
    case .notPermitted: "permission denied"
    case .other(let words): words
    }
  }
}
