import Compose
import Diagnostics
import Seal
import SystemPackage
import TestSupport
import Testing

/// Overlays with a SecretSwap: what is built, and what is refused.
@Suite struct SealGoldenTests {
  @Test(arguments: Fixture.all(in: "seal"))
  func buildsAsRecorded(_ fixture: Fixture) throws {
    let cache = SourceCache(fileSystem: LocalFileSystem(), workingDirectory: fixture.input)
    let renderer = DiagnosticRenderer(sources: cache.sources)
    func text(_ diagnostics: [Diagnostic]) -> String? {
      diagnostics.isEmpty ? nil : diagnostics.map(renderer.render).joined(separator: "\n")
    }
    let builder = EnvironmentBuilder(
      cache: cache, options: fixture.options, now: 1_795_600_000)
    do throws(BuildFailure) {
      let build = try builder.build(fixture.target)
      let yaml = String(decoding: try build.yaml(), as: UTF8.self)
      try? fixture.expect(["expected.yaml": yaml, "expected.warn": text(build.warnings)])
    } catch {
      try? fixture.expect(["expected.err": text(error.diagnostics)])
    }
  }
}
