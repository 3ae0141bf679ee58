import Foundation
import Testing

/// `explain`, `blame` and `build --annotate` as a user runs them.
@Suite struct ExplainCommandTests {
  private static let files = [
    "mlcf-compose.yaml": """
    apiVersion: compose.mlcf.dev/v1alpha1
    kind: Project
    environments: [{name: live, overlay: prod}]
    """,
    "base/kustomization.yaml": "resources: [web.yaml]\n",
    "base/web.yaml": """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec: {replicas: 1}
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web}
    """,
    "prod/kustomization.yaml": "resources: [../base]\nreplicas: [{name: web, count: 3}]\n",
    "broken/kustomization.yaml": "resources: [missing.yaml]\n",
  ]

  private func run(_ arguments: [String]) throws -> Program.Result {
    try Program.run(arguments, in: TemporaryDirectory(Self.files))
  }

  private let answer = """
    Deployment web spec.replicas: 3

    replicas of prod: 1 → 3
      --> prod/kustomization.yaml:2:31
    2 | replicas: [{name: web, count: 3}]
      |                               ^

    resources of base: 1
      --> base/web.yaml:4:18
    4 | spec: {replicas: 1}
      |                  ^

    """

  @Test(arguments: ["prod", "live"])
  func takesADirectoryOrAnEnvironment(_ name: String) throws {
    let result = try run(["explain", name, "deployment/web", "spec.replicas"])
    #expect(result.status == 0)
    #expect(result.output == answer)
    #expect(result.errors == "")
  }

  @Test func coloursAreForTerminals() throws {
    let arguments = ["explain", "prod", "deployment/web", "spec.replicas", "--color", "always"]
    #expect(try run(arguments).output.contains("\u{1B}[1m"))
  }

  @Test(arguments: [
    [], ["deployment/web"], ["deployment/web", "spec.replicas"],
  ])
  func jsonIsOneObjectOfAVersion(_ question: [String]) throws {
    let result = try run(["explain", "prod"] + question + ["--output", "json"])
    #expect(result.status == 0)
    #expect(result.output.count { $0 == "\n" } == 1)
    let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    #expect((object as? [String: Any])?["version"] as? Int == 1)
  }

  @Test(arguments: [
    (["explain", "prod", "deployment/wbe"], 2, "explain/no-resource"),
    (["explain", "prod", "web"], 2, "explain/ambiguous"),
    (["explain", "prod", "a/b/c/d"], 2, "explain/resource"),
    (["explain", "prod", "deployment/web", "spec.replica"], 2, "explain/no-field"),
    (["explain", "prod", "deployment/web", "spec["], 2, "explain/path"),
    (["blame", "prod", "deployment/wbe"], 2, "explain/no-resource"),
    (["explain", "broken"], 3, "load/unreadable"),
    (["explain", "nowhere"], 3, "load/unreadable"),
    (["explain", "live2"], 2, "project/no-environment"),
  ])
  func wrongQuestions(_ arguments: [String], _ status: Int32, _ code: String) throws {
    let result = try run(arguments)
    #expect(result.status == status)
    #expect(result.output == "")
    #expect(result.errors.contains("error["))
    #expect(result.errors.count(of: "error[") == 1)
    #expect(result.errors.contains("error[\(code)]"))
  }

  @Test func blamesEveryLine() throws {
    let result = try run(["blame", "prod", "deployment/web"])
    #expect(result.status == 0)
    #expect(
      result.output == """
        base/web.yaml:1                     | apiVersion: apps/v1
        base/web.yaml:2                     | kind: Deployment
        base/web.yaml:3                     | metadata:
        base/web.yaml:3                     |   name: web
        base/web.yaml:4                     | spec:
        prod/kustomization.yaml:2  replicas |   replicas: 3

        """)
  }

  @Test func annotatesToAFileOrADirectory() throws {
    let directory = try TemporaryDirectory(Self.files.merging(["out/x": ""]) { $1 })
    let stream = try Program.run(["build", "--annotate", "prod"], in: directory)
    #expect(stream.status == 0)
    #expect(stream.output.contains("  replicas: 3        # prod/kustomization.yaml:2 (replicas)\n"))
    for output in ["out.yaml", "out"] {
      let result = try Program.run(["build", "--annotate", "prod", "-o", output], in: directory)
      #expect(result.status == 0)
    }
    #expect(directory.text("out.yaml") == stream.output)
    let parts = try ["v1_configmap_web.yaml", "apps_v1_deployment_web.yaml"].map {
      try #require(directory.text("out/\($0)"))
    }
    #expect(parts.joined(separator: "---\n") == stream.output)
  }

  @Test func shellsCompleteResourcesAndPaths() throws {
    func complete(_ argument: Int, _ words: [String]) throws -> String {
      let last = words.last ?? ""
      return try Program.run(
        [
          "---completion", "explain", "--", "positional@\(argument)", "\(words.count - 1)",
          "\(last.count)",
        ] + words,
        in: TemporaryDirectory(Self.files),
        environment: ["SAP_SHELL": "bash", "SAP_SHELL_VERSION": "5"]
      ).output
    }
    #expect(
      try complete(1, ["mlcf-compose", "explain", "prod", "dep"])
        == "deployment/web\ndeployment.apps/web\n")
    let path = try complete(2, ["mlcf-compose", "explain", "prod", "deployment/web", "spec.r"])
    #expect(path == "spec.replicas\n")
  }
}

extension String {
  fileprivate func count(of text: String) -> Int { components(separatedBy: text).count - 1 }
}
