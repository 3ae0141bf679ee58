internal import ArgumentParser
internal import Edit

/// ConfigMaps or Secrets that are generated, with the options for new ones that are theirs.
protocol GeneratorKind: ParsableArguments {
  static var field: GeneratorArgument.Field { get }
  /// The commands under `edit set`, `edit add` and `edit remove`.
  static var setting: CommandConfiguration { get }
  static var adding: CommandConfiguration { get }
  static var removing: CommandConfiguration { get }

  /// Gives a generator what the options say.
  func complete(_ generator: inout GeneratorArgument)
}

/// Generated ConfigMaps.
struct ConfigMaps: GeneratorKind {
  static let field = GeneratorArgument.Field.configMapGenerator
  static let setting = CommandConfiguration(
    commandName: "configmap", abstract: "Set literals or the namespace of a generated ConfigMap.",
    discussion: "Example: mlcf-compose edit set configmap settings --from-literal=LOG_LEVEL=debug")
  static let adding = CommandConfiguration(
    commandName: "configmap", abstract: "Add a generated ConfigMap, or sources to one.",
    discussion: "Example: mlcf-compose edit add configmap settings --from-literal=LOG_LEVEL=warn")
  static let removing = CommandConfiguration(
    commandName: "configmap", abstract: "Remove generated ConfigMaps.",
    discussion: "Example: mlcf-compose edit remove configmap settings,features")

  @Option(help: "What becomes of one that is there: create, merge or replace.")
  var behavior = ""

  func validate() throws {
    guard ["", "create", "merge", "replace"].contains(behavior) else {
      throw ValidationError("--behavior is create, merge or replace, and not \"\(behavior)\"")
    }
  }

  func complete(_ generator: inout GeneratorArgument) { generator.behavior = behavior }
}

/// Generated Secrets.
struct Secrets: GeneratorKind {
  static let field = GeneratorArgument.Field.secretGenerator
  static let setting = CommandConfiguration(
    commandName: "secret", abstract: "Set literals or the namespace of a generated Secret.",
    discussion: "Example: mlcf-compose edit set secret dev-login --from-literal=USER=dev")
  static let adding = CommandConfiguration(
    commandName: "secret", abstract: "Add a generated Secret, or sources to one.",
    discussion: """
      Example: mlcf-compose edit add secret dev-login --from-env-file=login.env

      For development only: "secrets seal" seals values of protected environments.
      """)
  static let removing = CommandConfiguration(
    commandName: "secret", abstract: "Remove generated Secrets.",
    discussion: "Example: mlcf-compose edit remove secret dev-login")

  @Option(help: "The type, where the Secret is new.")
  var type = "Opaque"

  func complete(_ generator: inout GeneratorArgument) { generator.type = type }
}
