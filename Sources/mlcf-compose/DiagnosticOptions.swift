internal import ArgumentParser
internal import Diagnostics

/// How diagnostics are shown.
struct DiagnosticDisplay {
  /// When colours are used.
  enum Color: String, CaseIterable {
    case auto, always, never
  }

  /// What diagnostics look like.
  enum Format: String, CaseIterable {
    case human, json
  }

  /// When colours are used.
  var color = Color.auto
  /// What diagnostics look like.
  var format = Format.human
  /// Whether warnings are left out.
  var isQuiet = false

  /// Whether text on a stream is coloured.
  func usesColor(on stream: Standard) -> Bool {
    color == .always || (color == .auto && stream.showsColor)
  }

  /// Prints diagnostics to standard error.
  func show(_ found: [Diagnostic], of sources: SourceTable) {
    let shown = isQuiet ? found.filter { $0.severity == .error } : found
    guard !shown.isEmpty else { return }
    switch format {
    case .json:
      let renderer = JSONDiagnosticRenderer(sources: sources)
      Standard.error.writeOrLeave(shown.map(renderer.render).joined())
    case .human:
      let renderer = DiagnosticRenderer(sources: sources, usesColor: usesColor(on: .error))
      Standard.error.writeOrLeave(shown.map(renderer.render).joined(separator: "\n"))
    }
  }
}

extension DiagnosticDisplay.Color: ExpressibleByArgument {}
extension DiagnosticDisplay.Format: ExpressibleByArgument {}

/// The options of how diagnostics are shown; shared by all commands.
struct DiagnosticOptions: ParsableArguments {
  @Option(help: "When to colour diagnostics.")
  var color = DiagnosticDisplay.Color.auto

  @Option(help: "The form of diagnostics: text with excerpts, or one JSON object a line.")
  var diagnostics = DiagnosticDisplay.Format.human

  @Flag(name: .shortAndLong, help: "Show errors only, no warnings.")
  var quiet = false

  /// What the options say.
  var display: DiagnosticDisplay {
    DiagnosticDisplay(color: color, format: diagnostics, isQuiet: quiet)
  }

  /// Prints diagnostics to standard error.
  func show(_ found: [Diagnostic], of sources: SourceTable) {
    display.show(found, of: sources)
  }
}
