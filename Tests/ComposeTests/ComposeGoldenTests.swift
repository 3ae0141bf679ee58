import Compose
import Diagnostics
import SystemPackage
import TestSupport
import Testing

@Suite struct ComposeGoldenTests {
  @Test(arguments: Fixture.all(in: "compose"))
  func buildsAsRecorded(_ fixture: Fixture) throws {
    let cache = SourceCache(fileSystem: LocalFileSystem(), workingDirectory: fixture.input)
    let renderer = DiagnosticRenderer(sources: cache.sources)
    func text(_ diagnostics: [Diagnostic]) -> String? {
      diagnostics.isEmpty ? nil : diagnostics.map(renderer.render).joined(separator: "\n")
    }
    do throws(BuildFailure) {
      let build = try Builder(cache: cache, options: fixture.options).build(fixture.target)
      let yaml = String(decoding: try build.yaml(), as: UTF8.self)
      try? fixture.expect(["expected.yaml": yaml, "expected.warn": text(build.warnings)])
    } catch {
      try? fixture.expect(["expected.err": text(error.diagnostics)])
    }
  }
}
