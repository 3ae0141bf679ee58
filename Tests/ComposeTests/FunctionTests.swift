import Compose
import Diagnostics
import Foundation
import SystemPackage
import Testing

/// Functions that are executables, as real processes.
@Suite struct FunctionTests {
  /// A kustomization with two ConfigMaps and a function, in a directory of its own.
  private final class Kustomization {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("function-\(UUID().uuidString)")

    /// `field` is `transformers`, `generators` or `validators`; `script` is run by sh.
    init(_ field: String, script: String) throws {
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
      try write(
        "kustomization.yaml", "resources: [r.yaml]\nnamePrefix: p-\n\(field): [fn.yaml]\n")
      try write(
        "r.yaml",
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: a}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: b}
        """)
      try write(
        "fn.yaml",
        """
        apiVersion: example.com/v1
        kind: Annotate
        metadata:
          name: notes
          annotations:
            config.kubernetes.io/function: |
              exec: {path: ./fn.sh}
        spec: {text: hello}
        """)
      try writeExecutable(
        "#!/bin/sh\n\(script)\n", to: directory.appendingPathComponent("fn.sh"))
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    func write(_ name: String, _ text: String) throws {
      try text.write(
        to: directory.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }

    func read(_ name: String) throws -> String {
      try String(contentsOf: directory.appendingPathComponent(name), encoding: .utf8)
    }

    func build() throws(BuildFailure) -> Build {
      let path = FilePath(directory.path)
      var options = BuildOptions()
      options.functions.areEnabled = true
      options.functions.allowExecutables = true
      let cache = SourceCache(fileSystem: LocalFileSystem(), workingDirectory: path)
      return try Builder(cache: cache, options: options).build(path)
    }

    /// The codes of the errors that the build ends with.
    func errorCodes() -> [String] {
      do throws(BuildFailure) {
        _ = try build()
        return []
      } catch {
        return error.diagnostics.filter { $0.severity == .error }.map(\.code.description)
      }
    }
  }

  private func names(_ build: Build) -> [String] { build.resources.map(\.id.name) }

  @Test func readsAResourceListWithItsConfiguration() throws {
    let kustomization = try Kustomization("transformers", script: "tee input.yaml")
    #expect(names(try kustomization.build()) == ["p-a", "p-b"])
    let input = try kustomization.read("input.yaml")
    #expect(input.contains("kind: ResourceList"))
    #expect(input.contains("text: hello"))
  }

  @Test func changesRemovesAndAddsResources() throws {
    let kustomization = try Kustomization(
      "transformers",
      script: """
        cat <<'YAML'
        apiVersion: config.kubernetes.io/v1
        kind: ResourceList
        items:
        - {apiVersion: v1, kind: ConfigMap, metadata: {name: new}}
        - {apiVersion: v1, kind: ConfigMap, metadata: {name: p-b}, data: {c: d}}
        results:
        - {message: all well, severity: info}
        YAML
        """)
    let build = try kustomization.build()
    #expect(names(build) == ["new", "p-b"])
    #expect(String(decoding: try build.yaml(), as: UTF8.self).contains("c: d"))
    #expect(build.warnings.map(\.code.description) == ["function/result"])
    #expect(build.warnings.first?.message.contains("all well") == true)
  }

  @Test func generatesResourcesWithAHash() throws {
    let kustomization = try Kustomization(
      "generators",
      script: """
        cat <<'YAML'
        apiVersion: config.kubernetes.io/v1
        kind: ResourceList
        items:
        - apiVersion: v1
          kind: ConfigMap
          metadata:
            name: made
            annotations: {kustomize.config.k8s.io/needs-hash: "true"}
          data: {a: b}
        YAML
        """)
    let build = try kustomization.build()
    #expect(names(build).contains("p-made-4h2mbtbbt6"))
    #expect(!String(decoding: try build.yaml(), as: UTF8.self).contains("needs-hash"))
  }

  @Test func aValidatorMayRefuseAndNotChange() throws {
    #expect(try Kustomization("validators", script: "cat").errorCodes() == [])
    #expect(
      try Kustomization("validators", script: "sed 's/name: p-a/name: q/'").errorCodes()
        == ["plugin/validator-changes"])
    #expect(try Kustomization("validators", script: "exit 1").errorCodes() == ["function/failed"])
  }

  @Test func aFailureQuotesStandardErrorAndTheStatus() throws {
    let kustomization = try Kustomization("transformers", script: "echo no luck >&2; exit 3")
    do throws(BuildFailure) {
      _ = try kustomization.build()
      Issue.record("the build succeeded")
    } catch {
      let message = error.diagnostics.last?.message ?? ""
      #expect(message.contains("status 3") && message.contains("no luck"))
    }
  }

  @Test(arguments: [
    ("echo hello", "function/output"), ("echo '{'", "yaml/syntax"), ("true", "function/output"),
    ("kill -9 $$", "function/failed"),
  ])
  func garbageIsRefused(_ script: String, _ code: String) throws {
    #expect(try Kustomization("transformers", script: script).errorCodes() == [code])
  }
}
