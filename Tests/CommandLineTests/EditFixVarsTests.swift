import Foundation
import Testing

/// `edit fix --vars` on files, beside the Kustomize that `KUSTOMIZE` names.
@Suite struct EditFixVarsTests {
  private static let service = """
    apiVersion: v1
    kind: Service
    metadata: {name: web}
    spec:
      ports: [{port: 8080}]

    """

  private static func pod(_ arguments: String) -> String {
    """
    apiVersion: v1
    kind: Pod
    metadata:
      name: api
      annotations: {example.org/host: $(HOST)}
    spec:
      containers:
      - name: api
        args: [\(arguments)]

    """
  }

  private static let host =
    "- name: HOST\n  objref: {kind: Service, name: web, apiVersion: v1}\n"
  private static let port =
    "- name: PORT\n  objref: {kind: Service, name: web, apiVersion: v1}\n"
    + "  fieldref: {fieldpath: 'spec.ports[0].port'}\n"

  /// A base and an overlay with variables.
  private static func directory(
    _ arguments: String, _ variables: String, more: String = ""
  ) throws -> TemporaryDirectory {
    try TemporaryDirectory([
      "base/kustomization.yaml": "resources: [service.yaml, pod.yaml]\n",
      "base/service.yaml": service, "base/pod.yaml": pod(arguments),
      "prod/kustomization.yaml":
        "resources: [../base]\nnamePrefix: p-\n# kept\nvars:\n\(variables)\(more)",
    ])
  }

  @Test(arguments: [
    ("--host=$(HOST)", host), ("$(HOST)", host), ("$(HOST).svc", host), ("a:$(HOST):$(HOST)", host),
    ("http://$(HOST)/, 'x $(PORT)'", host + port), ("$(KUBELET), $(HOST)", host),
    ("none", host + port),
  ])
  func theBuildStaysTheSame(_ arguments: String, _ variables: String) throws {
    let directory = try Self.directory(arguments, variables, more: "namespace: shop\n")
    let before = try Program.run(["build", "prod"], in: directory)
    let peerBefore = try peer(in: directory)
    let result = try Program.run(
      ["edit", "fix", "--vars"], at: directory.url.appendingPathComponent("prod"))
    #expect(result.status == 0, "\(result.errors)")
    let text = try #require(directory.text("prod/kustomization.yaml"))
    #expect(
      !text.contains("vars") && text.contains("# kept\n") && text.contains("replacements:"),
      "\(text)")
    #expect(directory.text("base/pod.yaml") == Self.pod(arguments))
    let after = try Program.run(["build", "prod"], in: directory)
    #expect(after.status == 0, "\(after.errors)")
    #expect(after.output == before.output)
    #expect(try peer(in: directory) == peerBefore)
  }

  /// What Kustomize prints; nil where there is none.
  private func peer(in directory: TemporaryDirectory) throws -> String? {
    guard let command = ProcessInfo.processInfo.environment["KUSTOMIZE"], !command.isEmpty else {
      return nil
    }
    return try Program.runShell("\(command) prod", in: directory).output
  }

  @Test(arguments: [
    ("'http://$(HOST):80'", host, "", "error[edit/variable-not-delimited]", "base/pod.yaml:9:12"),
    ("$(PORT)", port, "", "error[edit/variable-not-convertible]", "base/pod.yaml:9:12"),
    ("a$$b", host, "", "error[edit/variable-not-convertible]", "base/pod.yaml:9:12"),
    (
      "a", "# why\n" + host + "# and why\n" + port, "", "error[edit/comments]", "kustomization.yaml"
    ),
    (
      "$(C)", "- name: C\n  objref: {kind: ConfigMap, name: c, apiVersion: v1}\n",
      "configMapGenerator: [{name: c}]\n", "error[edit/variable-not-convertible]",
      "base/pod.yaml:9:12"
    ),
  ])
  func whatCannotBeSaidIsRefused(
    _ arguments: String, _ variables: String, _ more: String, _ message: String, _ place: String
  ) throws {
    let directory = try Self.directory(arguments, variables, more: more)
    let text = directory.text("prod/kustomization.yaml")
    let result = try Program.run(
      ["edit", "fix", "--vars"], at: directory.url.appendingPathComponent("prod"))
    #expect(result.status == 3)
    #expect(result.errors.contains(message) && result.errors.contains(place), "\(result.errors)")
    #expect(directory.text("prod/kustomization.yaml") == text)
  }
}
