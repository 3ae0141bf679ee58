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
/// With ``Sharing/builds`` every file is parsed once and its documents are kept.
///
/// Safe to use from several threads. Holds every file that was read, since places in the output
/// point into them.
public final class SourceCache: Sendable {
  /// For how many builds the files are kept.
  public enum Sharing: Sendable {
    /// For one, or a few that have little in common.
    case nothing
    /// For many that read the same files, perhaps at the same time.
    case builds
  }

  /// The files that were read, for diagnostics.
  public let sources: SourceTable
  /// Where the files come from.
  public let fileSystem: any FileSystem
  /// Where remote files come from.
  let remotes: RemoteStore

  private struct SchemaKey: Hashable {
    var path: FilePath
    var extendsBuiltIn: Bool
  }

  private struct State {
    var files = PathTable<Result<SourceFile, FileSystemError>>()
    /// What files hold, from the second time on that it is asked for; nil after the first.
    var documents = PathTable<Result<[Node], Diagnostic>?>()
    var schemas: [SchemaKey: KubernetesSchema] = [:]
    var realPaths = PathTable<Result<FilePath, FileSystemError>>()
    /// What is parsed once for all builds.
    var sharedDocuments = PathTable<Once<Result<[Node], Diagnostic>>>()
    var firstDocuments = PathTable<Once<Result<Node?, Diagnostic>>>()
  }

  /// What all views of one cache have in common.
  private final class Storage: Sendable {
    let state = Mutex(State())
  }

  /// Directories that hold what was fetched, with the names that it is shown under.
  private final class RemoteNames: Sendable {
    let names = Mutex<[FilePath: String]>([:])
  }

  private let storage: Storage
  private let remoteNames: RemoteNames
  private let workingDirectory: FilePath
  /// The directory around it, unless that is the root of all.
  private let siblings: String?
  private let sharing: Sharing
  private let record: ReadRecord?
  /// Directories whose files are shown under another name, because they are not those that are there.
  private let shownNames: [FilePath: String]

  /// A cache of the files of `fileSystem`; paths are shown relative to `workingDirectory`.
  ///
  /// Without a store of remote files there are none.
  public init(
    fileSystem: any FileSystem, workingDirectory: FilePath,
    remotes: RemoteStore = RemoteStore(directory: nil, isOffline: true),
    sharing: Sharing = .nothing
  ) {
    sources = SourceTable()
    storage = Storage()
    remoteNames = RemoteNames()
    self.fileSystem = fileSystem
    self.remotes = remotes
    self.workingDirectory = workingDirectory
    // By bytes: FilePath makes types for its components, which shows when little is built.
    let path = workingDirectory.string
    siblings = path.utf8.lastIndex(of: UInt8(ascii: "/")).flatMap { slash in
      slash == path.startIndex ? nil : String(path[..<slash])
    }
    self.sharing = sharing
    record = nil
    shownNames = [:]
  }

  private init(
    _ cache: SourceCache, fileSystem: any FileSystem, shownNames: [FilePath: String]
  ) {
    sources = cache.sources
    storage = Storage()
    remoteNames = cache.remoteNames
    self.fileSystem = fileSystem
    remotes = cache.remotes
    workingDirectory = cache.workingDirectory
    siblings = cache.siblings
    sharing = cache.sharing
    record = nil
    self.shownNames = shownNames
  }

  /// A cache of other files in the same places; diagnostics of both point into one table.
  ///
  /// What is in the directories of `names` is shown under those.
  package func reading(
    _ fileSystem: any FileSystem, showing names: [FilePath: String] = [:]
  ) -> SourceCache {
    SourceCache(self, fileSystem: fileSystem, shownNames: names)
  }

  private init(_ cache: SourceCache, record: ReadRecord) {
    sources = cache.sources
    storage = cache.storage
    remoteNames = cache.remoteNames
    fileSystem = cache.fileSystem
    remotes = cache.remotes
    workingDirectory = cache.workingDirectory
    siblings = cache.siblings
    sharing = cache.sharing
    self.record = record
    shownNames = cache.shownNames
  }

  /// The same cache, which also notes in `record` what is asked of it.
  public func recording(in record: ReadRecord) -> SourceCache {
    SourceCache(self, record: record)
  }

