import Foundation
import Testing

/// `promote`, `rollback`, `status`, `history` and `guard` in real git repositories.
@Suite struct PromoteCommandTests {
  /// A time within the window of prod, long after every commit of a test: a Tuesday in 2035.
  private static let later = "--now 2035-11-27T11:00Z"

  /// Three environments of one image, all with version 1.0, staging and prod with a first release.
  private static let template = Result {
    let directory = try TemporaryDirectory([
      "mlcf-compose.yaml": """
      apiVersion: compose.mlcf.dev/v1alpha1
      kind: Project
      shared: [base]
      environments:
      - {name: dev, overlay: overlays/dev}
      - {name: staging, overlay: overlays/staging, from: [dev]}
      - name: prod
        overlay: overlays/prod
        from: [staging]
        protected: true
        minSoak: 1h
        windows: [{days: [mon, tue, wed, thu], from: "09:00", to: "16:00", timezone: UTC}]
        freezes: [{name: year-end, start: 2034-12-20T00:00Z, end: 2035-01-03T00:00Z}]
        limits: {maxChanged: 2, deny: [delete:ConfigMap]}
        overridable: [soak, window, hold]
      promote:
        images: ["ghcr.io/mlcf/*"]
        fields: [{file: app.env, key: FEATURES}]

      """,
      "base/kustomization.yaml": "resources: [web.yaml]\n",
      "base/web.yaml": """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            containers: [{name: web, image: ghcr.io/mlcf/web}]

      """,
    ])
    let script = """
      git init -q -b main . && git config user.email a@example.com && git config user.name a
      for e in dev staging prod; do
        mkdir -p overlays/$e && echo 'FEATURES=a' > overlays/$e/app.env
        cat > overlays/$e/kustomization.yaml <<END
      # The environment $e.
      resources: [ ../../base ]
      namespace: $e
      configMapGenerator: [{name: app, envs: [app.env]}]

      images:
      - name: ghcr.io/mlcf/web   # what runs
        newTag: '1.0'
      END
      done
      echo '{apiVersion: compose.mlcf.dev/v1alpha1, kind: SecretSwap, spec: {swaps: []}}' \
        > overlays/prod/secret-swap.yaml
      sed -i 's/spec: {swaps: \\[\\]}/spec: {scan: {minSubstring: 8}}/' overlays/prod/secret-swap.yaml
      $0 bundle -q && git add -A && git commit -q -m first
      $0 promote dev staging --commit \(later) && $0 promote staging prod --commit \(later)
      """
    let result = try Program.runShell(script, in: directory)
    try #require(result.status == 0, "\(result.output)\(result.errors)")
    return directory
  }

  /// A copy of the three environments, in which `script` is run with what tests need.
  private func run(
    _ script: String, in directory: TemporaryDirectory? = nil
  ) throws -> (Program.Result, TemporaryDirectory) {
    var place = directory
    if place == nil {
      let new = try TemporaryDirectory()
      let template = try Self.template.get().url.path
      _ = try Program.runShell("cp -a '\(template)/.' .", in: new)
      place = new
    }
    let copy = try #require(place)
    let tools = """
      set_tag() { sed -i "s/newTag: '.*'/newTag: '$2'/" overlays/$1/kustomization.yaml; }
      save() { $program bundle -q >/dev/null && git add -A && git commit -q -m "$1"; }
      program=$0
      """
    return (try Program.runShell("\(tools)\n\(script)", in: copy), copy)
  }

