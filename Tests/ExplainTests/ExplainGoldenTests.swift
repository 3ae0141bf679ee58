import Compose
import Diagnostics
import Explain
import Foundation
import TestSupport
import Testing

/// Questions about builds, a line each in a fixture's file `questions`, and their answers.
@Suite struct ExplainGoldenTests {
  @Test(arguments: Fixture.all(in: "explain"))
  func answersAsRecorded(_ fixture: Fixture) throws {
    let watched = try Watched(fixture.target, shownFrom: fixture.input, options: fixture.options)
    let questions = try String(
      contentsOf: fixture.folder.appendingPathComponent("questions"), encoding: .utf8)
    var answers = ""
    for question in questions.split(separator: "\n").map(String.init) {
      answers += "$ \(question)\n\(watched.answer(to: question))\n"
    }
    try fixture.expect(["expected.txt": answers])
  }
}

extension Watched {
  /// What is printed for a question, without colours.
  func answer(to question: String) -> String {
    let words = question.split(separator: " ", maxSplits: 2).map(String.init)
    let text = ExplanationText(provenance, usesColor: false)
    do throws(Diagnostic) {
      switch (words[0], words.count) {
      case ("annotate", _):
        return try provenance.annotatedResources().joined(separator: "---\n")
      case ("blame", 2):
        return try provenance.blamed(words[1]).map { text.blame($0.lines) }
          .joined(separator: "---\n")
      case ("explain", 1): return text.overview()
      case ("explain", 2): return text.timelines(of: try provenance.subjects(words[1]))
      default: return text.text(of: try provenance.explanations(of: words[1], words[2]))
      }
    } catch {
      return DiagnosticRenderer(sources: sources).render(error)
    }
  }
}
