internal import Cryptography
public import Git
public import Project
internal import SystemPackage

/// Commits bundles to the git repository that a project is in.
public struct BundleCommitter: Sendable {
  private let project: Project
  private let repository: GitRepository

  /// The repository of a project.
  public init(_ project: Project) throws(GitFailure) {
    self.project = project
    repository = try GitRepository(containing: project.directory)
  }

  /// The files that are not as in the last commit, ignored ones included; a directory ends in `/`.
  public func uncommittedFiles() throws(GitFailure) -> Set<String> {
    Set(try changes(includesIgnored: true).map(\.path))
  }

  /// What differs from the last commit, by paths relative to the project.
  private func changes(
    below paths: [String] = [], includesIgnored: Bool = false
  ) throws(GitFailure) -> [GitRepository.Change] {
    let prefix = repository.prefix
    let below = paths.isEmpty ? [prefix].filter { !$0.isEmpty } : paths.map { prefix + $0 }
    let changes = try repository.changes(below: below, includesIgnored: includesIgnored)
    return changes.compactMap { change in
      guard change.path.hasPrefix(prefix) else { return nil }
      var change = change
      change.path.removeFirst(prefix.count)
      return change
    }
  }

  /// Commits the bundles of those environments, and nothing else; the names of those that changed,
  /// none if there was nothing to commit.
  public func commit(_ environments: [Project.Environment]) throws(GitFailure) -> [String] {
    var all: [String] = []
    var names: [String] = []
    var lines: [String] = []
    var trailers: [String] = []
    for environment in environments {
      let lock = "\(environment.bundle)/\(BundleLock.fileName)"
      let changes = try changes(below: ["\(environment.bundle)/manifests", lock])
      guard !changes.isEmpty else { continue }
      all += changes.map(\.path)
      names.append(environment.name)
      let files = changes.filter { $0.path != lock }
      let added = files.count { $0.isNew && !$0.isGone }
      let removed = files.count(where: \.isGone)
      lines.append(
        "\(environment.name): \(added) added, \(files.count - added - removed) changed, "
          + "\(removed) removed")
      trailers.append("Compose-Environment: \(environment.name)")
      trailers.append("Compose-Bundle: \(environment.name) \(try digest(of: lock))")
    }
    guard !names.isEmpty else { return [] }
    var paths: [UInt8] = []
    for path in all { paths += Array((repository.prefix + path).utf8) + [0] }
    let list = ["--pathspec-from-file=-", "--pathspec-file-nul"]
    _ = try repository.run(["add", "--all"] + list, input: paths)
    let message =
      "bundle: \(names.joined(separator: ", "))\n\n\(lines.joined(separator: "\n"))\n\n"
      + trailers.joined(separator: "\n") + "\n"
    _ = try repository.run(
      ["commit", "--quiet", "--only", "--message", message] + list, input: paths)
    return names
  }

  private func digest(of lock: String) throws(GitFailure) -> String {
    do throws(FileFailure) {
      let bytes = try SystemFile.contents(of: project.directory.pushing(FilePath(lock))) ?? []
      return "sha256:\(SHA256.hexDigest(of: bytes))"
    } catch {
      throw GitFailure(.bundleWrite(error))
    }
  }
}
