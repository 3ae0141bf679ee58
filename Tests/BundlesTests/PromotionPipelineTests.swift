import Foundation
import Testing
import YAML

/// The pipelines of docs/pipelines that promote, with a stand-in for `gh` and a repository to push to.
@Suite struct PromotionPipelineTests {
  /// Staging has a release that prod has not; `closed` is a gate of prod that fails.
  private func project(closed: String = "") throws -> (GitWorkspace, remote: Workspace) {
    let git = try GitWorkspace()
    let project = """
      apiVersion: compose.mlcf.dev/v1alpha1
      kind: Project
      environments:
      - {name: dev, overlay: overlays/dev}
      - {name: staging, overlay: overlays/staging, from: [dev]}
      - {name: prod, overlay: overlays/prod, from: [staging]\(closed)}
      promote: {fields: [{file: app.env, key: VERSION}]}

      """
    for name in ["dev", "staging", "prod"] {
      try git.project.write(
        "configMapGenerator: [{name: app, envs: [app.env]}]\n",
        to: "overlays/\(name)/kustomization.yaml")
      try git.project.write("VERSION=1\n", to: "overlays/\(name)/app.env")
    }
    try git.project.write(project, to: "mlcf-compose.yaml")
    let start = try git.shell(
      """
      set -e; mlcf-compose bundle -q; git add -A; git commit -qm first
      mlcf-compose promote dev staging --commit; echo VERSION=2 > overlays/dev/app.env
      mlcf-compose bundle -q; git commit -qam second; mlcf-compose promote dev staging --commit
      """)
    #expect(start.status == 0, "\(start.output)\(start.errors)")
    let remote = try Workspace()
    try git.git("init", "-q", "--bare", remote.url.path)
    try git.git("remote", "add", "origin", remote.url.path)
    return (git, remote)
  }

  private func github(_ git: GitWorkspace) throws -> GitWorkspace.Result {
    let job = try PipelineTests.documents("github-promote.yaml")[0][path: "jobs", "promote"]
    let commands = job?["steps"]?.elements?.compactMap { $0["run"]?.text } ?? []
    #expect(commands.count == 1)
    // Says what it was asked for, and that no pull request is open.
    return try git.shell(
      "BODY=body.md; gh() { test \"$2\" = list || echo \"gh $*\"; }\nset -e\n\(commands[0])")
  }

  private func gitlab(_ git: GitWorkspace, _ remote: Workspace) throws -> GitWorkspace.Result {
    let script = try PipelineTests.documents("gitlab-promote.yaml")[0][path: "promote", "script"]
    let commands = try #require(script?.elements).compactMap(\.text).joined(separator: "\n")
    try git.git("--git-dir", remote.url.path, "config", "receive.advertisePushOptions", "true")
    return try git.shell(
      "CI_DEFAULT_BRANCH=main; PUSH_URL='file://\(remote.url.path)'\nset -e\n\(commands)")
  }

  private func isProposed(_ git: GitWorkspace, _ remote: Workspace) throws -> Bool {
    try git.shell(
      "git --git-dir '\(remote.url.path)' show promote/prod:overlays/prod/app.env | grep -q 2"
    ).status == 0
  }

  @Test func githubProposesWhatStagingHas() throws {
    let (git, remote) = try project()
    let result = try github(git)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(result.output.contains("gh pr create --head promote/prod --title promote: prod to r-"))
    #expect(git.project.text("body.md")?.hasPrefix("## Promote staging → prod: r-") == true)
    #expect(try isProposed(git, remote))
  }

  @Test func gitlabProposesWhatStagingHas() throws {
    let (git, remote) = try project()
    let result = try gitlab(git, remote)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(git.project.text("body.md")?.hasPrefix("## Promote staging → prod: r-") == true)
    #expect(try isProposed(git, remote))
  }

  @Test(arguments: [true, false])
  func aClosedGateIsNoFailure(_ isGitHub: Bool) throws {
    let (git, remote) = try project(closed: ", minSoak: 30d")
    let result = isGitHub ? try github(git) : try gitlab(git, remote)
    #expect(result.status == 0 && result.output.contains("FAIL soak"), "\(result.errors)")
    #expect(try !isProposed(git, remote))
  }

  @Test(arguments: [true, false])
  func nothingToPromoteProposesNothing(_ isGitHub: Bool) throws {
    let (git, remote) = try project()
    _ = try git.compose("promote", "staging", "prod", "--commit")
    let result = isGitHub ? try github(git) : try gitlab(git, remote)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(try !isProposed(git, remote))
  }
}
