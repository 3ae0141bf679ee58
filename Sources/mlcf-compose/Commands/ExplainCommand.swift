internal import ArgumentParser
internal import Diagnostics
internal import Explain

/// `mlcf-compose explain`.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Tell which steps made a value, a resource, or a whole build.",
    discussion: """
      Example: mlcf-compose explain overlays/prod deployment/web spec.replicas

      Each step is told with its place, and with the value before and after it; the last step comes \
      first. Without a path the steps of the resource are told, without a resource those of the \
      build. A "*" stands for any text in a resource and for every value in a path. Values of \
      Secrets are not shown.
      """)

  @Argument(
    help: "The directory of a kustomization, or the name of an environment.",
    completion: .directory)
  var directory: String

  @Argument(
    help: "A resource: [NAMESPACE/]KIND[.GROUP]/NAME, as far as it is unambiguous.",
    completion: ExplainCompletion.resources)
  var resource: String?

  @Argument(
    help: "A field, as spec.template.spec.containers[name=api].image.",
    completion: ExplainCompletion.paths)
  var path: String?

  @OptionGroup var options: ExplainOptions

  func run() throws {
    let build = options.build(directory)
    guard let resource else {
      switch options.output {
      case .text: build.printText { $0.overview() }
      case .json: build.printJSON { $0.overview() }
      }
      return
    }
    guard let path else {
      let subjects = build.answer { (provenance) throws(Diagnostic) in
        try provenance.subjects(resource)
      }
      switch options.output {
      case .text: build.printText { $0.timelines(of: subjects) }
      case .json: build.printJSON { $0.object(of: subjects) }
      }
      return
    }
    let explanations = build.answer { (provenance) throws(Diagnostic) in
      try provenance.explanations(of: resource, path)
    }
    switch options.output {
    case .text: build.printText { $0.text(of: explanations) }
    case .json: build.printJSON { $0.object(of: explanations) }
    }
  }
}