  /// The same cache, which also notes where `other` does what is asked of it.
  package func recording(as other: SourceCache) -> SourceCache {
    other.record.map(recording) ?? self
  }

  /// The path as a user wants to read it.
  public func displayPath(_ path: FilePath) -> String {
    let remoteNames = remoteNames.names.withLock { $0 }
    if let name = Self.name(of: path, in: remoteNames) ?? Self.name(of: path, in: shownNames) {
      return name
    }
    if let rest = path.text(below: workingDirectory.string) {
      return rest.isEmpty ? "." : String(rest)
    }
    // A sibling of the working directory is shown with `..`, anything farther in full.
    if let siblings, let rest = path.text(below: siblings) {
      return rest.isEmpty ? ".." : "../\(rest)"
    }
    return path.string
  }

  /// The path by the name of a directory that it is in; nil if it is in none of them.
  private static func name(of path: FilePath, in names: [FilePath: String]) -> String? {
    // Most often there are none, and going through none makes types too.
    if names.isEmpty { return nil }
    for (directory, name) in names {
      guard let rest = path.text(below: directory.string) else { continue }
      return rest.isEmpty ? name : "\(name)/\(rest)"
    }
    return nil
  }

  /// The name of a file that was fetched, by its path without links; nil for any other.
  public func remoteName(of path: FilePath) -> String? {
    remoteNames.names.withLock { $0 }.keys.contains { path.isWithin($0) }
      ? displayPath(path) : nil
  }

  /// Shows what is in a directory under another name.
  func show(_ directory: FilePath, as name: String) {
    remoteNames.names.withLock { $0[directory] = name }
  }

  /// The path without symbolic links.
  public func realPath(of path: FilePath) throws(FileSystemError) -> FilePath {
    try realPath(path) { () throws(FileSystemError) in try fileSystem.realPath(of: path) }
  }

  /// The path without symbolic links that `path` leads to from a directory, itself without links.
  ///
  /// As in Kustomize, `..` takes away the name before it in the text, whatever that name is.
  func realPath(
    of path: FilePath, from directory: FilePath
  ) throws(FileSystemError) -> FilePath {
    // What is above a directory without links has none either.
    var base = directory
    var name = path.string[...]
    while name.utf8.starts(with: "../".utf8) {
      name = name.dropFirst(3)
      base.removeLastComponent()
    }
    guard let name = FilePath.Component(String(name)), name.kind == .regular else {
      return try realPath(of: directory.pushing(path).lexicallyNormalized())
    }
    return try realPath(base.appending(name)) { () throws(FileSystemError) in
      try fileSystem.realPath(of: name, in: base)
    }
  }

  private func realPath(
    _ path: FilePath, _ resolve: () throws(FileSystemError) -> FilePath
  ) throws(FileSystemError) -> FilePath {
    let result: Result<FilePath, FileSystemError>
    if let known = storage.state.withLock({ $0.realPaths[path] }) {
      result = known
    } else {
      do throws(FileSystemError) {
        result = .success(try resolve())
      } catch {
        result = .failure(error)
      }
      storage.state.withLock { $0.realPaths[path] = result }
    }
    record?.noteRealPath(of: path, result)
    return try result.get()
  }

  /// What is at a path, links followed; nil if there is nothing.
  public func kind(of path: FilePath) -> FileKind? {
    let kind = fileSystem.kind(of: path)
    if kind == nil { record?.noteAbsence(of: path) }
    return kind
  }

  /// Whether a symbolic link is at a path itself.
  func isLink(_ path: FilePath) -> Bool {
    fileSystem.isLink(path)
  }

  /// The content of a file, by its path without links.
  public func file(at path: FilePath) throws(FileSystemError) -> SourceFile {
    var result: Result<SourceFile, FileSystemError>
    if let known = storage.state.withLock({ $0.files[path] }) {
      result = known
    } else {
      do throws(FileSystemError) {
        let bytes = try fileSystem.contents(of: path)
        result = .success(sources.add(path: displayPath(path), bytes: bytes))
      } catch {
        result = .failure(error)
      }
      // Another thread may have read it meanwhile: all use what was there first.
      result = storage.state.withLock { state in
        if let known = state.files[path] { return known }
        state.files[path] = result
        return result
      }
    }
    record?.noteFile(at: path, result)
    return try result.get()
  }

