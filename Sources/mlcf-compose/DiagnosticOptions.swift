internal import ArgumentParser
internal import Diagnostics

/// How diagnostics are shown; shared by all commands.
struct DiagnosticOptions: ParsableArguments {
  /// When colours are used.
  enum Color: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never
  }

  /// What diagnostics look like.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case human, json
  }

  @Option(help: "When to colour diagnostics.")
  var color = Color.auto

  @Option(help: "The form of diagnostics: text with excerpts, or one JSON object a line.")
  var diagnostics = Format.human

  @Flag(name: .shortAndLong, help: "Show errors only, no warnings.")
  var quiet = false

  /// Prints diagnostics to standard error.
  func show(_ found: [Diagnostic], of sources: SourceTable) {
    let shown = quiet ? found.filter { $0.severity == .error } : found
    guard !shown.isEmpty else { return }
    switch diagnostics {
    case .json:
      let renderer = JSONDiagnosticRenderer(sources: sources)
      Standard.error.writeOrLeave(shown.map(renderer.render).joined())
    case .human:
      let usesColor = color == .always || (color == .auto && Standard.error.showsColor)
      let renderer = DiagnosticRenderer(sources: sources, usesColor: usesColor)
      Standard.error.writeOrLeave(shown.map(renderer.render).joined(separator: "\n"))
    }
  }
}