  @Test func anImageGoesThroughThreeEnvironments() throws {
    let (result, directory) = try run(
      """
      set_tag dev 1.1; save dev
      $0 promote dev staging --commit \(Self.later) && $0 promote staging prod --commit \(Self.later)
      git status --short; $0 verify; $0 bundle --check; git log -1 --format=%B
      """)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("~ image:ghcr.io/mlcf/web  1.0 → 1.1"))
    #expect(result.output.contains("Compose-Release: prod r-"))
    // Only the tag changed; comments, flow style and quotes stay.
    let text = directory.text("overlays/prod/kustomization.yaml") ?? ""
    #expect(text.hasPrefix("# The environment prod.\nresources: [ ../../base ]\n"))
    #expect(text.hasSuffix("- name: ghcr.io/mlcf/web   # what runs\n  newTag: '1.1'\n"))
    #expect(
      directory.text("environments/prod/manifests/prod/deployment.apps_web.yaml")?
        .contains("image: ghcr.io/mlcf/web:1.1") == true)
  }

  @Test func aFieldMovesWithTheImageOrAlone() throws {
    let (result, directory) = try run(
      """
      set_tag dev 1.1; sed -i 's/=a/=a,b/' overlays/dev/app.env; save dev
      $0 promote dev staging --only field:app.env:FEATURES \(Self.later)
      """)
    #expect(result.status == 0, "\(result.errors)")
    #expect(directory.text("overlays/staging/app.env") == "FEATURES=a,b\n")
    #expect(directory.text("overlays/staging/kustomization.yaml")?.contains("'1.0'") == true)
  }

  @Test func aPlanWritesNothing() throws {
    let (result, _) = try run(
      "set_tag dev 1.1; save dev; $0 promote dev staging --plan \(Self.later); git status --short")
    #expect(result.status == 0 && result.output.contains("1.0 → 1.1"))
    #expect(!result.output.contains(" M "))
  }

  @Test func aHotfixIsAConflictUntilASideIsTaken() throws {
    let change =
      "set_tag prod 1.0.1; set_tag dev 1.1; save both; $0 promote dev staging --commit \(Self.later)"
    let (conflict, directory) = try run(
      "\(change) && $0 promote staging prod \(Self.later); s=$?; git status --short; exit $s")
    #expect(conflict.status == 1 && conflict.errors.contains("promote/conflict"))
    #expect(!conflict.output.contains(" M "))
    let (kept, _) = try run(
      "$0 promote staging prod --take target \(Self.later)", in: directory)
    #expect(kept.status == 0 && kept.output.contains("kept"), "\(kept.errors)")
    #expect(directory.text("overlays/prod/kustomization.yaml")?.contains("1.0.1") == true)
    let (taken, _) = try run(
      "git checkout -q . && $0 promote staging prod --take source image:ghcr.io/mlcf/web \(Self.later)",
      in: directory)
    #expect(taken.status == 0, "\(taken.errors)")
    #expect(directory.text("overlays/prod/kustomization.yaml")?.contains("'1.1'") == true)
  }

  @Test func aHotfixThatTheSourceDidNotTouchIsKept() throws {
    let (result, _) = try run(
      """
      set_tag prod 1.0.1; sed -i 's/=a/=b/' overlays/dev/app.env; save both
      $0 promote dev staging --commit \(Self.later) && $0 promote staging prod --plan \(Self.later)
      """)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(result.output.contains("= image:ghcr.io/mlcf/web  1.0.1 → 1.0  kept"))
    #expect(result.output.contains("~ field:app.env:FEATURES  a → b"))
  }

  @Test func twoPromotionsAtOnceAreAConflictForGit() throws {
    let (result, _) = try run(
      """
      git branch other; set_tag dev 1.1; save 1.1; $0 promote dev staging --commit \(Self.later) -q
      git switch -q other; set_tag dev 1.2; save 1.2; $0 promote dev staging --commit \(Self.later) -q
      git merge -q main; git diff --name-only --diff-filter=U
      git checkout -q --ours overlays; $0 status
      """)
    #expect(result.output.contains("environments/staging/release.lock"))
    #expect(result.status == 3 && result.errors.contains("release-lock/conflict"))
  }

  @Test func aRollbackHoldsUntilItIsOverridden() throws {
    let (result, directory) = try run(
      """
      set_tag dev 1.1; save dev; $0 promote dev staging --commit \(Self.later)
      $0 promote staging prod --commit \(Self.later)
      $0 rollback prod --reason 'errors' --commit \(Self.later); $0 history prod
      $0 promote staging prod \(Self.later)
      """)
    #expect(result.status == 1 && result.output.contains("FAIL hold    held: errors"))
    #expect(result.output.contains("rollback: errors"))
    #expect(directory.text("overlays/prod/kustomization.yaml")?.contains("'1.0'") == true)
    let (mended, _) = try run(
      "$0 promote staging prod --override hold --reason mended \(Self.later)", in: directory)
    #expect(mended.status == 0 && mended.output.contains("skip hold"), "\(mended.errors)")
    #expect(
      directory.text("environments/prod/release.lock")?
        .contains("- {gate: \"hold\", reason: \"mended\"}") == true)
  }

  struct Refusal: CustomTestStringConvertible, Sendable {
    let gate: String
    let script: String

    var testDescription: String { gate }
  }

  private static let moved =
    "set_tag dev 1.1; save dev; $0 promote dev staging --commit \(later) >/dev/null;"

  /// The same, and no other bundle is written.
  private static let movedAlone =
    "set_tag dev 1.1; $0 bundle -q dev; git add -A; git commit -qm dev; $0 promote dev staging --commit \(later) >/dev/null;"

  static let refusals = [
    Refusal(gate: "route", script: "\(moved) $0 promote dev prod \(later)"),
    Refusal(
      gate: "clean",
      script:
        "\(moved) echo '# x' >> overlays/prod/kustomization.yaml; $0 promote staging prod \(later)"),
    Refusal(gate: "clean", script: "set_tag dev 1.1; $0 promote dev staging \(later)"),
    Refusal(
      gate: "order", script: "set_tag staging 1.1; save staging; $0 promote staging prod \(later)"),
    Refusal(
      gate: "soak", script: "\(moved) $0 promote staging prod --now \"$(date -u +%Y-%m-%dT%H:%MZ)\""
    ),
    Refusal(gate: "window", script: "\(moved) $0 promote staging prod --now 2035-11-27T16:00Z"),
    Refusal(gate: "window", script: "\(moved) $0 promote staging prod --now 2035-11-30T11:00Z"),
    Refusal(gate: "freeze", script: "\(moved) $0 promote staging prod --now 2035-01-02T11:00Z"),
    Refusal(
      gate: "limits",
      script:
        "\(moved) sed -i 's/maxChanged: 2/maxChanged: 0/' mlcf-compose.yaml; $0 promote staging prod \(later)"
    ),
    Refusal(
      gate: "limits  spec.selector.matchLabels.app of Deployment prod/web changes, which immutable",
      script:
        "sed -i 's/delete:ConfigMap/immutable/' mlcf-compose.yaml; sed -i 's/app: web/app: api/g' base/web.yaml; \(movedAlone) $0 promote staging prod \(later)"
    ),
    Refusal(
      gate: "limits  ConfigMap prod/app would be deleted, which delete:ConfigMap forbids",
      script:
        "sed -i '/configMapGenerator/d' overlays/prod/kustomization.yaml; \(movedAlone) $0 promote staging prod \(later)"
    ),
    Refusal(
      gate: "digest",
      script:
        "\(moved) sed -i 's/^promote:/&\\n  digests: require-in-protected/' mlcf-compose.yaml; $0 promote staging prod \(later)"
    ),
  ]

  @Test(arguments: refusals)
  func aGateThatFailsStopsIt(_ refusal: Refusal) throws {
    let (result, directory) = try run("\(refusal.script); s=$?; git diff --stat; exit $s")
    #expect(result.status == 1, "\(result.output)\(result.errors)")
    #expect(result.output.contains("FAIL \(refusal.gate)"), "\(result.output)")
    #expect(directory.text("overlays/prod/kustomization.yaml")?.contains("1.1") == false)
  }

  @Test func twoGatesFailTogether() throws {
    let (result, _) = try run("\(Self.moved) $0 promote staging prod --now 2035-01-01T08:00Z")
    #expect(result.output.contains("FAIL window") && result.output.contains("FAIL freeze"))
    #expect(result.output.contains("passes at 2035-01-03T00:00Z"))
    // Of the two only the window may be overridden.
    let (override, _) = try run(
      "\(Self.moved) $0 promote staging prod --now 2035-01-01T08:00Z --override freeze --override window --reason now"
    )
    #expect(override.status == 1 && override.output.contains("skip window"))
    #expect(override.output.contains("(prod does not let it be overridden)"))
  }

  struct Mistake: CustomTestStringConvertible, Sendable {
    let code: String
    let status: Int32
    let script: String

    var testDescription: String { code }
  }

  static let mistakes = [
    Mistake(code: "did you mean \"prod\"", status: 2, script: "$0 promote staging prd"),
    Mistake(
      code: "promote/unknown-release", status: 2,
      script: "$0 promote staging prod --release r-000000000000"),
    Mistake(
      code: "promote/unknown-value", status: 2,
      script: "$0 promote staging prod --only image:ghcr.io/mlcf/wbe"),
    Mistake(
      code: "promote/nothing-declared", status: 2,
      script: "sed -i '/^promote:/,$d' mlcf-compose.yaml; $0 promote staging prod"),
    Mistake(
      code: "release-lock/forged", status: 3,
      script: "sed -i 's/\"1.0\"/\"6.6\"/' environments/prod/release.lock; $0 promote staging prod"),
    Mistake(code: "go together", status: 2, script: "$0 promote staging prod --override soak"),
    Mistake(
      code: "there is no gate", status: 2,
      script: "$0 promote staging prod --override sook --reason x"),
    Mistake(
      code: "promote/dead-override", status: 1,
      script:
        "sed -i 's/ghcr.io.mlcf.web}/other}/' base/web.yaml; \(moved) $0 promote dev staging \(later)"
    ),
  ]

  @Test(arguments: mistakes)
  func mistakesAreTold(_ mistake: Mistake) throws {
    let (result, _) = try run(mistake.script)
    #expect(result.status == mistake.status, "\(result.output)\(result.errors)")
    #expect(result.errors.contains(mistake.code), "\(result.errors)")
  }

  @Test func anInterruptedPromotionIsFinishedByTheNext() throws {
    // The overlay was written, and the bundle, but not the lock.
    let (result, _) = try run(
      """
      \(Self.moved) $0 promote staging prod \(Self.later) >/dev/null
      git checkout -q environments/prod/release.lock
      $0 promote staging prod --commit \(Self.later); s=$?; git status --short; $0 verify; exit $s
      """)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(!result.output.contains(" M ") && result.output.contains("prod: ok"))
  }

  @Test func aPromotionThatIsNotCommittedMayBeRunAgain() throws {
    let (result, directory) = try run(
      """
      \(Self.moved) $0 promote staging prod \(Self.later) >/dev/null
      cp environments/prod/release.lock first; $0 promote staging prod --commit \(Self.later)
      cmp first environments/prod/release.lock && rm first && git status --short
      """)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(!result.output.contains("kept") && !result.output.contains(" M "))
    #expect(directory.text("overlays/prod/kustomization.yaml")?.contains("'1.1'") == true)
  }

  static let tampering = [
    (
      "guard/no-release",
      "sed -i 's/1.0/6.6/' environments/prod/manifests/prod/deployment.apps_web.yaml"
    ),
    ("guard/value", "\(moved) $0 promote staging prod \(later) >/dev/null; set_tag prod 6.6"),
    (
      "guard/bundle",
      "\(moved) $0 promote staging prod \(later) >/dev/null; echo '#' >> environments/prod/bundle.lock"
    ),
    (
      "release-lock/forged", "sed -i 's/r-[0-9a-f]*/r-000000000000/' environments/prod/release.lock"
    ),
    (
      "guard/passed-over",
      "set_tag staging 2.0; save s; git rm -q --cached environments/staging/release.lock; $0 promote staging prod --plan >/dev/null; sed -i 's/from: \\[staging\\]/from: [dev, staging]/' mlcf-compose.yaml; set_tag dev 3.0; save d; $0 promote dev prod \(later) >/dev/null"
    ),
  ]

  @Test(arguments: tampering)
  func theGuardFinds(_ code: String, _ script: String) throws {
    let (result, _) = try run(
      "git tag start; \(script); git add -A; git commit -qm x; $0 guard --base start")
    #expect(result.status == 1, "\(result.output)\(result.errors)")
    #expect(result.errors.contains(code), "\(result.errors)")
  }

  @Test func theGuardPassesAPromotion() throws {
    let (result, _) = try run(
      "git tag start; \(Self.moved) $0 promote staging prod --commit \(Self.later) >/dev/null; $0 guard --base start"
    )
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
  }

  @Test func theGuardKnowsWhatAnEnvironmentKept() throws {
    let (result, directory) = try run(
      """
      set_tag prod 1.0.1; sed -i 's/=a/=b/' overlays/dev/app.env; save both
      $0 promote dev staging --commit \(Self.later) >/dev/null; git tag start
      $0 promote staging prod --commit \(Self.later) >/dev/null; $0 guard --base start
      """)
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    #expect(
      directory.text("environments/prod/release.lock")?
        .contains("kept: [\"image:ghcr.io/mlcf/web\"]") == true)
  }

  /// What `status` and `history` say of prod, without the commits, and what the guard finds.
  private static let accounts = """
    $0 status --now 2035-11-27T11:00Z | sed -n 's/^prod *\\(r-[0-9a-f]*\\).* staging  */status \\1 /p'
    $0 history prod | sed -n 's/^\\(r-[0-9a-f]*\\).*/history \\1/p' && $0 guard --base start && $0 verify -q
    """

  /// Releases of two versions on a branch, each in commits of its own.
  private static let branch = """
    git tag start; git switch -qc topic; set_tag dev 1.1; save dev
    $0 promote dev staging --commit \(later) -q; $0 promote staging prod --commit \(later) -q
    \(accounts)
    git switch -q main; echo x > notes; save other; git tag -f start >/dev/null
    """

  static let rewritings = [
    "git merge -q --squash topic >/dev/null && git commit -qm squashed",
    "git switch -q topic && git rebase -q main && git switch -q main && git merge -q topic",
  ]

  @Test(arguments: rewritings)
  func aHistoryThatIsWrittenAnewTellsTheSame(_ rewriting: String) throws {
    let (result, _) = try run(
      "\(Self.branch); \(rewriting); git branch -qD topic; echo --; \(Self.accounts)")
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    let accounts = result.output.split(separator: "--\n")
      .map {
        $0.split(separator: "\n").filter { $0.hasPrefix("status") || $0.hasPrefix("history") }
      }
    #expect(accounts.count == 2 && accounts[0].count == 3, "\(result.output)")
    #expect(accounts.first == accounts.last, "\(result.output)")
    // The next promotion goes on from there.
    #expect(!result.output.contains("behind") && !result.output.contains("changed since"))
  }

  @Test func reportsAreForProgramsAndReviewersToo() throws {
    let (result, directory) = try run(
      "\(Self.moved) $0 promote staging prod --plan --output json --pr-body review.md \(Self.later)"
    )
    let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let plan = try #require(object as? [String: Any])
    #expect(plan["version"] as? Int == 1 && plan["allowed"] as? Bool == true)
    #expect((plan["gates"] as? [[String: Any]])?.count == 9)
    let review = directory.text("review.md") ?? ""
    #expect(review.contains("| `image:ghcr.io/mlcf/web` | `1.0` | `1.1` |"))
    #expect(review.contains("mlcf-compose rollback prod --to r-"))
    let (status, _) = try run("$0 status --format markdown", in: directory)
    #expect(status.output.contains("| prod | r-") && status.output.contains("| behind |"))
  }
}
