import Compose
import Explain
import Seal
import SystemPackage
import TestSupport
import Testing

/// Whether a build is watched or not makes no difference to what comes out.
@Suite struct RecordingTests {
  @Test(arguments: Fixture.building)
  func changesNothing(_ fixture: Fixture) throws {
    let cache = SourceCache(fileSystem: LocalFileSystem(), workingDirectory: fixture.input)
    let plain = Result { try Builder(cache: cache, options: fixture.options).build(fixture.target) }
    let watched = Result { try Watched(fixture.target, options: fixture.options).build }
    switch (plain, watched) {
    case (.success(let plain), .success(let watched)):
      let yaml = Result { try plain.yaml() }
      #expect((try? yaml.get()) == (try? watched.yaml()))
      #expect(plain.warnings.count == watched.warnings.count)
    case (.failure, .failure): break
    default:
      Issue.record("only one of the builds fails: \(plain), \(watched)")
    }
  }
}
