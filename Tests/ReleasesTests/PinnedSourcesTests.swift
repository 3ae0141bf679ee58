import Compose
import Diagnostics
import Foundation
import Git
import Project
import Releases
import SystemPackage
import TestSupport
import Testing

/// A pinned environment reads the shared trees of its release, and all else from the work tree.
@Suite struct PinnedSourcesTests {
  private static let files = [
    "base/a.yaml": "old\n", "base/deep/b.yaml": "old\n", "overlays/prod/own.yaml": "old\n",
  ]

  private func project(
    of repository: Repository, shared: [String] = ["base"]
  ) throws -> (Project, Project.Environment) {
    let text = """
      apiVersion: compose.mlcf.dev/v1alpha1
      kind: Project
      shared: [\(shared.joined(separator: ", "))]
      environments: [{name: prod, overlay: overlays/prod, tracking: pinned}]
      """
    let file = SourceTable().add(path: Project.fileName, bytes: Array(text.utf8))
    let project = try Project(file, in: repository.path)
    return (project, project.environments[0])
  }

  private func release(
    _ repository: Repository, shared: [String] = ["base"], at commit: String = "HEAD"
  ) throws -> ReleaseLock {
    let git = try GitRepository(containing: repository.path)
    let id = try git.commit(commit)
    var trees: [String: String] = [:]
    for path in shared { trees[path] = try git.objectID(of: path, at: id) }
    return ReleaseLock(
      environment: "prod", release: Release(trees: trees, values: [:]), commit: id, bundle: "0")
  }

  private func cache(of repository: Repository) -> SourceCache {
    SourceCache(fileSystem: LocalFileSystem(), workingDirectory: repository.path)
  }

  private func text(_ path: String, of repository: Repository, _ cache: SourceCache) throws
    -> String
  {
    let file = try cache.file(at: repository.path.pushing(FilePath(path)))
    return String(decoding: file.bytes, as: UTF8.self)
  }

  @Test func sharedTreesAreThoseOfTheRelease() throws {
    let repository = try Repository(Self.files)
    let (project, prod) = try project(of: repository)
    let lock = try release(repository)
    try repository.write(
      String(decoding: lock.bytes, as: UTF8.self), to: ReleaseLock.path(of: prod))
    try repository.commit(["base/a.yaml": "new\n"], "committed")
    for path in ["base/deep/b.yaml", "base/new.yaml", "overlays/prod/own.yaml"] {
      try repository.write("new\n", to: path)
    }
    let work = cache(of: repository)
    let view = try PinnedSources(work).cache(of: prod, in: project, as: work)
    #expect(try text("base/a.yaml", of: repository, view) == "old\n")
    #expect(try text("base/deep/b.yaml", of: repository, view) == "old\n")
    #expect(try text("overlays/prod/own.yaml", of: repository, view) == "new\n")
    #expect(view.kind(of: repository.path.pushing("base/new.yaml")) == nil)
    #expect(try text("base/a.yaml", of: repository, work) == "new\n")
    let shown = view.displayPath(repository.path.pushing("base/a.yaml"))
    #expect(shown == "\(lock.commit.prefix(12)):base/a.yaml")
  }

  @Test func aLinkIntoASharedTreeLeadsIntoThatOfTheRelease() throws {
    let repository = try Repository(Self.files.merging(["lib/c.yaml": "old\n"]) { $1 })
    for (name, target) in [
      ("overlays/prod/base", "../../base"), ("base/lib", "../lib"), ("base/out", "../overlays"),
    ] {
      try FileManager.default.createSymbolicLink(
        atPath: repository.url.appendingPathComponent(name).path, withDestinationPath: target)
    }
    try repository.commit([:], "links")
    let shared = ["base", "lib"]
    let (project, prod) = try project(of: repository, shared: shared)
    let lock = try release(repository, shared: shared)
    let pin = PinnedSources.Pin(trees: lock.release.trees, commit: lock.commit)
    try repository.commit(["base/a.yaml": "new\n", "lib/c.yaml": "new\n"], "later")
    let work = cache(of: repository)
    let view = try PinnedSources(work, pins: ["prod": pin]).cache(of: prod, in: project, as: work)
    #expect(try text("overlays/prod/base/a.yaml", of: repository, view) == "old\n")
    #expect(try text("base/lib/c.yaml", of: repository, view) == "old\n")
    #expect(view.kind(of: repository.path.pushing("base/out/prod/own.yaml")) == nil)
  }

  @Test func whatIsNotReleasedYetReadsTheWorkTreeAndRunsNoGit() throws {
    // There is no repository at all.
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("mlcf-none-\(UUID().uuidString)").resolvingSymlinksInPath()
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    var (project, prod) = try project(of: Repository())
    project.directory = FilePath(directory.path)
    let work = SourceCache(fileSystem: LocalFileSystem(), workingDirectory: project.directory)
    #expect(try PinnedSources(work).cache(of: prod, in: project, as: work) === work)
    prod.tracking = .head
    let pin = PinnedSources.Pin(trees: ["base": "0"], commit: "0")
    let pinned = PinnedSources(work, pins: ["prod": pin])
    #expect(try pinned.cache(of: prod, in: project, as: work) === work)
  }

  @Test func environmentsOfOneReleaseShareWhatTheyRead() throws {
    let repository = try Repository(Self.files)
    let (project, prod) = try project(of: repository)
    var other = prod
    other.name = "other"
    let lock = try release(repository)
    let pin = PinnedSources.Pin(trees: lock.release.trees, commit: lock.commit)
    let work = cache(of: repository)
    let pinned = PinnedSources(work, pins: ["prod": pin, "other": pin])
    let views = try [prod, other].map { try pinned.cache(of: $0, in: project, as: work) }
    let path = repository.path.pushing("base/a.yaml")
    #expect(try views[0].file(at: path).id == views[1].file(at: path).id)
    #expect(
      pinned.workTreePath(views[0].displayPath(path)) == "base/a.yaml"
        && pinned.workTreePath("other.yaml") == "other.yaml")
  }

  @Test func aShallowCloneSaysHowDeepToFetch() throws {
    let repository = try Repository(Self.files)
    let lock = try release(repository)
    for number in 1...3 { try repository.commit(["base/a.yaml": "\(number)\n"], "\(number)") }
    let clone = try Repository(cloning: repository, depth: 1)
    let (project, prod) = try project(of: clone)
    let work = cache(of: clone)
    func view(_ lock: ReleaseLock) throws(BuildFailure) -> SourceCache {
      let pin = PinnedSources.Pin(trees: lock.release.trees, commit: lock.commit)
      return try PinnedSources(work, pins: ["prod": pin]).cache(of: prod, in: project, as: work)
    }
    do throws(BuildFailure) {
      _ = try view(lock)
      Issue.record("there is no such tree")
    } catch {
      #expect(error.cause == .environment)
      #expect(error.diagnostics.map(\.code) == ["git/shallow"])
      #expect(error.diagnostics[0].hint?.contains("git fetch --depth=50") == true)
    }
    // Trees that are here are enough, whatever became of their commit.
    var same = try release(repository)
    same.commit = lock.commit
    _ = try view(same)
    try clone.git("fetch", "-q", "--unshallow")
    #expect(try text("base/a.yaml", of: clone, view(lock)) == "old\n")
    var gone = lock
    gone.release.trees["base"] = String(repeating: "0", count: 40)
    #expect(throws: BuildFailure.self) { try view(gone) }
  }
}
