public import Compose
internal import Diagnostics
public import Git
public import Project
internal import Synchronization
internal import SystemPackage

/// The files that environments are made from: those of the work tree, but for the shared trees of an
/// environment with `tracking: pinned`, which are those of its release.
///
/// An environment that has no release yet is pinned to nothing, and reads the work tree. Git is run
/// when the first pinned environment is asked for, one process for all files of a run; without one it
/// never is. Environments of one release share what they read. Safe to use from several threads.
public final class PinnedSources: Sendable {
  /// What a pinned environment reads.
  public struct Pin: Sendable, Hashable {
    /// The git tree ids of the shared directories, by path.
    public var trees: [String: String]
    /// The commit that they are from, under which their files are shown.
    public var commit: String

    /// The trees that a lock names.
    public init(_ lock: ReleaseLock) {
      self.init(trees: lock.release.trees, commit: lock.commit)
    }

    /// The trees of a commit.
    public init(trees: [String: String], commit: String) {
      self.trees = trees
      self.commit = commit
    }
  }

  private struct Key: Hashable {
    var directory: FilePath
    var pin: Pin
  }

  private struct State {
    var repository: GitRepository?
    var views: [Key: SourceCache] = [:]
    var shownNames: [String: String] = [:]
  }

  private let cache: SourceCache
  private let pins: [String: Pin]
  private let state: Mutex<State>

  /// The sources of environments that read through `cache`.
  ///
  /// For the environments that `pins` names, what it says counts instead of their release. The
  /// repository, if it is open already, is that of all projects.
  public init(
    _ cache: SourceCache, pins: [String: Pin] = [:], repository: GitRepository? = nil
  ) {
    self.cache = cache
    self.pins = pins
    state = Mutex(State(repository: repository))
  }

  /// The files of an environment, noted where those of `asked` are.
  public func cache(
    of environment: Project.Environment, in project: Project, as asked: SourceCache
  ) throws(BuildFailure) -> SourceCache {
    guard environment.tracking == .pinned, let pin = try pin(of: environment, in: project) else {
      return asked
    }
    let key = Key(directory: project.directory, pin: pin)
    let view: SourceCache
    do throws(GitFailure) {
      view = try state.withLock { (state) throws(GitFailure) in
        if let known = state.views[key] { return known }
        let view = try self.view(pin, in: project, &state)
        state.views[key] = view
        return view
      }
    } catch {
      throw BuildFailure(
        diagnostics: [error.diagnostic.noting(environment, pin)], cause: .environment)
    }
    return view.recording(as: asked)
  }

  /// The path of the work tree for one that diagnostics show.
  public func workTreePath(_ shown: String) -> String {
    let names = state.withLock { $0.shownNames }
    for (name, path) in names where shown == name || shown.hasPrefix("\(name)/") {
      return path + shown.dropFirst(name.count)
    }
    return shown
  }

  private func pin(
    of environment: Project.Environment, in project: Project
  ) throws(BuildFailure) -> Pin? {
    if let pin = pins[environment.name] { return pin }
    return try ReleaseLock.current(of: environment, in: project, cache).map(Pin.init)
  }

  private func view(
    _ pin: Pin, in project: Project, _ state: inout State
  ) throws(GitFailure) -> SourceCache {
    let repository =
      if let open = state.repository {
        open
      } else {
        try GitRepository(containing: project.directory)
      }
    state.repository = repository
    let shared = project.outermostShared
    let trees: GitTree
    do throws(GitFailure) {
      trees = try GitTree(
        repository, root: project.directory,
        objects: pin.trees.filter { shared.contains($0.key) })
    } catch {
      try repository.checkDepth(for: pin.commit, "commit \(pin.commit.prefix(12))")
      throw error
    }
    var names: [FilePath: String] = [:]
    for path in shared {
      let directory = project.directory.pushing(FilePath(path))
      var gitPath = directory
      _ = gitPath.removePrefix(repository.root)
      let name = "\(pin.commit.prefix(12)):\(gitPath)"
      names[directory] = name
      state.shownNames[name] = cache.displayPath(directory)
    }
    return cache.reading(
      PinnedFileSystem(base: cache.fileSystem, release: trees, shared: Array(names.keys)),
      showing: names)
  }
}

extension Project {
  /// The shared trees that are not within another one.
  fileprivate var outermostShared: [String] {
    shared.filter { path in
      !shared.contains { $0 != path && FilePath(path).starts(with: FilePath($0)) }
    }
  }
}
