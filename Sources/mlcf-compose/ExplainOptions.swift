internal import ArgumentParser
internal import Explain

/// What the commands that explain a build have in common.
struct ExplainOptions: ParsableArguments {
  /// What the answer looks like.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, json
  }

  @Option(help: "The form of the answer: text, or one JSON object.")
  var output = Format.text

  @OptionGroup var renderingOptions: RenderingOptions

  @OptionGroup(title: "Diagnostics") var diagnosticOptions: DiagnosticOptions

  /// Builds what an argument names.
  func build(_ directory: String) -> ExplainedBuild {
    ExplainedBuild(directory, renderingOptions, diagnosticOptions.display)
  }
}

/// Completions of resources and paths, for shells.
enum ExplainCompletion {
  /// The resources of the build that the words before name.
  static let resources = CompletionKind.custom { words, _, prefix in
    guard let directory = arguments(of: words).first else { return [] }
    let provenance = ExplainedBuild.forCompletion(of: directory)
    return provenance?.resourceCompletions(of: prefix) ?? []
  }

  /// The fields of the resource that the words before name.
  static let paths = CompletionKind.custom { words, _, prefix in
    let arguments = arguments(of: words)
    guard arguments.count >= 2 else { return [] }
    let provenance = ExplainedBuild.forCompletion(of: arguments[0])
    return provenance?.pathCompletions(of: prefix, in: arguments[1]) ?? []
  }

  /// The words behind the command that are no options.
  private static func arguments(of words: [String]) -> [String] {
    Array(words.drop { $0 != "explain" && $0 != "blame" }.dropFirst().filter { !$0.hasPrefix("-") })
  }
}
