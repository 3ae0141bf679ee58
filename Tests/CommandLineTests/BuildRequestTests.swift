import ArgumentParser
import Testing

@testable import mlcf_compose

/// A build without options is asked for without the parser, and must be the same build.
@Suite struct BuildRequestTests {
  @Test(arguments: [
    [], ["overlays/prod"], [""], ["build"], ["a b"], ["https://example.com/a?ref=b"],
  ])
  func isWhatTheParserMakes(_ arguments: [String]) throws {
    let request = try #require(BuildRequest(withoutOptions: ["build"] + arguments))
    let command = try #require(
      try MLCFCompose.parseAsRoot(["build"] + arguments) as? BuildCommand)
    #expect(String(reflecting: request) == String(reflecting: command.request))
  }

  @Test(arguments: [
    [], ["version"], ["help", "build"], ["--help"], ["bild"], ["build", "--help"], ["build", "-"],
    ["build", "--"], ["build", "a", "b"], ["build", "a", "--strict"], ["build", "-o", "a"],
  ])
  func needsTheParser(_ arguments: [String]) {
    let request = BuildRequest(withoutOptions: arguments)
    #expect(request.map(String.init(reflecting:)) == nil)
  }
}
