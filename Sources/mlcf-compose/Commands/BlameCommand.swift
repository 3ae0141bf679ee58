internal import ArgumentParser
internal import Diagnostics
internal import Explain

/// `mlcf-compose blame`.
struct BlameCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "blame",
    abstract: "Print a resource with the place that each line comes from.",
    discussion: """
      Example: mlcf-compose blame overlays/prod deployment/web

      Values of Secrets are not shown.
      """)

  @Argument(
    help: "The directory of a kustomization, or the name of an environment.",
    completion: .directory)
  var directory: String

  @Argument(
    help: "A resource: [NAMESPACE/]KIND[.GROUP]/NAME, as far as it is unambiguous.",
    completion: ExplainCompletion.resources)
  var resource: String

  @OptionGroup var options: ExplainOptions

  func run() throws {
    let build = options.build(directory)
    let resources = build.answer { (provenance) throws(Diagnostic) in
      try provenance.blamed(resource)
    }
    switch options.output {
    case .text:
      build.printText { text in
        resources.map { text.blame($0.lines) }.joined(separator: "---\n")
      }
    case .json: build.printJSON { $0.blame(resources) }
    }
  }
}
