import Diagnostics
import TestSupport
import Testing

@Suite struct LineDifferenceTests {
  private func lines(_ old: String, _ new: String) -> [LineDifference.Line] {
    LineDifference(Array(old.utf8), Array(new.utf8)).lines
  }

  private func sides(_ lines: [LineDifference.Line]) -> (old: String, new: String) {
    var (old, new): ([UInt8], [UInt8]) = ([], [])
    for line in lines {
      switch line {
      case .kept(let text):
        old += text
        new += text
      case .removed(let text): old += text
      case .inserted(let text): new += text
      }
    }
    return (String(decoding: old, as: UTF8.self), String(decoding: new, as: UTF8.self))
  }

  @Test func changesLittle() {
    let kinds = lines("a\nb\nc\n", "a\nx\nc\n").map { line in
      switch line {
      case .kept(let text): " " + String(decoding: text, as: UTF8.self)
      case .removed(let text): "-" + String(decoding: text, as: UTF8.self)
      case .inserted(let text): "+" + String(decoding: text, as: UTF8.self)
      }
    }
    #expect(kinds == [" a\n", "-b\n", "+x\n", " c\n"])
  }

  @Test func bothTextsAreInTheLines() {
    for round in 0..<300 {
      var random = SplitMix64(round: round)
      let texts = (0..<2).map { _ in
        (0..<random.below(12)).map { _ in random.pick(["a", "b", "c", "d", ""]) }
          .joined(separator: "\n")
      }
      let found = sides(lines(texts[0], texts[1]))
      #expect(found == (texts[0], texts[1]), "round \(round) of seed \(SplitMix64.seed)")
    }
  }

  @Test func muchThatDiffersTakesLittleTime() {
    let old = (0..<20_000).map { "old \($0 % 7)" }.joined(separator: "\n")
    let new = (0..<20_000).map { "new \($0 % 7)" }.joined(separator: "\n")
    #expect(lines(old, new).count == 40_000)
  }
}
