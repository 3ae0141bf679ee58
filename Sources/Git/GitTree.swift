public import Compose
internal import Diagnostics
internal import Synchronization
public import SystemPackage

/// The files of one commit, or some of its trees, as if they were the work tree: nothing is checked
/// out.
///
/// Files keep their absolute paths, so that a build of a commit asks for the same paths as one of the
/// work tree. Whatever lies outside the repository is not there, and links out of it lead nowhere.
/// Costs one process for all files and memory for the directories that were asked for.
///
/// Content is that of the object database: filters of `.gitattributes` are not applied.
public final class GitTree: FileSystem {
  private enum Entry {
    case file(id: String)
    case link(id: String)
    case directory(id: String)
    /// A commit of another repository.
    case submodule
  }

  private let root: FilePath
  /// A directory of this machine that is shown as it is.
  private let beside: FilePath?
  private let tree: String
  private let objects: GitObjects
  private let directories = Mutex<[String: [String: Entry]]>([:])

  /// The tree of a commit that ``GitRepository/commit(_:)`` gave.
  ///
  /// `beside` is a directory of this machine whose files are there too, such as the cache of remote
  /// files.
  public init(
    _ repository: GitRepository, at commit: String, beside: FilePath? = nil
  ) throws(GitFailure) {
    root = repository.root
    self.beside = beside.map { (try? LocalFileSystem().realPath(of: $0)) ?? $0 }
    objects = repository.objects
    guard let object = try objects.object("\(commit)^{tree}") else {
      throw GitFailure(.gitMissingObject(commit))
    }
    tree = object.id
    let entries = Self.entries(of: object)
    directories.withLock { $0[object.id] = entries }
  }

  /// Trees and files by their ids, at paths relative to `root`; nothing else is there.
  ///
  /// Throws if the repository lacks one of them.
  public init(
    _ repository: GitRepository, root: FilePath, objects ids: [String: String]
  ) throws(GitFailure) {
    self.root = root
    beside = nil
    objects = repository.objects
    // No id of git has a slash: these are of directories that only lead to the others.
    tree = "/"
    var leading: [String: [String: Entry]] = [tree: [:]]
    for (path, id) in ids {
      guard id.allSatisfy(\.isHexDigit), let object = try objects.object(id) else {
        throw GitFailure(.gitMissingObject(id))
      }
      var directory = tree
      let components = FilePath(path).components.map(\.string)
      for component in components.dropLast() {
        let next = "\(directory)\(component)/"
        leading[directory]?[component] = .directory(id: next)
        leading[next] = leading[next] ?? [:]
        directory = next
      }
      guard let name = components.last else { continue }
      leading[directory]?[name] = object.type == "tree" ? .directory(id: id) : .file(id: id)
    }
    directories.withLock { $0 = leading }
  }

  /// The content of a file, links followed.
  public func contents(of path: FilePath) throws(FileSystemError) -> [UInt8] {
    if isBeside(path) { return try LocalFileSystem().contents(of: path) }
    switch try resolve(path).entry {
    case .directory: throw .isDirectory
    case .submodule: throw .other("it is a submodule")
    case .file(let id), .link(let id):
      guard let object = try? objects.object(id) else {
        throw .other("the repository lacks the object \(id)")
      }
      return object.bytes
    }
  }

  /// What is at a path; `.git` counts as a directory of the root, which so is known for one.
  public func kind(of path: FilePath) -> FileKind? {
    if path == root.appending(".git") { return .directory }
    if isBeside(path) { return LocalFileSystem().kind(of: path) }
    return switch try? resolve(path).entry {
    case .file: .file
    case .directory: .directory
    case .submodule: .other
    case .link, nil: nil
    }
  }

  /// The path without links.
  public func realPath(of path: FilePath) throws(FileSystemError) -> FilePath {
    if isBeside(path) { return try LocalFileSystem().realPath(of: path) }
    return try resolve(path).path
  }

  /// The names in a directory.
  public func names(in directory: FilePath) throws(FileSystemError) -> [String] {
    if isBeside(directory) { return try LocalFileSystem().names(in: directory) }
    guard case .directory(let id) = try resolve(directory).entry else { throw .notFound }
    return Array(entries(of: id).keys)
  }

  private func isBeside(_ path: FilePath) -> Bool {
    beside.map { path.starts(with: $0) } ?? false
  }

  /// As many links as Linux follows on one path.
  private static let maximalLinks = 40

  private func resolve(
    _ path: FilePath
  ) throws(FileSystemError) -> (path: FilePath, entry: Entry) {
    var links = 0
    var rest = path.lexicallyNormalized()
    guard rest.removePrefix(root) else { throw .notFound }
    var pending = Array(rest.components.reversed())
    var real = root
    // The directories on the way, the root first, and what was found last.
    var open = [tree]
    var last: Entry = .directory(id: tree)
    while let component = pending.popLast() {
      switch component.kind {
      case .currentDirectory: continue
      case .parentDirectory:
        guard open.count > 1 else { throw .notFound }
        open.removeLast()
        real.removeLastComponent()
        last = .directory(id: open[open.count - 1])
      case .regular:
        guard case .directory(let id) = last, let entry = entries(of: id)[component.string] else {
          throw .notFound
        }
        if case .link(let id) = entry {
          links += 1
          guard links <= Self.maximalLinks, let target = try? objects.object(id) else {
            throw .notFound
          }
          let link = FilePath(String(decoding: target.bytes, as: UTF8.self))
          pending += try components(of: link, &open, &real).reversed()
          last = .directory(id: open[open.count - 1])
          continue
        }
        real.append(component)
        last = entry
        if case .directory(let id) = entry { open.append(id) }
      }
    }
    return (real, last)
  }

  /// The way that a link goes: from where it is, or from the root if it is absolute.
  private func components(
    of link: FilePath, _ open: inout [String], _ real: inout FilePath
  ) throws(FileSystemError) -> FilePath.ComponentView {
    guard link.isAbsolute else { return link.components }
    var rest = link.lexicallyNormalized()
    guard rest.removePrefix(root) else { throw .notFound }
    open = [tree]
    real = root
    return rest.components
  }

  private func entries(of id: String) -> [String: Entry] {
    if let known = directories.withLock({ $0[id] }) { return known }
    let entries = (try? objects.object(id)).map(Self.entries) ?? [:]
    directories.withLock { $0[id] = entries }
    return entries
  }

  /// The entries of a tree: `<mode> <name>` and a zero byte, then the id in binary, for each.
  private static func entries(of tree: GitObjects.Object) -> [String: Entry] {
    let idLength = tree.id.utf8.count / 2
    var entries: [String: Entry] = [:]
    var rest = tree.bytes[...]
    while let space = rest.firstIndex(of: UInt8(ascii: " ")),
      let zero = rest[space...].firstIndex(of: 0), rest.endIndex - zero > idLength
    {
      let mode = rest[rest.startIndex..<space]
      let name = String(decoding: rest[(space + 1)..<zero], as: UTF8.self)
      let id = hexadecimal(rest[(zero + 1)...(zero + idLength)])
      rest = rest[(zero + idLength + 1)...]
      entries[name] =
        switch String(decoding: mode, as: UTF8.self) {
        case "40000": .directory(id: id)
        case "120000": .link(id: id)
        case "160000": .submodule
        default: .file(id: id)
        }
    }
    return entries
  }

  private static func hexadecimal(_ bytes: ArraySlice<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
