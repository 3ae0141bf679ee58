public import Compose
internal import Diagnostics
public import Git
public import Project
public import Releases
internal import SystemPackage

/// The releases of environments, as git has them: the lock in the work tree, and its history.
public struct ReleaseLedger: Sendable {
  private let project: Project
  private let cache: SourceCache
  /// The repository of the project.
  let repository: GitRepository

  /// The ledger of a project in a repository.
  public init(_ project: Project, cache: SourceCache, _ repository: GitRepository) {
    self.project = project
    self.cache = cache
    self.repository = repository
  }

  /// The environments in promotion order.
  var projectEnvironments: [Project.Environment] { project.environments }

  /// The promotable values that an environment has now.
  func values(of environment: Project.Environment) throws(BuildFailure) -> [String: String] {
    try OverlayFiles(of: environment, in: project, cache: cache).values()
  }

  /// A path of the project as git has it.
  func gitPath(_ path: String) -> String { repository.prefix + path }

  /// The lock as it is in the work tree; nil if there is none.
  public func lock(of environment: Project.Environment) throws(BuildFailure) -> ReleaseLock? {
    try ReleaseLock.current(of: environment, in: project, cache)
  }

  /// The lock that a promotion begins with: that of the last commit.
  ///
  /// The one in the work tree may be what an interrupted run has written; it has to be readable all
  /// the same.
  func committedLock(
    of environment: Project.Environment
  ) throws(PromotionFailure) -> ReleaseLock? {
    _ = try building { () throws(BuildFailure) in try lock(of: environment) }
    let path = gitPath(ReleaseLock.path(of: environment))
    let bytes = try askingGit { () throws(GitFailure) in
      try repository.contents(of: path, at: "HEAD")
    }
    guard let bytes else { return nil }
    do throws(DocumentFailure) {
      return try ReleaseLock(cache.sources.add(path: "HEAD:\(path)", bytes: bytes))
    } catch {
      throw PromotionFailure(error.diagnostics, .input)
    }
  }

  /// A release that an environment has or had.
  public struct Entry: Sendable {
    /// The lock, as the commit has it.
    public var lock: ReleaseLock
    /// The commit that brought it.
    public var commit: GitRepository.Commit
  }

  /// The releases of an environment, the newest first; locks that cannot be read are passed over.
  public func history(
    of environment: Project.Environment, from ref: String = "HEAD"
  ) throws(GitFailure) -> [Entry] {
    let path = gitPath(ReleaseLock.path(of: environment))
    var entries: [Entry] = []
    for commit in try repository.history(of: path, from: ref) {
      guard let bytes = try repository.contents(of: path, at: commit.id) else { continue }
      let file = cache.sources.add(path: "\(commit.id.prefix(12)):\(path)", bytes: bytes)
      if let lock = try? ReleaseLock(file) { entries.append(Entry(lock: lock, commit: commit)) }
    }
    return entries
  }

  /// Since when an environment has had a release, in seconds since 1970.
  ///
  /// That is when the first of the newest commits came that have it; nil if it is not committed.
  func liveSince(
    _ release: String, in environment: Project.Environment
  ) throws(GitFailure) -> Int64? {
    var since: Int64?
    for entry in try history(of: environment) {
      guard entry.lock.release.id == release else { break }
      since = entry.commit.time
    }
    return since
  }

  /// When something last changed in what an environment without releases is made from.
  func lastChange(of environment: Project.Environment) throws(GitFailure) -> Int64? {
    var last: Int64?
    for path in [environment.overlay] + project.shared {
      if let time = try repository.history(of: gitPath(path), limit: 1).first?.time {
        last = max(last ?? time, time)
      }
    }
    return last
  }

  /// The last commit, and the git trees of the shared directories at it.
  func head() throws(GitFailure) -> PinnedSources.Pin {
    var head = PinnedSources.Pin(trees: [:], commit: try repository.commit("HEAD"))
    for path in project.shared {
      head.trees[path] = try repository.objectID(of: gitPath(path), at: head.commit)
    }
    return head
  }
}
