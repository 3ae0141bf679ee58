internal import ArgumentParser
internal import Diagnostics
internal import Edit

/// `mlcf-compose edit add resource`.
struct AddResourceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resource", abstract: "Add files, directories or repositories to resources.",
    discussion: "Example: mlcf-compose edit add resource service.yaml ../base")

  @Argument(help: "Paths relative to the kustomization, patterns of them, or URLs.")
  var resources: [String]

  @OptionGroup var options: EditOptions

  func run() {
    options.run { (editor, overlay) throws(Diagnostic) in
      try editor.add(overlay.names(resources), to: "resources")
    }
  }
}

/// `mlcf-compose edit add component`.
struct AddComponentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "component", abstract: "Add directories or repositories to components.",
    discussion: "Example: mlcf-compose edit add component ../../components/tls")

  @Argument(help: "Paths relative to the kustomization, patterns of them, or URLs.")
  var components: [String]

  @OptionGroup var options: EditOptions

  func run() {
    options.run { (editor, overlay) throws(Diagnostic) in
      try editor.add(overlay.names(components), to: "components")
    }
  }
}

/// `mlcf-compose edit remove resource`.
struct RemoveResourceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resource", abstract: "Remove entries of resources.",
    discussion: "Example: mlcf-compose edit remove resource service.yaml 'old-*.yaml'")

  @Argument(help: "The entries, or patterns of them.")
  var resources: [String]

  @OptionGroup var options: EditOptions

  func run() {
    options.run { (editor, _) throws(Diagnostic) in
      try editor.remove(resources, from: "resources")
    }
  }
}

/// `mlcf-compose edit remove component`.
struct RemoveComponentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "component", abstract: "Remove entries of components.",
    discussion: "Example: mlcf-compose edit remove component ../../components/tls")

  @Argument(help: "The entries, or patterns of them.")
  var components: [String]

  @OptionGroup var options: EditOptions

  func run() {
    options.run { (editor, _) throws(Diagnostic) in
      try editor.remove(components, from: "components")
    }
  }
}
