import Compose
import Diagnostics
import Project
import Seal
import SystemPackage
import TestSupport
import Testing

/// Development values in files where they do not belong.
@Suite struct SecretCheckTests {
  private static let value = "tr0ub4dor-and-3"
  private static let project = """
    apiVersion: compose.mlcf.dev/v1alpha1
    kind: Project
    environments:
    - {name: dev, overlay: overlays/dev}
    - {name: prod, overlay: overlays/prod, protected: true}

    """

  private let cache: SourceCache
  private let check: SecretCheck

  init() throws {
    let files = [
      "/p/mlcf-compose.yaml": Self.project,
      "/p/overlays/dev/kustomization.yaml": "resources: []\n",
      "/p/overlays/prod/kustomization.yaml":
        "secretGenerator:\n- name: database\n  envs: [secrets.env]\n",
      "/p/overlays/prod/secrets.env": "PASSWORD=\(Self.value)\nSHORT=abc\n",
      // Nothing is sealed yet: what is secret is known all the same.
      "/p/overlays/prod/secret-swap.yaml": """
      apiVersion: compose.mlcf.dev/v1alpha1
      kind: SecretSwap
      spec:
        swaps: [{secret: database, sealed: {}}]

      """,
    ]
    cache = SourceCache(fileSystem: InMemoryFileSystem(files), workingDirectory: "/p")
    let project = try Project(cache.file(at: "/p/mlcf-compose.yaml"), in: "/p")
    check = try SecretCheck(
      project.environments, of: project, cache: cache, options: BuildOptions(), now: 0)
  }

  private func findings(_ text: String, at path: String, before: String? = nil) -> [Diagnostic] {
    check.findings(in: Array(text.utf8), at: path, before: before.map { Array($0.utf8) })
  }

  @Test func aValueIsFoundAtItsPlaceAndNotShown() throws {
    let found = findings("# how to\nPGPASSWORD=\(Self.value) psql\n", at: "README.md")
    let finding = try #require(found.first)
    #expect(found.count == 1 && finding.code == "secrets/leak-in-file")
    let text = DiagnosticRenderer(sources: cache.sources).render(finding)
    #expect(text.contains("README.md:2:12") && text.contains("database:PASSWORD as plain text"))
    #expect(!text.contains(Self.value))
  }

  @Test func base64OverSeveralLinesIsFound() {
    let lines = "dHIwdWI0ZG\n  9yLWFuZC0z\n"
    #expect(findings("data:\n  \(lines)", at: "notes.txt").map(\.code) == ["secrets/leak-in-file"])
  }

  @Test func percentEncodingIsFoundWhereItBegins() throws {
    let encoded = Self.value.utf8.map { "%" + String($0, radix: 16) }.joined()
    let found = findings("a\nurl: x%2F\(encoded)\n", at: "notes.txt")
    let range = try #require(found.first?.range)
    #expect(cache.sources.file(range.file)?.position(of: Int(range.start)).column == 10)
  }

  @Test(arguments: ["overlays/prod/secrets.env", "environments/dev/manifests/a.yaml"])
  func valuesMayStandWhereTheyBelong(_ path: String) {
    #expect(findings("PASSWORD=\(Self.value)\n", at: path).isEmpty)
  }

  @Test func theBundleOfAProtectedEnvironmentIsSearched() {
    #expect(!findings("a: \(Self.value)\n", at: "environments/prod/manifests/a.yaml").isEmpty)
  }

  @Test func whatWasThereBeforeIsNoFinding() {
    let line = "a: \(Self.value)\n"
    #expect(findings("\(line)b: c\n", at: "a.yaml", before: line).isEmpty)
    #expect(!findings(line, at: "a.yaml", before: "b: c\n").isEmpty)
  }

  @Test func shortValuesAreNotLookedForInFiles() {
    #expect(findings("abc\n", at: "a.txt").isEmpty)
  }

  @Test func withoutASecretSwapNothingIsKnown() throws {
    let files = ["/p/mlcf-compose.yaml": Self.project]
    let cache = SourceCache(fileSystem: InMemoryFileSystem(files), workingDirectory: "/p")
    let project = try Project(cache.file(at: "/p/mlcf-compose.yaml"), in: "/p")
    #expect {
      _ = try SecretCheck(
        project.environments, of: project, cache: cache, options: BuildOptions(), now: 0)
    } throws: {
      ($0 as? BuildFailure)?.diagnostics.first?.code == "secrets/nothing-to-check"
    }
  }
}
