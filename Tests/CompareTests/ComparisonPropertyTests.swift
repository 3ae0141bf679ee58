import Compare
import Compose
import Diagnostics
import Foundation
import TestSupport
import Testing
import YAML

/// What holds for whatever sets are compared, here the outputs of all fixtures of builds and, where
/// the suite is, of all conformance cases.
///
/// `PAIRS=all` applies the differences of every pair of outputs, not of some: half a million, for a
/// release build of the tests.
@Suite struct ComparisonPropertyTests {
  static let outputs: [(name: String, set: ComparedSet)] = {
    let fixtures = Fixture.all(in: "compose").map {
      ($0.name, $0.folder.appendingPathComponent("expected.yaml"))
    }
    let cases = ConformanceCase.all.map { ($0.testDescription, $0.expected) }
    return (fixtures + cases).compactMap { name, file in
      guard let text = try? String(contentsOf: file, encoding: .utf8),
        let set = try? set(text)
      else { return nil }
      return (name, set)
    }
  }()

  /// Every output with the next one, and some others.
  private static func pairs() -> [(Int, Int)] {
    var random = SplitMix64(round: 1)
    let count = outputs.count
    if ProcessInfo.processInfo.environment["PAIRS"] == "all" {
      return (0..<count).flatMap { a in (0..<count).map { (a, $0) } }
    }
    return (0..<count).map { ($0, ($0 + 1) % count) }
      + (0..<300).map { _ in (random.below(count), random.below(count)) }
  }

  private func report(_ comparison: Comparison) -> [DifferenceReport] {
    [DifferenceReport(name: "x", oldName: "a", newName: "b", comparison: comparison)]
  }

  @Test func aSetDiffersInNothingFromItself() {
    #expect(Self.outputs.count > 100)
    for (name, set) in Self.outputs {
      #expect(Comparison(from: set, to: set).isEmpty, "\(name)")
    }
  }

  @Test func appliedToTheFirstSetItGivesTheSecond() throws {
    for (a, b) in Self.pairs() {
      let (old, new) = (Self.outputs[a], Self.outputs[b])
      let comparison = Comparison(from: old.set, to: new.set)
      let json = JSONFormat().text(of: report(comparison))
      let applied = try DifferenceApplier(json: json).apply(to: old.set)
      var emitter = YAMLEmitter()
      for node in applied { try emitter.emit(node) }
      let rest = Comparison(
        from: try set(String(decoding: emitter.bytes, as: UTF8.self)), to: new.set)
      // Values of Secrets are not told, wherever they stand, nor are the hashes that follow from them.
      let hidden = comparison.differences.filter { $0.changes.contains(where: \.isRedacted) }
      let differing = rest.differences.filter { difference in
        let identity = difference.identity
        return identity.kind != "Secret"
          && !hidden.contains {
            $0.identity.kind == identity.kind && identity.name.hasPrefix($0.identity.name)
          }
      }.map { "\($0.identity): \($0.changes.map(\.path.description))" }
      #expect(
        differing.isEmpty,
        "\(old.name) → \(new.name), seed \(SplitMix64.seed): \(differing)")
    }
  }

  @Test func orderOfDocumentsAndKeysDoesNotMatter() throws {
    for (round, output) in Self.outputs.enumerated() {
      var random = SplitMix64(round: round)
      var emitter = YAMLEmitter()
      let shuffled = ComparedSet(
        output.set.resources.shuffled(using: &random), sources: output.set.sources)
      // Two of one identity are paired in their order.
      let names = Set(output.set.resources.map { "\($0.id)" })
      guard names.count == output.set.resources.count else { continue }
      #expect(Comparison(from: output.set, to: shuffled).isEmpty, "\(output.name)")
      for resource in shuffled.resources { try emitter.emit(resource.node) }
      let printed = try set(String(decoding: emitter.bytes, as: UTF8.self))
      #expect(Comparison(from: output.set, to: printed).isEmpty, "\(output.name)")
    }
  }

  @Test func allFormatsAgreeOnTheCount() throws {
    for (a, b) in Self.pairs().suffix(300) {
      let comparison = Comparison(from: Self.outputs[a].set, to: Self.outputs[b].set)
      let line = "x: " + (comparison.isEmpty ? "no difference" : "\(comparison.summary)")
      let reports = report(comparison)
      #expect(HumanFormat(usesColor: false, width: 100).text(of: reports).hasPrefix(line + "\n"))
      #expect(BriefFormat().text(of: reports).hasSuffix(line + "\n"))
      #expect(MarkdownFormat().text(of: reports).hasPrefix("### \(line)\n"))
      let json = JSONFormat().text(of: reports)
      let file = SourceTable().add(path: "", bytes: json)
      let environment = try #require(
        try YAMLReader().firstDocument(of: file)?["environments"]?.elements?.first)
      let resources = environment["resources"]?.elements ?? []
      let changes = resources.reduce(0) { $0 + ($1["changes"]?.elements?.count ?? 0) }
      #expect(environment[path: "summary", "changes"]?.text == "\(changes)")
      #expect(changes == comparison.summary.changes)
      #expect(resources.count == comparison.differences.count)
    }
  }
}
