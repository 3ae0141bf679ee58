public import Diagnostics
internal import Synchronization
public import SystemPackage

/// What one build asked of the file system: all that its result depends on.
///
/// A build that finds the same answers again gives the same result, unless it ran programs.
public final class ReadRecord: Sendable {
  /// What was found.
  public struct Content: Sendable {
    /// The files that were read, by their path without links.
    public var files: [FilePath: SourceFile] = [:]
    /// The paths where nothing was.
    public var absent: Set<FilePath> = []
    /// The paths that lead through links, with where they lead.
    public var links: [FilePath: FilePath] = [:]
  }

  private let state = Mutex(Content())

  /// An empty record.
  public init() {}

  /// What was noted so far.
  public var content: Content { state.withLock { $0 } }

  func noteAbsence(of path: FilePath) {
    state.withLock { _ = $0.absent.insert(path.lexicallyNormalized()) }
  }

  func noteFile(at path: FilePath, _ result: Result<SourceFile, FileSystemError>) {
    guard case .success(let file) = result else { return noteAbsence(of: path) }
    state.withLock { $0.files[path] = file }
  }

  func noteRealPath(of path: FilePath, _ result: Result<FilePath, FileSystemError>) {
    let path = path.lexicallyNormalized()
    guard case .success(let target) = result else { return noteAbsence(of: path) }
    if target != path { state.withLock { $0.links[path] = target } }
  }
}
