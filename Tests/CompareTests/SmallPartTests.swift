@testable import Compare
import TestSupport
import Testing

@Suite struct QuantityTests {
  @Test(arguments: [
    ("1", "1000m"), ("0.5", "500m"), ("1Gi", "1024Mi"), ("1e3", "1k"), ("-1", "-1000m"),
    ("1.5Gi", "1536Mi"), ("100n", "0.1u"), ("+2", "2"), (".5", "500m"), ("5.", "5"),
    ("8Ei", "8192Pi"),
  ])
  func amountsAreEqual(_ a: String, _ b: String) throws {
    let (a, b) = (try #require(Quantity(a)), try #require(Quantity(b)))
    #expect(a == b)
  }

  @Test(arguments: ["", "m", "1.2.3", "1 Gi", "1GB", "x", "1e99", "--1"])
  func isNone(_ text: String) {
    #expect(Quantity(text) == nil)
  }

  @Test func smallerIsLess() throws {
    let (a, b) = (try #require(Quantity("999Mi")), try #require(Quantity("1Gi")))
    #expect(a < b)
  }
}

@Suite struct LineDifferenceTests {
  private func sides(_ lines: [LineDifference.Line]) -> (old: String, new: String) {
    var (old, new): ([String], [String]) = ([], [])
    for line in lines {
      switch line {
      case .kept(let text):
        old.append(text)
        new.append(text)
      case .removed(let text): old.append(text)
      case .inserted(let text): new.append(text)
      }
    }
    return (old.joined(separator: "\n"), new.joined(separator: "\n"))
  }

  @Test func changesLittle() {
    let lines = LineDifference("a\nb\nc\n", "a\nx\nc\n").lines
    #expect(lines == [.kept("a"), .removed("b"), .inserted("x"), .kept("c"), .kept("")])
  }

  @Test func bothTextsAreInTheLines() {
    for round in 0..<300 {
      var random = SplitMix64(round: round)
      let texts = (0..<2).map { _ in
        (0..<random.below(12)).map { _ in random.pick(["a", "b", "c", "d", ""]) }
          .joined(separator: "\n")
      }
      let found = sides(LineDifference(texts[0], texts[1]).lines)
      #expect(found == (texts[0], texts[1]), "round \(round) of seed \(SplitMix64.seed)")
    }
  }

  @Test func muchThatDiffersTakesLittleTime() {
    let old = (0..<20_000).map { "old \($0 % 7)" }.joined(separator: "\n")
    let new = (0..<20_000).map { "new \($0 % 7)" }.joined(separator: "\n")
    #expect(LineDifference(old, new).lines.count == 40_000)
  }
}
