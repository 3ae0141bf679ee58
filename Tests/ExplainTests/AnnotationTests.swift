import Compose
import Diagnostics
import Explain
import SystemPackage
import TestSupport
import Testing
import YAML

/// Comments behind lines change nothing of what the lines say.
@Suite struct AnnotationTests {
  @Test(arguments: Fixture.building)
  func commentsKeepTheContent(_ fixture: Fixture) throws {
    guard let watched = try? Watched(fixture.target, options: fixture.options),
      let yaml = try? watched.build.yaml(),
      // Values of Secrets are not shown.
      !watched.build.resources.contains(where: \.isSecret)
    else { return }
    let texts = try watched.provenance.annotatedResources()
    let commented = try documents(Array(texts.joined(separator: "---\n").utf8))
    let plain = try documents(yaml)
    #expect(commented.count == plain.count)
    for (commented, plain) in zip(commented, plain) {
      #expect(commented.hasSameContent(as: plain))
    }
  }

  @Test(arguments: ["dev", "staging", "prod"])
  func everyLineThatCanHasAPlace(_ name: String) throws {
    let watched = try Watched(Watched.repository.appending("overlays").appending(name))
    for subject in watched.provenance.subjects where subject.isPresent {
      for line in try watched.provenance.annotatedLines(of: subject) {
        #expect(line.place != nil, "\(subject.id.description): \(line.text)")
      }
    }
  }

  private func documents(_ bytes: [UInt8]) throws -> [Node] {
    try YAMLReader().documents(of: SourceTable().add(path: "output", bytes: bytes))
  }
}
