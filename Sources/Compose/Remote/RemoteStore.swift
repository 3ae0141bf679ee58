internal import Cryptography
internal import Synchronization
public import SystemPackage

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Fetches what kustomizations name by URL, and keeps it.
///
/// A tree of a repository is kept by its commit and never changes, so that a reference to a commit is
/// fetched once for ever; a branch or tag is fetched once in the life of a store, however many
/// kustomizations and builds name it. The work is done by the `git` and `curl` of the machine.
///
/// ```
/// git/REPOSITORY/COMMIT/…     the files of a commit; REPOSITORY is the SHA-256 of its address
/// refs/REPOSITORY-REF         the commit that a branch or tag had last, for when it is offline
/// files/URL                   the content of a file; URL is the SHA-256 of its address
/// ```
///
/// Safe to use from several threads and, since what is new is put in its place by rename, processes.
public final class RemoteStore: Sendable {
  private let directory: FilePath?
  /// Whether nothing may be fetched.
  let isOffline: Bool

  private struct State {
    var trees: [RepositoryReference: Result<FilePath, RemoteFailure>] = [:]
    var files: [String: Result<FilePath, RemoteFailure>] = [:]
    var serial = 0
  }

  private let state = Mutex(State())

  /// A store in `directory`, or one that keeps nothing and fetches nothing without one; `isOffline`
  /// forbids to fetch.
  public init(directory: FilePath?, isOffline: Bool) {
    self.directory = directory
    self.isOffline = isOffline
  }

  /// The root of the files of a repository at a reference; takes the lock while it fetches.
  func tree(of reference: RepositoryReference) throws(RemoteFailure) -> FilePath {
    var key = reference
    key.path = ""
    let result = state.withLock { state in
      if let known = state.trees[key] { return known }
      state.serial += 1
      let serial = state.serial
      let result = Result { () throws(RemoteFailure) in try fetchTree(of: reference, serial) }
      state.trees[key] = result
      return result
    }
    return try result.get()
  }

  /// A copy of the file at a URL.
  func file(at url: String) throws(RemoteFailure) -> FilePath {
    let result = state.withLock { state in
      if let known = state.files[url] { return known }
      state.serial += 1
      let serial = state.serial
      let result = Result { () throws(RemoteFailure) in try fetchFile(at: url, serial) }
      state.files[url] = result
      return result
    }
    return try result.get()
  }

  // MARK: Repositories

  private func fetchTree(
    of reference: RepositoryReference, _ serial: Int
  ) throws(RemoteFailure) -> FilePath {
    let root = try storeDirectory()
    let address = Self.name(of: reference.repository + (reference.submodules ? "" : "?plain"))
    let trees = root.appending("git").appending(address)
    let head = root.appending("refs").appending(
      "\(address)-\(Self.name(of: reference.ref))")
    if reference.isPinned {
      let tree = trees.appending(reference.ref)
      if Self.isDirectory(tree) { return tree }
    }
    guard !isOffline else {
      if let commit = Self.text(of: head), Self.isDirectory(trees.appending(commit)) {
        return trees.appending(commit)
      }
      throw .notInCache
    }
    let scratch = root.appending("tmp").appending("\(getpid())-\(serial)")
    try Self.make(scratch)
    defer { Self.remove(scratch) }
    let commit = try clone(reference, into: scratch)
    let tree = trees.appending(commit)
    try Self.make(trees)
    if !Self.isDirectory(tree), rename(scratch.string, tree.string) != 0,
      !Self.isDirectory(tree)
    {
      throw RemoteFailure("the cache cannot be written: \(String(cString: strerror(errno)))")
    }
    Self.write(commit, to: head, through: scratch)
    return tree
  }

