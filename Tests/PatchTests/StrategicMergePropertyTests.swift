import Diagnostics
import Patch
import TestSupport
import Testing
import YAML

/// What holds for any merge without directives; `SEED` of the environment chooses other ones.
@Suite struct StrategicMergePropertyTests {
  private static let rounds = 0..<300

  @Test func anEmptyPatchChangesNothing() throws {
    for round in Self.rounds {
      var text = ManifestText(round: round, prefix: "b")
      let base = try parse(text.deployment())
      let comment = Comment("seed \(SplitMix64.seed), round \(round)")
      let result = try #require(try? merged(.emptyMapping(), into: base), comment)
      #expect(result.hasSameContent(as: base), comment)
    }
  }

  @Test func aMergeAppliedTwiceEqualsOnce() throws {
    for round in Self.rounds {
      var baseText = ManifestText(round: round, prefix: "b")
      var patchText = ManifestText(round: round + 100_000, prefix: "p")
      let base = try parse(baseText.deployment())
      let patch = try parse(patchText.deployment())
      let comment = Comment("seed \(SplitMix64.seed), round \(round)")
      let once = try #require(try? merged(patch, into: base), comment)
      let twice = try #require(try? merged(patch, into: once), comment)
      #expect(try yaml(twice) == yaml(once), comment)
    }
  }

  @Test func valuesKeepTheirPlace() throws {
    for round in Self.rounds {
      let sources = SourceTable()
      var baseText = ManifestText(round: round, prefix: "b")
      var patchText = ManifestText(round: round + 100_000, prefix: "p")
      let base = try parse(baseText.deployment(), path: "b", in: sources)
      let patch = try parse(patchText.deployment(), path: "p", in: sources)
      let comment = Comment("seed \(SplitMix64.seed), round \(round)")
      let result = try #require(try? merged(patch, into: base), comment)
      try forEachScalar(of: result) { text, range in
        let range = try #require(range, comment)
        let file = try #require(sources.file(range.file), comment)
        let covered = file.bytes[Int(range.start)..<Int(range.end)]
        #expect(covered.elementsEqual(text.utf8), comment)
        // Values begin with the name of the file that they are from; names are in both.
        if text.hasPrefix("b") || text.hasPrefix("p") {
          #expect(text.hasPrefix(file.path), comment)
        }
      }
    }
  }

  private func forEachScalar(
    of node: Node, _ body: (String, SourceRange?) throws -> Void
  ) rethrows {
    switch node.content {
    case .scalar(let scalar): try body(scalar.text, node.range)
    case .sequence(let elements): for element in elements { try forEachScalar(of: element, body) }
    case .mapping(let entries):
      for entry in entries { try forEachScalar(of: entry.value, body) }
    }
  }
}

/// Random Deployments as text, with lists of every merge strategy.
private struct ManifestText {
  private var random: SplitMix64
  private let prefix: String

  /// A generator of values that begin with `prefix`.
  init(round: Int, prefix: String) {
    random = SplitMix64(round: round)
    self.prefix = prefix
  }

  mutating func deployment() -> String {
    let finalizers = list(numbers().map { "x\($0)" })
    var containers: [String] = []
    for number in numbers() { containers.append(container(number)) }
    let volumes = numbers().map { [prefix] in "{name: n\($0), emptyDir: {medium: \(prefix)v}}" }
    return """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: n, labels: \(mapping()), annotations: \(mapping()), finalizers: \(finalizers)}
      spec:
        template:
          metadata: {labels: \(mapping())}
          spec:
            nodeSelector: \(mapping())
            containers: \(list(containers))
            volumes: \(list(volumes))
      """
  }

  private mutating func container(_ number: Int) -> String {
    let environment = numbers().map { [prefix] in "{name: n\($0), value: \(prefix)e}" }
    let ports = numbers().map { [prefix] in
      "{containerPort: \(8000 + $0), protocol: TCP, name: \(prefix)p}"
    }
    let arguments = numbers().map { [prefix] in "\(prefix)\($0)" }
    return "{name: n\(number), image: \(prefix)i, env: \(list(environment)), "
      + "ports: \(list(ports)), args: \(list(arguments))}"
  }

  private mutating func mapping() -> String {
    "{" + numbers().map { [prefix] in "k\($0): \(prefix)\($0)" }.joined(separator: ", ") + "}"
  }

  private func list(_ elements: [String]) -> String {
    "[" + elements.joined(separator: ", ") + "]"
  }

  /// Some different numbers in any order, at least one.
  private mutating func numbers() -> [Int] {
    Array((0..<6).shuffled(using: &random).prefix(1 + random.below(5)))
  }
}
