import Foundation
import Testing

/// `mlcf-compose secrets check` as a process, in a real git repository.
@Suite struct SecretsCheckTests {
  /// A project with a sealed environment, all of it committed but for the private key.
  static func project() throws -> TemporaryDirectory {
    let directory = try SecretsSealTests.overlay()
    let script = """
      $0 secrets seal . database --from-env-file values.env --allow-tracked
      mkdir -p overlays && git mv -k kustomization.yaml overlays/ && mkdir overlays/prod
      mv overlays/kustomization.yaml secret-swap.yaml certificate.pem sealed overlays/prod
      printf '%s\\n' 'apiVersion: compose.mlcf.dev/v1alpha1' 'kind: Project' 'environments:' \
        '- {name: prod, overlay: overlays/prod, protected: true}' > mlcf-compose.yaml
      git rm -q --cached values.env && git add overlays mlcf-compose.yaml
      git -c user.name=a -c user.email=a@example.com commit -q -m first
      """
    let result = try Program.runShell(script, in: directory)
    try #require(result.status == 0, "\(result.errors)")
    return directory
  }

  private func run(
    _ script: String, in directory: TemporaryDirectory? = nil
  ) throws -> Program.Result {
    try Program.runShell(script, in: directory ?? Self.project())
  }

  @Test func aCleanProjectIsClean() throws {
    let result = try run("$0 secrets check")
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    #expect(result.output == "rendered: 1 environment, clean\ntracked: 6 files, clean\n")
  }

  @Test func aTrackedValueIsAFinding() throws {
    let result = try run("echo 'try dev-password' > notes.md; git add notes.md; $0 secrets check")
    #expect(result.status == 1)
    #expect(result.errors.contains("notes.md:1:5") && !result.errors.contains("dev-password"))
    #expect(result.output.hasSuffix("tracked: 7 files, 1 finding\n"))
  }

  @Test func aStagedValueIsAFindingUntilItIsCommitted() throws {
    let directory = try Self.project()
    let hook = "$0 secrets check --staged"
    let clean = try run("echo harmless > notes.md; git add notes.md; \(hook)", in: directory)
    #expect(clean.status == 0 && clean.output == "staged: 1 file, clean\n")
    let staged = try run("echo dev-password >> notes.md; git add notes.md; \(hook)", in: directory)
    #expect(staged.status == 1 && staged.errors.contains("secrets/leak-in-file"))
    let later = try run(
      """
      git -c user.name=a -c user.email=a@example.com commit -q -m second
      echo more >> notes.md; git add notes.md; \(hook)
      """, in: directory)
    #expect(later.status == 0, "\(later.errors)")
  }

  @Test func aRenderedValueIsAFinding() throws {
    let result = try run(
      """
      printf '%s\\n' 'configMapGenerator:' '- {name: c, literals: [k=dev-password]}' \
        >> overlays/prod/kustomization.yaml; $0 secrets check --rendered
      """)
    #expect(result.status == 1 && result.errors.contains("data.k contains database:password"))
    #expect(result.output == "rendered: 1 environment, 1 finding\n")
  }

  @Test func whatDoesNotBuildIsNoFinding() throws {
    let result = try run("rm -r overlays/prod/sealed; $0 secrets check --rendered")
    #expect(result.status == 3 && result.errors.contains("secrets/not-sealed"), "\(result.errors)")
  }

  @Test func printsOneObject() throws {
    let result = try run("$0 secrets check --output json")
    let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let report = try #require(object as? [String: Any])
    #expect(report["version"] as? Int == 1 && report["clean"] as? Bool == true)
    #expect((report["searched"] as? [[String: Any]])?.count == 2)
  }
}
