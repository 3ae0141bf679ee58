import Foundation
import Testing

/// An environment with `tracking: pinned` in real git repositories: what every command reads.
@Suite struct PinnedCommandTests {
  /// Two environments of one base; prod is pinned and has a first release.
  private static let template = Result {
    let directory = try TemporaryDirectory([
      "project/mlcf-compose.yaml": """
      apiVersion: compose.mlcf.dev/v1alpha1
      kind: Project
      shared: [base]
      environments:
      - {name: dev, overlay: overlays/dev}
      - {name: prod, overlay: overlays/prod, from: [dev], tracking: pinned, overridable: [hold]}
      promote: {images: ["ghcr.io/mlcf/*"]}

      """,
      "project/base/kustomization.yaml": "resources: [web.yaml]\n",
      "project/base/web.yaml": """
      apiVersion: v1
      kind: Pod
      metadata: {name: web, labels: {state: old}}
      spec: {containers: [{name: web, image: ghcr.io/mlcf/web}]}

      """,
    ])
    let script = """
      git init -q -b main . && git config user.email a@example.com && git config user.name a
      cd project
      for e in dev prod; do
        mkdir -p overlays/$e && cat > overlays/$e/kustomization.yaml <<END
      resources: [../../base]
      images: [{name: ghcr.io/mlcf/web, newTag: '1.0'}]
      END
      done
      $0 bundle -q && git add -A && git commit -q -m first && $0 promote dev prod --commit -q
      """
    let result = try Program.runShell(script, in: directory)
    try #require(result.status == 0, "\(result.output)\(result.errors)")
    return directory
  }

  /// A copy of the two environments, in whose project `script` is run.
  private func run(_ script: String) throws -> (Program.Result, TemporaryDirectory) {
    let copy = try TemporaryDirectory()
    let template = try Self.template.get().url.path
    let tools = """
      cp -a '\(template)/.' . && cd project && program=$0
      change_base() {
        sed -i 's/old/new/' base/web.yaml && $program bundle -q dev && git add -A && git commit -qm base
      }
      """
    return (try Program.runShell("\(tools)\n\(script)", in: copy), copy)
  }

  @Test func aChangeOfTheBaseReachesProdWithAPromotion() throws {
    let (before, directory) = try run(
      """
      old=$(git rev-parse --short=12 HEAD~1); change_base
      $0 build overlays/dev | grep state; $0 build overlays/prod | grep state
      $0 bundle && $0 bundle --check && $0 diff prod && git status --short
      $0 explain prod pod/web metadata.labels.state | grep -c "$old:project/base/web.yaml:3"
      $0 status | grep prod
      """)
    #expect(before.status == 0, "\(before.output)\(before.errors)")
    #expect(before.output.components(separatedBy: "state: new").count == 2, "\(before.output)")
    #expect(before.output.components(separatedBy: "state: old").count == 2, "\(before.output)")
    #expect(!before.output.contains(" M ") && before.output.contains("behind"), "\(before.output)")
    let (after, _) = try run(
      """
      change_base; $0 promote dev prod --commit; $0 build overlays/prod | grep state
      $0 bundle --check && $0 guard --base HEAD~1 && $0 status | grep prod; git status --short
      """)
    #expect(after.status == 0, "\(after.output)\(after.errors)")
    #expect(after.output.contains("shared\n  ~ base  "), "\(after.output)")
    #expect(after.output.contains("~ _none/pod_web.yaml"))
    #expect(after.output.contains("state: new") && !after.output.contains("behind"))
    #expect(!after.output.contains(" M "))
    #expect(directory.text("project/base/web.yaml")?.contains("new") == true)
  }

  @Test func aValueThatMovesAloneLeavesTheBase() throws {
    let (result, directory) = try run(
      """
      change_base; sed -i 's/1.0/1.1/' overlays/dev/kustomization.yaml; $0 bundle -q dev
      git add -A; git commit -qm dev
      $0 promote dev prod --only image:ghcr.io/mlcf/web --commit && $0 bundle --check prod
      """)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    let pod = directory.text("project/environments/prod/manifests/_none/pod_web.yaml") ?? ""
    #expect(pod.contains("web:1.1") && pod.contains("state: old"), "\(pod)")
  }

  @Test func anInterruptedPromotionOfTheBaseAloneIsFinished() throws {
    // The bundle was written, and the lock was not.
    let (result, _) = try run(
      """
      change_base; $0 promote dev prod >/dev/null; git checkout -q environments/prod/release.lock
      $0 promote dev prod --commit && $0 bundle --check; git status --short
      """)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(!result.output.contains(" M "), "\(result.output)")
  }

  @Test func aRollbackTakesTheBaseBack() throws {
    let (result, directory) = try run(
      """
      change_base; $0 promote dev prod --commit -q; $0 rollback prod --reason x --commit
      $0 bundle --check
      """)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    let pod = directory.text("project/environments/prod/manifests/_none/pod_web.yaml") ?? ""
    #expect(pod.contains("state: old"), "\(pod)")
  }

  @Test func aReleaseSurvivesASquashAndARebase() throws {
    // The commit of the release is in no branch any more; its trees are.
    let (result, _) = try run(
      """
      git switch -qc topic; change_base; $0 promote dev prod --commit -q
      git switch -q main; git merge -q --squash topic >/dev/null; git commit -qm squashed
      git clone -q --single-branch --branch main "file://$PWD/.." ../clone; cd ../clone/project
      git cat-file -e "$(sed -n 's/^commit: "\\(.*\\)"/\\1/p' environments/prod/release.lock)" && exit 9
      $0 bundle --check && $0 status && $0 guard --base HEAD~1
      """)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(!result.output.contains("behind"), "\(result.output)")
  }

  @Test func aShallowCloneEndsWithTheDepthToFetch() throws {
    let (result, _) = try run(
      """
      change_base; git clone -q --depth=1 "file://$PWD/.." ../clone; cd ../clone/project
      for c in 'build overlays/prod' 'bundle --check prod' 'diff dev prod' 'explain prod' \
        'promote dev prod --only image:ghcr.io/mlcf/web'; do $0 $c; echo "ended $?"; done
      $0 build overlays/dev
      """)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(
      result.output.components(separatedBy: "ended 4").count == 6,
      "\(result.output)\(result.errors)")
    #expect(result.errors.components(separatedBy: "error[git/shallow]").count == 6)
    #expect(result.errors.contains("git fetch --depth="), "\(result.errors)")
  }

  @Test func aBaseThatIsGoneOrProgramsThatSeeTheWorkTree() throws {
    let (gone, _) = try run("git mv base other; $0 build overlays/prod | grep state")
    #expect(gone.status == 0 && gone.output.contains("old"), "\(gone.errors)")
    let (programs, _) = try run("$0 build overlays/prod --enable-helm")
    #expect(programs.status == 3 && programs.errors.contains("error[pin/programs]"))
  }
}
