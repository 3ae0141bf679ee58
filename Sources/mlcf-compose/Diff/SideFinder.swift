internal import Bundles
internal import Compose
internal import Diagnostics
internal import Git
internal import Project
internal import SystemPackage

/// Why there is no side to compare.
struct SideFailure: Error {
  var diagnostics: [Diagnostic]
  var status: ExitStatus
  var sources: SourceTable?

  init(_ diagnostic: Diagnostic, _ status: ExitStatus = .usage) {
    diagnostics = [diagnostic]
    self.status = status
  }

  init(_ failure: GitFailure) {
    self.init(failure.diagnostic, failure.cause == .argument ? .usage : .environment)
  }

  init(projectOf tree: DiffTree) {
    diagnostics = tree.projectProblems
    status = .usage
    sources = tree.cache.sources
  }
}

/// Finds what the arguments of `diff` name.
final class SideFinder {
  /// The work tree.
  let workTree: DiffTree
  private let workingDirectory: FilePath
  private let start: FilePath
  private let makeCache: (any FileSystem, FilePath) -> SourceCache
  /// Where fetched files are, which no commit holds.
  private let fetched: FilePath?
  /// What paths are shown relative to.
  private let shownFrom: FilePath
  private var repository: GitRepository?
  private var commits: [String: DiffTree] = [:]

  /// A finder for a project that is looked for from `start`; in reports for programs paths are
  /// relative to the root of the repository.
  init(
    workingDirectory: FilePath, projectFrom start: FilePath, fetched: FilePath?,
    showsRepositoryPaths: Bool, makeCache: @escaping (any FileSystem, FilePath) -> SourceCache
  ) {
    self.workingDirectory = workingDirectory
    self.start = start
    self.fetched = fetched
    self.makeCache = makeCache
    if showsRepositoryPaths, let found = try? GitRepository(containing: start) {
      repository = found
      shownFrom = found.root
    } else {
      shownFrom = workingDirectory
    }
    workTree = DiffTree(
      label: "", cache: makeCache(LocalFileSystem(), shownFrom), directory: workingDirectory,
      projectFrom: start, repository)
  }

  // MARK: Trees

  /// The tree of a commit that `ref` names.
  func tree(at ref: String) throws(SideFailure) -> DiffTree {
    if let known = commits[ref] { return known }
    do throws(GitFailure) {
      let repository = try openRepository()
      let commit = try repository.commit(ref)
      let files = try GitTree(repository, at: commit, beside: fetched)
      let tree = DiffTree(
        label: "\(ref):", cache: makeCache(files, shownFrom), directory: repository.root,
        projectFrom: start, repository)
      commits[ref] = tree
      return tree
    } catch {
      throw SideFailure(error)
    }
  }

  /// The tree of the newest commit that `ref` and `HEAD` share, named by its id.
  func mergeBase(with ref: String) throws(SideFailure) -> DiffTree {
    let commit: String
    do throws(GitFailure) {
      commit = try openRepository().mergeBase(ref, "HEAD")
    } catch {
      throw SideFailure(error)
    }
    return try tree(at: String(commit.prefix(12)))
  }

  private func openRepository() throws(GitFailure) -> GitRepository {
    if let repository { return repository }
    let found = try GitRepository(containing: start)
    repository = found
    return found
  }

  // MARK: Sides

  /// The side that an argument names.
  func side(_ argument: String) throws(SideFailure) -> DiffSide {
    if argument == "-" {
      let file = workTree.cache.sources.add(path: "-", bytes: InputBytes.all(of: 0))
      return DiffSide(name: "-", content: .file(file), cache: workTree.cache)
    }
    if let side = try side(argument, in: workTree) { return side }
    guard let colon = argument.firstIndex(of: ":"), colon != argument.startIndex else {
      throw SideFailure(notFound(argument, in: workTree))
    }
    let tree = try tree(at: String(argument[..<colon]))
    let path = String(argument[argument.index(after: colon)...])
    if let side = try side(path.isEmpty ? "." : path, in: tree) { return side }
    throw SideFailure(notFound(path, in: tree))
  }

  /// An environment as it is in a tree; nothing, if the tree has none of that name.
  func environment(_ name: String, in tree: DiffTree) -> DiffSide {
    guard let overlay = tree.overlay(of: name) else {
      return DiffSide(name: "\(tree.label)(none)", content: .absent, cache: tree.cache)
    }
    return DiffSide(
      name: tree.name(of: overlay), content: .overlay(overlay), cache: tree.cache,
      pinned: tree.pinned, isAtCommit: !tree.label.isEmpty)
  }

  /// What an argument for the work tree names in another tree; nothing, if that has no such thing.
  func side(_ argument: String, at tree: DiffTree) throws(SideFailure) -> DiffSide {
    try side(argument, in: tree, relativeTo: workingDirectory)
      ?? DiffSide(name: "\(tree.label)(none)", content: .absent, cache: tree.cache)
  }

  /// The names of the environments that the work tree or another tree has.
  func environments(since tree: DiffTree) throws(SideFailure) -> [String] {
    var names: [String] = []
    for tree in [workTree, tree] {
      guard let project = tree.project else { throw SideFailure(projectOf: tree) }
      names += project.environments.map(\.name).filter { !names.contains($0) }
    }
    guard !names.isEmpty else { throw SideFailure(.diffNoEnvironments()) }
    return names
  }

  private func side(
    _ argument: String, in tree: DiffTree, relativeTo directory: FilePath? = nil
  ) throws(SideFailure) -> DiffSide? {
    if tree.overlay(of: argument) != nil { return environment(argument, in: tree) }
    // As in git, `REF:./DIR` is relative to the working directory, `REF:DIR` to the repository.
    let isRelative = argument.hasPrefix("./") || argument.hasPrefix("../")
    let base = directory ?? (isRelative ? workingDirectory : tree.directory)
    let path = base.pushing(FilePath(argument)).lexicallyNormalized()
    let name = tree.label + argument
    switch tree.cache.kind(of: path) {
    case .directory:
      if CommittedBundle(at: path, in: tree.cache) != nil {
        return DiffSide(name: name, content: .bundle(path), cache: tree.cache)
      }
      guard Self.isKustomization(path, in: tree.cache) else {
        throw SideFailure(.diffNotASide(name))
      }
      return DiffSide(
        name: name, content: .overlay(path), cache: tree.cache, pinned: tree.pinned,
        isAtCommit: !tree.label.isEmpty)
    case .file:
      do throws(FileSystemError) {
        let file = try tree.cache.file(at: path)
        return DiffSide(name: name, content: .file(file), cache: tree.cache)
      } catch {
        throw SideFailure(.diffUnreadable(name, error), .environment)
      }
    case .other:
      // A pipe, such as of `<(helm template …)`.
      let bytes = InputBytes.all(ofFileAt: path.string)
      let file = tree.cache.sources.add(path: argument, bytes: bytes)
      return DiffSide(name: name, content: .file(file), cache: tree.cache)
    case nil:
      // What is wrong with the project file would explain an environment that is not found.
      guard tree.projectProblems.isEmpty else { throw SideFailure(projectOf: tree) }
      return nil
    }
  }

  private static func isKustomization(_ directory: FilePath, in cache: SourceCache) -> Bool {
    ["kustomization.yaml", "kustomization.yml", "Kustomization"].contains {
      cache.kind(of: directory.appending($0)) == .file
    }
  }

  private func notFound(_ argument: String, in tree: DiffTree) -> Diagnostic {
    let names = tree.project?.environments.map(\.name) ?? []
    return .diffNothingThere(
      tree.label + argument, nearest: nearestName(to: argument, among: names))
  }
}
