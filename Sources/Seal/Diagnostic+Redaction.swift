internal import Diagnostics

extension Diagnostic {
  /// The diagnostic without the development values in its words: a text that holds one is not shown.
  ///
  /// Excerpts are the matter of `SourceTable`.
  func withoutValues(_ scan: LeakScan) -> Diagnostic {
    var diagnostic = self
    diagnostic.message = Self.redacted(message, scan)
    diagnostic.hint = hint.map { Self.redacted($0, scan) }
    diagnostic.path = path.map { Self.redacted($0, scan) }
    for index in notes.indices {
      diagnostic.notes[index].message = Self.redacted(notes[index].message, scan)
    }
    return diagnostic
  }

  private static func redacted(_ text: String, _ scan: LeakScan) -> String {
    guard let needle = scan.occurrences(in: Array(text.utf8)).first?.needle else { return text }
    return "(not shown: these words hold \(needle.name) as \(needle.encoding))"
  }
}
