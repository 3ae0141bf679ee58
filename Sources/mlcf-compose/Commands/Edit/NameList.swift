internal import ArgumentParser

/// A list of names in a kustomization that `edit add` and `edit remove` change.
protocol NameList {
  /// The field of the kustomization.
  static var field: String { get }
  /// The command that adds names.
  static var adding: CommandConfiguration { get }
  /// The command that removes them.
  static var removing: CommandConfiguration { get }
}

/// `resources`.
enum Resources: NameList {
  static let field = "resources"
  static let adding = CommandConfiguration(
    commandName: "resource", abstract: "Add files, directories or repositories to resources.",
    discussion: "Example: mlcf-compose edit add resource service.yaml ../base")
  static let removing = CommandConfiguration(
    commandName: "resource", abstract: "Remove entries of resources.",
    discussion: "Example: mlcf-compose edit remove resource service.yaml 'old-*.yaml'")
}

/// `components`.
enum Components: NameList {
  static let field = "components"
  static let adding = CommandConfiguration(
    commandName: "component", abstract: "Add directories or repositories to components.",
    discussion: "Example: mlcf-compose edit add component ../../components/tls")
  static let removing = CommandConfiguration(
    commandName: "component", abstract: "Remove entries of components.",
    discussion: "Example: mlcf-compose edit remove component ../../components/tls")
}

/// `generators`.
enum Generators: NameList {
  static let field = "generators"
  static let adding = CommandConfiguration(
    commandName: "generator", abstract: "Add files or directories to generators.",
    discussion: "Example: mlcf-compose edit add generator settings.yaml")
  static let removing = CommandConfiguration(
    commandName: "generator", abstract: "Remove entries of generators.",
    discussion: "Example: mlcf-compose edit remove generator settings.yaml")
}

/// `transformers`.
enum Transformers: NameList {
  static let field = "transformers"
  static let adding = CommandConfiguration(
    commandName: "transformer", abstract: "Add files or directories to transformers.",
    discussion: "Example: mlcf-compose edit add transformer prefix.yaml")
  static let removing = CommandConfiguration(
    commandName: "transformer", abstract: "Remove entries of transformers.",
    discussion: "Example: mlcf-compose edit remove transformer 'prefix-*.yaml'")
}
