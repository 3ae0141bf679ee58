import Foundation
import TestSupport
import Testing

/// Every diagnostic is shown by a fixture, so that its text and its place were reviewed.
@Suite struct DiagnosticCoverageTests {
  /// The folders whose files named `…+Diagnostics.swift` make diagnostics.
  static let sources = ["YAML", "Patch", "Compose/Diagnostics"]

  /// The codes that no fixture of a build can show, each with the reason.
  static let exceptions = [
    "yaml/size-limit": "a file of more than 1 GiB; tested below YAMLLimits in YAMLLimitTests",
    "patch/not-operations": "a build takes only a list for a JSON patch",
    "function/failed": "needs a program; tested in FunctionTests",
    "function/output": "needs a program; tested in FunctionTests",
    "function/result": "needs a program; tested in FunctionTests",
    "helm/chart-missing": "needs helm; tested in HelmTests",
    "helm/failed": "needs helm; tested in HelmTests",
    "helm/offline": "needs helm; tested in HelmTests",
    "helm/scratch": "needs a disk that is full",
    "helm/version": "needs helm; tested in HelmTests",
    "remote/not-a-directory": "needs a repository; tested in RemoteBuildTests",
    "remote/outside": "needs a repository; tested in RemoteBuildTests",
    "output/file-name": "shows with files, not with a stream; tested in OutputFileTests",
    "output/same-file": "shows with files, not with a stream; tested in OutputFileTests",
  ]

  @Test(arguments: sources)
  func everyCodeIsShownByAFixture(_ source: String) throws {
    let codes = try Self.codes(in: source)
    #expect(codes.count > 5, "the codes of \(source) were not found")
    let shown = Self.shownCodes()
    for code in codes where Self.exceptions[code] == nil {
      #expect(shown.contains(code), "no fixture expects \(code)")
    }
  }

  @Test func everyExceptionIsNeeded() throws {
    let codes = Set(try Self.sources.flatMap(Self.codes))
    let shown = Self.shownCodes()
    for code in Self.exceptions.keys {
      #expect(codes.contains(code), "there is no diagnostic \(code)")
      #expect(!shown.contains(code), "a fixture shows \(code): it is no exception")
    }
  }

  private static func codes(in source: String) throws -> [String] {
    let folder = Fixture.root.deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Sources").appendingPathComponent(source)
    return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.lastPathComponent.hasSuffix("+Diagnostics.swift") }
      .flatMap { file in
        try String(contentsOf: file, encoding: .utf8)
          .matches(of: /Diagnostic\(\s*"([a-z0-9\/-]+)"/).map { String($0.output.1) }
      }
  }

  private static func shownCodes() -> Set<String> {
    var codes: Set<String> = []
    for fixture in Fixture.all(in: "compose") + Fixture.all(in: "seal") {
      for name in ["expected.err", "expected.warn"] {
        let file = fixture.folder.appendingPathComponent(name)
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { continue }
        codes.formUnion(
          text.matches(of: /(?:error|warning)\[([a-z0-9\/-]+)\]/).map { String($0.output.1) })
      }
    }
    return codes
  }
}
