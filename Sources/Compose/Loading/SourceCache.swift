public import Diagnostics
internal import Schema
internal import Synchronization
public import SystemPackage
internal import YAML

/// Reads each file once and parses it twice at most, however many overlays, patches and builds use
/// it.
///
/// Most files are used once. Their documents are not kept, so that they have one owner, who changes
/// them in place; those of a file that is asked for again are, and are copied where they change.
/// Safe to use from several threads. Holds every file that was read, since places in the output
/// point into them.
public final class SourceCache: Sendable {
  /// The files that were read, for diagnostics.
  public let sources = SourceTable()
  /// Where the files come from.
  public let fileSystem: any FileSystem
  /// Where remote files come from.
  let remotes: RemoteStore

  private struct SchemaKey: Hashable {
    var path: FilePath
    var extendsBuiltIn: Bool
  }

  private struct State {
    var files: [FilePath: Result<SourceFile, FileSystemError>] = [:]
    /// What files hold, from the second time on that it is asked for; nil after the first.
    var documents: [FilePath: Result<[Node], Diagnostic>?] = [:]
    var schemas: [SchemaKey: KubernetesSchema] = [:]
    /// Directories that are shown as something else, such as the tree of a repository.
    var shownNames: [FilePath: String] = [:]
    var realPaths: [FilePath: Result<FilePath, FileSystemError>] = [:]
  }

  private let state = Mutex(State())
  private let workingDirectory: FilePath

  /// A cache of the files of `fileSystem`; paths are shown relative to `workingDirectory`.
  ///
  /// Without a store of remote files there are none.
  public init(
    fileSystem: any FileSystem, workingDirectory: FilePath,
    remotes: RemoteStore = RemoteStore(directory: nil, isOffline: true)
  ) {
    self.fileSystem = fileSystem
    self.remotes = remotes
    self.workingDirectory = workingDirectory
  }

  /// The path as a user wants to read it.
  package func displayPath(_ path: FilePath) -> String {
    for (directory, name) in state.withLock({ $0.shownNames }) {
      var rest = path
      if rest.removePrefix(directory) { return rest.isEmpty ? name : "\(name)/\(rest)" }
    }
    var rest = path
    if rest.removePrefix(workingDirectory) { return rest.isEmpty ? "." : rest.string }
    // A sibling of the working directory is shown with `..`, anything farther in full.
    let parent = workingDirectory.removingLastComponent()
    rest = path
    if !parent.components.isEmpty, rest.removePrefix(parent) {
      return rest.isEmpty ? ".." : "../\(rest.string)"
    }
    return path.string
  }

  /// Shows what is in a directory under another name.
  func show(_ directory: FilePath, as name: String) {
    state.withLock { $0.shownNames[directory] = name }
  }

  /// The path without symbolic links.
  package func realPath(of path: FilePath) throws(FileSystemError) -> FilePath {
    if let known = state.withLock({ $0.realPaths[path] }) { return try known.get() }
    let result: Result<FilePath, FileSystemError>
    do throws(FileSystemError) {
      result = .success(try fileSystem.realPath(of: path))
    } catch {
      result = .failure(error)
    }
    state.withLock { $0.realPaths[path] = result }
    return try result.get()
  }

  /// The content of a file, by its path without links.
  package func file(at path: FilePath) throws(FileSystemError) -> SourceFile {
    if let known = state.withLock({ $0.files[path] }) { return try known.get() }
    let result: Result<SourceFile, FileSystemError>
    do throws(FileSystemError) {
      let bytes = try fileSystem.contents(of: path)
      result = .success(sources.add(path: displayPath(path), bytes: bytes))
    } catch {
      result = .failure(error)
    }
    state.withLock { $0.files[path] = result }
    return try result.get()
  }

  /// The documents of a file that ``file(at:)`` gave for `path`.
  func documents(of file: SourceFile, at path: FilePath) throws(Diagnostic) -> [Node] {
    let known = state.withLock { $0.documents[path] }
    if let known, let known { return try known.get() }
    let result: Result<[Node], Diagnostic>
    do throws(Diagnostic) {
      let documents = try YAMLReader().documents(of: file)
      for document in documents { SecretMarking.mark(document, in: sources) }
      result = .success(documents)
    } catch {
      SecretMarking.markIfSuspicious(file, in: sources)
      result = .failure(error)
    }
    state.withLock { $0.documents[path] = .some(known == nil ? nil : result) }
    return try result.get()
  }

  /// The schema of an OpenAPI document that ``file(at:)`` gave for `path`; nil if it is none.
  ///
  /// With `extendsBuiltIn`, what it leaves out is taken from the default schema.
  func schema(
    in file: SourceFile, at path: FilePath, extendsBuiltIn: Bool
  ) throws(Diagnostic) -> KubernetesSchema? {
    let key = SchemaKey(path: path, extendsBuiltIn: extendsBuiltIn)
    if let known = state.withLock({ $0.schemas[key] }) { return known }
    guard let document = try YAMLReader().firstDocument(of: file),
      let schema = KubernetesSchema(openAPI: document, extendsBuiltIn: extendsBuiltIn)
    else { return nil }
    state.withLock { $0.schemas[key] = schema }
    return schema
  }
}
