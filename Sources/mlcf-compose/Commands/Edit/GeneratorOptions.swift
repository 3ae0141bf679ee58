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
    try Self.check(fromLiteral)
  }

  /// Wrong usage, if a literal is no KEY=VALUE.
  static func check(_ literals: [String]) throws {
    // The value is not repeated: it may be secret.
    for literal in literals where literal.first == "=" || !literal.contains("=") {
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
