import Compose
import Conversion
import Diagnostics
import Edit
import SystemPackage
import Testing

/// Variables that become replacements, on files in memory.
@Suite struct VariableConverterTests {
  /// The kustomization after the conversion.
  private func converted(_ files: [String: String]) throws -> String {
    let cache = SourceCache(fileSystem: InMemoryFileSystem(files), workingDirectory: "/")
    var editor = try KustomizationEditor(try cache.file(at: "/kustomization.yaml"))
    try VariableConverter(cache: cache, directory: "/").convert(&editor)
    return String(decoding: try editor.bytes, as: UTF8.self)
  }

  private func pod(_ name: String, _ arguments: String) -> String {
    """
    kind: Pod
    apiVersion: v1
    metadata: {name: \(name)}
    spec: {containers: [{name: c, args: [\(arguments)]}]}
    ---

    """
  }

  private func variable(_ name: String, of pod: String) -> String {
    "- name: \(name)\n  objref: {kind: Pod, name: \(pod), apiVersion: v1}\n"
  }

  @Test func fieldsThatGetTheValueAlikeStandTogether() throws {
    let text = try converted([
      "/kustomization.yaml": "resources: [pods.yaml]\nvars:\n" + variable("A", of: "a"),
      "/pods.yaml": pod("a", "$(A), '-n=$(A)', $(A), $(B), '$(A)'"),
    ])
    #expect(
      text == """
        resources: [pods.yaml]
        replacements:
        - source:
            version: v1
            kind: Pod
            name: a
            fieldPath: metadata.name
          targets:
          - select:
              version: v1
              kind: Pod
              name: a
            fieldPaths:
            - spec.containers.0.args.0
            - spec.containers.0.args.2
            - spec.containers.0.args.4
          - select:
              version: v1
              kind: Pod
              name: a
            fieldPaths:
            - spec.containers.0.args.1
            options:
              delimiter: =
              index: 1

        """)
  }

  @Test func namesThatAreThereTwiceAreTakenAsTheyAreNow() throws {
    let text = try converted([
      "/kustomization.yaml": "resources: [a, b]\nvars:\n" + variable("A", of: "a-p"),
      "/a/kustomization.yaml": "resources: [../base]\nnamePrefix: a-\n",
      "/b/kustomization.yaml": "resources: [../base]\nnamePrefix: b-\n",
      "/base/kustomization.yaml": "resources: [pod.yaml]\n", "/base/pod.yaml": pod("p", "$(A)"),
    ])
    #expect(text.contains("name: a-p\n    fieldPath:"))
    #expect(text.contains("name: b-p\n    fieldPaths:"))
  }

  @Test func manyVariablesAreConvertedAtOnce() throws {
    let names = (0..<200).map { "p\($0)" }
    let text = try converted([
      "/kustomization.yaml": "resources: [pods.yaml]\nvars:\n"
        + names.map { variable("V\($0)", of: $0) }.joined(),
      "/pods.yaml": names.map { pod($0, "$(V\($0)), $(Vp0)") }.joined(),
    ])
    #expect(text.split(separator: "\n").count { $0 == "- source:" } == 200)
  }

  @Test func withoutVariablesNothingIsBuilt() throws {
    #expect(
      try converted(["/kustomization.yaml": "resources: [none]\n"]) == "resources: [none]\n")
  }
}
