internal import Bundles
internal import Compose
internal import Diagnostics
internal import Git
internal import Project
internal import Releases
internal import SystemPackage

/// Where sides of a comparison are looked for: the work tree, or a commit of it.
struct DiffTree: Sendable {
  /// What stands before a path of it: nothing for the work tree, `REF:` for a commit.
  let label: String
  /// Its files, shared by all builds.
  let cache: SourceCache
  /// What its pinned environments read.
  let pinned: PinnedSources
  /// The directory that relative paths start from.
  let directory: FilePath
  /// The project; nil if there is none that can be read.
  let project: Project?
  /// What is wrong with the project file.
  let projectProblems: [Diagnostic]

  /// A tree of files; the project is looked for from `start`.
  init(
    label: String, cache: SourceCache, directory: FilePath, projectFrom start: FilePath,
    _ repository: GitRepository? = nil
  ) {
    self.label = label
    self.cache = cache
    pinned = PinnedSources(cache, repository: repository)
    self.directory = directory
    do throws(DocumentFailure) {
      project = try Project.find(from: start, in: cache).project
      projectProblems = []
    } catch {
      project = nil
      projectProblems = error.diagnostics
    }
  }

  /// The overlay of an environment, absolute; nil if there is no such environment.
  func overlay(of environment: String) -> FilePath? {
    guard let project, let overlay = project.environment(named: environment)?.overlay else {
      return nil
    }
    return project.directory.pushing(FilePath(overlay)).lexicallyNormalized()
  }

  /// A path as a user would write it for this tree.
  func name(of path: FilePath) -> String { label + cache.displayPath(path) }
}