  /// The documents of a file that ``file(at:)`` gave for `path`.
  func documents(of file: SourceFile, at path: FilePath) throws(Diagnostic) -> [Node] {
    switch sharing {
    case .nothing:
      let known = storage.state.withLock { $0.documents[path] }
      if let known, let known { return try known.get() }
      let result = parse(file)
      storage.state.withLock { $0.documents[path] = .some(known == nil ? nil : result) }
      return try result.get()
    case .builds:
      return try once(\.sharedDocuments, path) { parse(file) }.get()
    }
  }

  private func parse(_ file: SourceFile) -> Result<[Node], Diagnostic> {
    if file.isUTF16 { return parseUTF16(file).map { $0.map { [$0] } ?? [] } }
    do throws(Diagnostic) {
      let documents = try YAMLReader().documents(of: file)
      for document in documents { SecretMarking.mark(document, in: sources) }
      return .success(documents)
    } catch {
      SecretMarking.markIfSuspicious(file, in: sources)
      return .failure(error)
    }
  }

  /// The first document of a file that ``file(at:)`` gave for `path`; nil if it has none.
  func firstDocument(of file: SourceFile, at path: FilePath) throws(Diagnostic) -> Node? {
    switch sharing {
    case .nothing: try parseFirst(file).get()
    case .builds: try sharedDocument(of: file, at: path)
    }
  }

  /// The same for a file that many layers may name, such as one of `configurations`: read once.
  func sharedDocument(of file: SourceFile, at path: FilePath) throws(Diagnostic) -> Node? {
    try once(\.firstDocuments, path) { parseFirst(file) }.get()
  }

  private func parseFirst(_ file: SourceFile) -> Result<Node?, Diagnostic> {
    if file.isUTF16 { return parseUTF16(file) }
    do throws(Diagnostic) {
      let document = try YAMLReader().firstDocument(of: file)
      if let document { SecretMarking.mark(document, in: sources) }
      return .success(document)
    } catch {
      SecretMarking.markIfSuspicious(file, in: sources)
      return .failure(error)
    }
  }

  /// The first document of a file in UTF-16: Kustomize finds no more in it, since it looks for `---`
  /// in bytes.
  private func parseUTF16(_ file: SourceFile) -> Result<Node?, Diagnostic> {
    do throws(Diagnostic) {
      return parseFirst(sources.add(path: file.path, bytes: try file.bytesFromUTF16()))
    } catch {
      sources.markSecret(file)
      return .failure(error)
    }
  }

  /// What `make` gives for a path, asked for once; other threads wait for the answer.
  private func once<Value: Sendable>(
    _ table: WritableKeyPath<State, PathTable<Once<Value>>>, _ path: FilePath,
    _ make: () -> Value
  ) -> Value {
    let once = storage.state.withLock { state in
      if let known = state[keyPath: table][path] { return known }
      let once = Once<Value>()
      state[keyPath: table][path] = once
      return once
    }
    return once.value(make)
  }

  /// The schema of an OpenAPI document that ``file(at:)`` gave for `path`; nil if it is none.
  ///
  /// With `extendsBuiltIn`, what it leaves out is taken from the default schema.
  func schema(
    in file: SourceFile, at path: FilePath, extendsBuiltIn: Bool
  ) throws(Diagnostic) -> KubernetesSchema? {
    let key = SchemaKey(path: path, extendsBuiltIn: extendsBuiltIn)
    if let known = storage.state.withLock({ $0.schemas[key] }) { return known }
    guard let document = try YAMLReader().firstDocument(of: file) else { return nil }
    var problems: [Diagnostic] = []
    for entry in document["definitions"]?.entries ?? [] {
      SchemaObject.check(
        entry.value, named: entry.key.text ?? "a definition", problems: &problems)
    }
    if let problem = problems.first { throw problem }
    guard let schema = KubernetesSchema(openAPI: document, extendsBuiltIn: extendsBuiltIn)
    else { return nil }
    storage.state.withLock { $0.schemas[key] = schema }
    return schema
  }
}

/// A value that is made when it is first asked for; who asks meanwhile waits for it.
private final class Once<Value: Sendable>: Sendable {
  private let made = Mutex<Value?>(nil)

  func value(_ make: () -> Value) -> Value {
    made.withLock { made in
      if let made { return made }
      let value = make()
      made = value
      return value
    }
  }
}
