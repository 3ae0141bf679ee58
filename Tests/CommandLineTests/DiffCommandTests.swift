import Foundation
import TestSupport
import Testing

/// `mlcf-compose diff` as a user runs it, in a repository of its own.
@Suite struct DiffCommandTests {
  private static let files = [
    "mlcf-compose.yaml": """
    apiVersion: compose.mlcf.dev/v1alpha1
    kind: Project
    environments:
    - {name: dev, overlay: overlays/dev, bundle: environments/dev}
    - {name: prod, overlay: overlays/prod, bundle: environments/prod}

    """,
    "base/kustomization.yaml": "resources: [web.yaml]\n",
    "base/web.yaml": """
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: web
    spec:
      replicas: 1
      template:
        spec:
          containers:
          - name: web
            image: web:1

    """,
    "overlays/dev/kustomization.yaml": "resources: [../../base]\n",
    "overlays/prod/kustomization.yaml": """
    resources: [../../base]
    replicas:
    - name: web
      count: 3
    configMapGenerator:
    - name: settings
      literals: [LEVEL=info]

    """,
  ]

  private func run(_ arguments: String..., in repository: Repository) throws -> Program.Result {
    try Program.run(
      ["diff"] + arguments, at: repository.url,
      environment: Repository.environment)
  }

  @Test func programsAreRefusedForACommit() throws {
    let repository = try Repository(Self.files)
    let result = try run("HEAD:overlays/dev", "overlays/dev", "--enable-helm", in: repository)
    #expect(result.status == 3 && result.output.isEmpty)
    #expect(result.errors.contains("error[diff/programs]: helm and functions see the files"))
    #expect(result.errors.contains("hint: build that commit in a checkout of its own"))
    let both = try run("overlays/dev", "overlays/dev", "--enable-helm", in: repository)
    #expect(both.status == 0, "\(both.errors)")
  }

  @Test func comparesHeadWithTheWorkTree() throws {
    let repository = try Repository(Self.files)
    let same = try run(in: repository)
    #expect(same.status == 0)
    #expect(same.output == "dev: no difference\n\nprod: no difference\n")

    try repository.write(
      "resources: [../../base]\nnamePrefix: x-\n", to: "overlays/dev/kustomization.yaml")
    let overlay = try #require(Self.files["overlays/prod/kustomization.yaml"])
    try repository.write(
      overlay.replacing("count: 3", with: "count: 0").replacing("info", with: "debug"),
      to: "overlays/prod/kustomization.yaml")
    let changed = try run("-o", "brief", in: repository)
    #expect(changed.status == 1)
    #expect(
      changed.output == """
        !- Deployment web: deletion
         + Deployment x-web: addition
        dev: ~0 changed +1 added -1 deleted (1 risky)
         ~ ConfigMap settings: config, reference
        !~ Deployment web: replicas
        prod: ~2 changed +0 added -0 deleted (1 risky)

        """)
    let annotations = try run("prod", "--output", "github", "--exit-zero", in: repository)
    #expect(annotations.status == 0)
    #expect(
      annotations.output.contains(
        "::warning file=overlays/prod/kustomization.yaml,line=4,col=10,title=replicas::"))
    #expect(
      annotations.output.contains("file=overlays/prod/kustomization.yaml,line=7,"),
      "the literal that decides a generated value is annotated")
  }

  @Test func comparesWithWhatABranchCameFrom() throws {
    let repository = try Repository(Self.files)
    try repository.git("checkout", "-q", "-b", "topic")
    try repository.commit(
      ["base/web.yaml": Self.files["base/web.yaml"]!.replacing("web:1", with: "web:2")], "topic")
    try repository.git("checkout", "-q", "main")
    try repository.commit(["overlays/dev/kustomization.yaml": "resources: []\n"], "main")
    try repository.git("checkout", "-q", "topic")
    let result = try run("--base", "main", in: repository)
    #expect(result.status == 1)
    #expect(result.output.contains("image: web:1 → web:2   base/web.yaml:11"))
    #expect(result.output.contains("dev: ~1 changed +0 added -0 deleted\n"))
  }

  @Test func takesEverySide() throws {
    let repository = try Repository(Self.files)
    func status(_ old: String, _ new: String) throws -> Int32 {
      let result = try run(old, new, in: repository)
      #expect(result.errors.isEmpty)
      return result.status
    }
    let bundle = try Program.run(
      ["bundle"], at: repository.url, environment: Repository.environment)
    #expect(bundle.status == 0)
    let build = try Program.run(
      ["build", "overlays/prod"], at: repository.url,
      environment: Repository.environment)
    try repository.write(build.output, to: "all.yaml")
    for side in [
      "overlays/prod", "HEAD:overlays/prod", "HEAD:prod", "environments/prod", "all.yaml",
      "./overlays/prod",
    ] {
      #expect(try status("prod", side) == 0, "\(side)")
      #expect(try status(side, "dev") == 1, "\(side)")
    }
    let piped = try Program.runShell(
      "\"$0\" build overlays/prod | \"$0\" diff - prod", at: repository.url)
    #expect(piped.status == 0)
  }

  @Test(arguments: [
    (["pord", "dev"], 2, "diff/no-side", "did you mean \"prod\"?"),
    (["HAED:overlays/prod", "dev"], 2, "git/unknown-ref", ""),
    (["HEAD:nothing", "dev"], 2, "diff/no-side", ""),
    (["base/web.yaml", "overlays"], 2, "diff/not-a-side", ""),
    (["--base", "mian"], 2, "git/unknown-ref", "did you mean \"main\"?"),
    (["dev", "broken"], 3, "", "while \"broken\" was read"),
    (["dev", "bundle"], 3, "", "bundle.lock"),
    (["dev", "text.md"], 3, "", "text.md:1:1"),
    (["dev", "prod", "--base", "main"], 2, "", ""), (["-"], 2, "", ""),
  ])
  func tellsWhatIsWrong(
    _ arguments: [String], _ status: Int32, _ code: String, _ words: String
  ) throws {
    let repository = try Repository(Self.files)
    try repository.write("resources: [nothing.yaml]\n", to: "broken/kustomization.yaml")
    try repository.write("version: x\n", to: "bundle/bundle.lock")
    try repository.write("only words\n", to: "text.md")
    let result = try Program.run(
      ["diff"] + arguments, at: repository.url,
      environment: Repository.environment)
    #expect(result.status == status, "\(result.errors)")
    #expect(result.output.isEmpty)
    #expect(code.isEmpty || result.errors.contains(code))
    #expect(words.isEmpty || result.errors.contains(words), "\(result.errors)")
  }

  @Test func aShallowCloneAndNoRepositoryAreTheEnvironments() throws {
    let repository = try Repository(Self.files)
    try repository.commit(["x": ""], "second")
    let clone = try Repository(cloning: repository, depth: 1)
    let shallow = try run("HEAD~1:prod", "prod", in: clone)
    #expect(shallow.status == 4)
    #expect(shallow.errors.contains("git fetch --depth=2"))
    let directory = try TemporaryDirectory()
    let none = try Program.run(["diff"], in: directory, environment: Repository.environment)
    #expect(none.status == 4)
    #expect(none.errors.contains("git/no-repository"))
  }
}
