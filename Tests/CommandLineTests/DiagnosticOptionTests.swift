import Foundation
import Testing

/// How diagnostics come out of the process.
@Suite struct DiagnosticOptionTests {
  /// The documented shape of a line of JSON, version 1.
  private struct Line: Decodable {
    struct Point: Decodable, Equatable {
      let line: Int
      let column: Int
      let offset: Int
    }
    struct Place: Decodable {
      let start: Point
      let end: Point
    }
    struct Note: Decodable {
      let message: String
      let path: String?
      let range: Place?
    }
    let version: Int
    let code: String
    let severity: String
    let message: String
    let hint: String?
    let path: String?
    let range: Place?
    let notes: [Note]
  }

  @Test func jsonIsOneObjectALine() throws {
    let directory = try TemporaryDirectory([
      "kustomization.yaml": "commonLabels: {}\nresource:\n- \"a\\u0001b\"\nnamePrefix: 1\n"
    ])
    let result = try Program.run(["build", "--diagnostics", "json"], in: directory)
    #expect(result.status == 3)
    #expect(result.output == "")
    let lines = try result.errorLines.map {
      try JSONDecoder().decode(Line.self, from: Data($0.utf8))
    }
    #expect(
      lines.map(\.code) == [
        "kustomization/deprecated-field", "kustomization/unknown-field",
        "kustomization/wrong-type",
      ])
    #expect(lines.map(\.severity) == ["warning", "error", "error"])
    #expect(lines.allSatisfy { $0.version == 1 && $0.path == "kustomization.yaml" })
    #expect(lines[1].message == #"a kustomization has no field "resource""#)
    #expect(lines[1].hint == #"did you mean "resources"?"#)
    let range = try #require(lines[1].range)
    #expect(range.start == Line.Point(line: 2, column: 1, offset: 17))
    #expect(range.end == Line.Point(line: 2, column: 9, offset: 25))
  }

  @Test func jsonNamesTheFurtherPlaces() throws {
    let result = try Program.run(["build", "--diagnostics=json"], in: Input.bad())
    #expect(result.errorLines.count == 1)
    let line = try JSONDecoder().decode(Line.self, from: Data(result.errors.utf8))
    #expect(line.path == "again.yaml")
    #expect(line.notes.map(\.message) == ["the first one is here", "named by this entry"])
    #expect(line.notes.map(\.path) == ["config.yaml", "kustomization.yaml"])
    #expect(line.notes.first?.range?.start.line == 4)
  }

  @Test func jsonLeavesOutWhatThereIsNot() throws {
    let result = try Program.run(["build", "gone", "--diagnostics", "json"], in: Input.good())
    let line = try JSONDecoder().decode(Line.self, from: Data(result.errors.utf8))
    #expect(line.path == "gone")
    #expect(line.range == nil)
    #expect(line.notes.isEmpty)
  }

  @Test(arguments: [
    (["--color", "always"], [:], true),
    (["--color", "always"], ["NO_COLOR": "1"], true),
    (["--color", "never"], ["TERM": "xterm"], false),
    (["--color", "auto"], ["TERM": "xterm"], false),
    ([], ["TERM": "xterm"], false),
    ([], ["NO_COLOR": "1"], false),
  ])
  func coloursWhenAskedOrOnATerminal(
    _ options: [String], _ environment: [String: String], _ isColoured: Bool
  ) throws {
    let result = try Program.run(["build"] + options, in: Input.bad(), environment: environment)
    #expect(result.status == 3)
    #expect(result.errors.contains("\u{1B}[") == isColoured)
  }

  @Test func resultsAreNeverColoured() throws {
    let result = try Program.run(["build", "--color", "always"], in: Input.warned())
    #expect(result.output == Input.printed)
    #expect(result.errors.contains("\u{1B}["))
  }
}