  /// Fetches one commit without its history, and returns its id.
  private func clone(
    _ reference: RepositoryReference, into directory: FilePath
  ) throws(RemoteFailure) -> String {
    func git(_ arguments: String...) throws(RemoteFailure) -> String {
      try run(["git"] + arguments, in: directory, timeout: reference.timeout)
    }
    _ = try git("init", "--quiet")
    // The remote has a name, so that submodules may have relative addresses.
    _ = try git("remote", "add", "origin", reference.repository)
    _ = try git(
      "fetch", "--quiet", "--depth=1", "origin", reference.ref.isEmpty ? "HEAD" : reference.ref)
    _ = try git("checkout", "--quiet", "FETCH_HEAD")
    if reference.submodules, Self.kind(of: directory.appending(".gitmodules")) != nil {
      _ = try git("submodule", "--quiet", "update", "--init", "--recursive")
    }
    return try git("rev-parse", "HEAD").filter { !$0.isWhitespace }
  }

  // MARK: Files

  private func fetchFile(at url: String, _ serial: Int) throws(RemoteFailure) -> FilePath {
    let root = try storeDirectory()
    let file = root.appending("files").appending(Self.name(of: url))
    guard !isOffline else {
      if Self.kind(of: file) != nil { return file }
      throw .notInCache
    }
    let scratch = root.appending("tmp").appending("\(getpid())-\(serial)")
    try Self.make(root.appending("files"))
    try Self.make(root.appending("tmp"))
    defer { unlink(scratch.string) }
    _ = try run(
      [
        "curl", "--fail", "--silent", "--show-error", "--location", "--proto", "=http,https",
        "--max-time", "27", "--output", scratch.string, "--", url,
      ], in: root, timeout: 30)
    guard rename(scratch.string, file.string) == 0 else {
      throw RemoteFailure("the cache cannot be written: \(String(cString: strerror(errno)))")
    }
    return file
  }

  // MARK: Helpers of both

  private func run(
    _ arguments: [String], in directory: FilePath, timeout: Double
  ) throws(RemoteFailure) -> String {
    var process = HelperProcess(arguments: arguments, directory: directory, timeout: timeout)
    process.environment = ["GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"]
    let output: HelperProcess.Output
    do throws(HelperProcess.Failure) {
      output = try process.run()
    } catch {
      throw RemoteFailure("\(arguments[0]): \(error.reason)")
    }
    guard output.status == 0 else {
      throw RemoteFailure(
        "\(arguments[0]) ended with status \(output.status): \(output.errorTail)")
    }
    return String(decoding: output.output, as: UTF8.self)
  }

  private func storeDirectory() throws(RemoteFailure) -> FilePath {
    guard let directory else {
      if isOffline { throw .notInCache }
      throw RemoteFailure("there is no cache directory: set HOME or XDG_CACHE_HOME")
    }
    return directory
  }

  private static func name(of text: String) -> String {
    SHA256.hexDigest(of: Array(text.utf8))
  }

  private static func kind(of path: FilePath) -> FileKind? { LocalFileSystem().kind(of: path) }

  private static func isDirectory(_ path: FilePath) -> Bool { kind(of: path) == .directory }

  private static func text(of path: FilePath) -> String? {
    (try? LocalFileSystem().contents(of: path)).map { String(decoding: $0, as: UTF8.self) }
  }

  private static func make(_ path: FilePath) throws(RemoteFailure) {
    var current = FilePath(root: path.root)
    for component in path.components {
      current.append(component)
      if mkdir(current.string, 0o755) != 0, errno != EEXIST, errno != EISDIR {
        throw RemoteFailure(
          "the cache cannot be written: \(current): \(String(cString: strerror(errno)))")
      }
    }
  }

  private static func remove(_ path: FilePath) {
    guard kind(of: path) != nil else { return }
    _ = try? HelperProcess(arguments: ["rm", "-rf", "--", path.string]).run()
  }

  /// Writes what only helps: where it fails, nothing is lost but the help.
  private static func write(_ text: String, to path: FilePath, through scratch: FilePath) {
    let temporary = FilePath(scratch.string + ".ref")
    guard (try? make(path.removingLastComponent())) != nil,
      let file = fopen(temporary.string, "w")
    else { return }
    fputs(text, file)
    fclose(file)
    rename(temporary.string, path.string)
  }
}

/// Why something could not be fetched.
struct RemoteFailure: Error {
  var reason: String

  init(_ reason: String) {
    self.reason = reason
  }

  /// It would have to be fetched, and must not.
  static let notInCache = RemoteFailure(
    "it is not in the cache, and --offline forbids to fetch it")
}
