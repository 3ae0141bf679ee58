internal import ArgumentParser
internal import Diagnostics
internal import Edit

/// What `edit add configmap` and `edit add secret` share.
struct GeneratorOptions: ParsableArguments {
  @Argument(help: "The name.")
  var name: String

  @Option(help: "A file, or KEY=FILE, or several with commas between them.")
  var fromFile: [String] = []

  @Option(help: "A value, as KEY=VALUE.")
  var fromLiteral: [String] = []

  @Option(help: "A file of lines KEY=VALUE.", completion: .file())
  var fromEnvFile: String?

  @Option(help: "The namespace.")
  var namespace = ""

  @Flag(name: .customLong("disableNameSuffixHash"), help: "Add no hash to the name.")
  var disablesNameSuffixHash = false

  func validate() throws {
    if fromFile.isEmpty, fromLiteral.isEmpty, fromEnvFile == nil {
      throw ValidationError("give --from-file, --from-literal or --from-env-file")
    }
    if fromEnvFile != nil, !fromFile.isEmpty || !fromLiteral.isEmpty {
      throw ValidationError("--from-env-file excludes --from-file and --from-literal")
    }
    // The value is not repeated: it may be secret.
    for literal in fromLiteral where literal.first == "=" || !literal.contains("=") {
      throw ValidationError("a --from-literal is not of the form KEY=VALUE")
    }
  }

  /// Makes a generator of the options, whose files are there.
  func argument(
    _ field: GeneratorArgument.Field, in overlay: EditedOverlay
  ) throws(Diagnostic) -> GeneratorArgument {
    var argument = GeneratorArgument(field, name: name)
    argument.namespace = namespace
    argument.literals = fromLiteral
    argument.envs = try overlay.names([fromEnvFile].compactMap(\.self))
    argument.disablesNameSuffixHash = disablesNameSuffixHash
    for source in fromFile.flatMap({ $0.split(separator: ",").map(String.init) }) {
      let parts = source.split(separator: "=", maxSplits: 1).map(String.init)
      let names = try overlay.names([parts[parts.count - 1]])
      guard parts.count == 2 else {
        argument.files += names
        continue
      }
      guard names.count == 1 else {
        throw Diagnostic(
          "edit/several-files",
          "\"\(parts[1])\" stands for \(names.count) files, and a key has one",
          hint: "name the file, or leave out the key")
      }
      argument.files.append("\(parts[0])=\(names[0])")
    }
    return argument
  }
}

/// `mlcf-compose edit add configmap`.
struct AddConfigMapCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "configmap", abstract: "Add a generated ConfigMap, or sources to one.",
    discussion: "Example: mlcf-compose edit add configmap settings --from-literal=LOG_LEVEL=warn")

  @OptionGroup var generator: GeneratorOptions

  @Option(help: "What becomes of one that is there: create, merge or replace.")
  var behavior = ""

  @OptionGroup var options: EditOptions

  func validate() throws {
    guard ["", "create", "merge", "replace"].contains(behavior) else {
      throw ValidationError("--behavior is create, merge or replace, and not \"\(behavior)\"")
    }
  }

  func run() {
    options.run { (editor, overlay) throws(Diagnostic) in
      var argument = try generator.argument(.configMapGenerator, in: overlay)
      argument.behavior = behavior
      try editor.add(argument)
    }
  }
}

/// `mlcf-compose edit add secret`.
struct AddSecretCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "secret", abstract: "Add a generated Secret, or sources to one.",
    discussion: """
      Example: mlcf-compose edit add secret dev-login --from-env-file=login.env

      For development only: "secrets seal" seals values of protected environments.
      """)

  @OptionGroup var generator: GeneratorOptions

  @Option(help: "The type, where the Secret is new.")
  var type = "Opaque"

  @OptionGroup var options: EditOptions

  func run() {
    options.run { (editor, overlay) throws(Diagnostic) in
      var argument = try generator.argument(.secretGenerator, in: overlay)
      argument.type = type
      try editor.add(argument)
    }
  }
}

/// `mlcf-compose edit remove configmap`.
struct RemoveConfigMapCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "configmap", abstract: "Remove generated ConfigMaps.",
    discussion: "Example: mlcf-compose edit remove configmap settings,features")

  @Argument(help: "The names, with commas between them.")
  var names: String

  @Option(help: "Their namespace.")
  var namespace = ""

  @OptionGroup var options: EditOptions

  func run() {
    let names = names.split(separator: ",").map(String.init)
    options.run { (editor, _) throws(Diagnostic) in
      try editor.remove(names, namespace: namespace, from: .configMapGenerator)
    }
  }
}

/// `mlcf-compose edit remove secret`.
struct RemoveSecretCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "secret", abstract: "Remove generated Secrets.",
    discussion: "Example: mlcf-compose edit remove secret dev-login")

  @Argument(help: "The names, with commas between them.")
  var names: String

  @Option(help: "Their namespace.")
  var namespace = ""

  @OptionGroup var options: EditOptions

  func run() {
    let names = names.split(separator: ",").map(String.init)
    options.run { (editor, _) throws(Diagnostic) in
      try editor.remove(names, namespace: namespace, from: .secretGenerator)
    }
  }
}
