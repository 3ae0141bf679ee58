import Diagnostics
import Foundation
import Testing
import YAML

/// The files of docs/pipelines, as far as they can be run here.
@Suite struct PipelineTests {
  static let folder = BundleLayoutTests.root.appendingPathComponent("docs/pipelines")

  static func documents(_ name: String) throws -> [Node] {
    let bytes = try Data(contentsOf: folder.appendingPathComponent(name))
    return try YAMLReader().documents(of: SourceTable().add(path: name, bytes: Array(bytes)))
  }

  static func project() throws -> GitWorkspace {
    let git = try GitWorkspace()
    _ = try git.compose("bundle", "--commit")
    return git
  }

  static func makeStale(_ git: GitWorkspace) throws {
    try git.project.write(configMap("a", "changed"), to: "overlays/dev/a.yaml")
    try git.git("commit", "-qam", "a change without its bundle")
  }

  @Test func githubChecksAPullRequest() throws {
    let steps = try #require(
      Self.documents("github-actions.yaml")[0][path: "jobs", "check", "steps"]?.elements)
    let commands = steps.compactMap { $0["run"]?.text }
    #expect(!commands.isEmpty)
    let git = try Self.project()
    for command in commands { #expect(try git.shell(command).status == 0) }
    try Self.makeStale(git)
    #expect(try commands.contains { try git.shell($0).status == 1 })
  }

  @Test func githubTellsWhatAPullRequestChanges() throws {
    let steps = try #require(
      Self.documents("github-diff.yaml")[0][path: "jobs", "comment", "steps"]?.elements)
    // The last step needs GitHub.
    let commands = steps.compactMap { $0["run"]?.text }.dropLast()
    #expect(commands.count == 2)
    let git = try Self.project()
    try git.git("update-ref", "refs/remotes/origin/main", "HEAD")
    try Self.makeStale(git)
    let results = try commands.map { try git.shell("GITHUB_BASE_REF=main; \($0)") }
    #expect(results.allSatisfy { $0.status == 0 })
    #expect(git.project.text("diff.md")?.hasPrefix("### dev: ~1 changed") == true)
    #expect(results.last?.output.contains("file=overlays/dev/a.yaml,line=7,") == true)
  }

  @Test func gitlabChecksAndRenders() throws {
    let document = try Self.documents("gitlab-ci.yaml")[0]
    func commands(_ job: String) throws -> [String] {
      try #require(document[path: job, "script"]?.elements).compactMap(\.text)
    }
    let git = try Self.project()
    #expect(try commands("bundles").allSatisfy { try git.shell($0).status == 0 })
    try Self.makeStale(git)
    #expect(try commands("bundles").contains { try git.shell($0).status == 1 })
    let remote = try Workspace()
    try git.git("init", "-q", "--bare", remote.url.path)
    let variables = "PUSH_URL=file://\(remote.url.path) CI_COMMIT_BRANCH=main; "
    for command in try commands("render") {
      let result = try git.shell(variables + command)
      #expect(result.status == 0, "\(result.errors)")
    }
    #expect(try git.shell("mlcf-compose bundle --check").status == 0)
    #expect(
      try git.git("rev-parse", "HEAD")
        == git.git("--git-dir", remote.url.path, "rev-parse", "main"))
  }

  @Test func theHookLooksAtWhatIsStaged() throws {
    let git = try Self.project()
    let hook = git.project.url.appendingPathComponent(".git/hooks/pre-commit")
    try FileManager.default.createDirectory(
      at: hook.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: Self.folder.appendingPathComponent("pre-commit"), to: hook)
    try git.project.write(configMap("a", "changed"), to: "overlays/dev/a.yaml")
    #expect(try git.shell("git commit -qam 'without the bundle'").status != 0)
    // The work tree is right now, the index is not.
    _ = try git.compose("bundle")
    try git.git("add", "overlays")
    #expect(try git.shell("git commit -qm 'without the bundle'").status != 0)
    try git.git("add", "environments")
    let result = try git.shell("git commit -qm 'with the bundle'")
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test func agentsSyncAPathOfABundle() throws {
    let application = try Self.documents("argocd-application.yaml")[0]
    let source = try #require(application[path: "spec", "source"])
    #expect(source[path: "directory", "recurse"]?.text == "true")
    let flux = try Self.documents("flux-kustomization.yaml")
    for path in [source["path"]?.text, flux.last?[path: "spec", "path"]?.text] {
      let folder = BundleLayoutTests.root.appendingPathComponent(try #require(path))
      #expect(FileManager.default.fileExists(atPath: folder.path))
      // An agent applies what ends so; the lock is not below the path, and does not.
      let names = try #require(FileManager.default.enumerator(atPath: folder.path)?.allObjects)
      #expect(names.count > 50)
    }
  }

  @Test func thePluginPrintsTheResources() throws {
    let generate = try #require(
      Self.documents("argocd-plugin.yaml")[0][path: "spec", "generate"])
    let words = [generate["command"], generate["args"]].flatMap {
      $0?.elements?.compactMap(\.text) ?? []
    }
    let git = try Self.project()
    let result = try git.shell("cd overlays/dev && \(words.joined(separator: " "))")
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("apiVersion: v1\n"))
  }
}
