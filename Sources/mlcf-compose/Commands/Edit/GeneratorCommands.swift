internal import ArgumentParser
internal import Diagnostics
internal import Edit

/// `mlcf-compose edit set configmap` and `secret`.
struct SetGenerator<Kind: GeneratorKind>: ParsableCommand {
  static var configuration: CommandConfiguration { Kind.setting }

  @Argument(help: "The name.")
  var name: String

  @Option(help: "A value for a key that is there, as KEY=VALUE.")
  var fromLiteral: [String] = []

  @Option(help: "The namespace.")
  var namespace = ""

  @Option(help: "The namespace that it gets.")
  var newNamespace = ""

  @OptionGroup var options: EditOptions

  func validate() throws {
    if fromLiteral.isEmpty, newNamespace.isEmpty {
      throw ValidationError("give --from-literal or --new-namespace")
    }
    try GeneratorOptions.check(fromLiteral)
  }

  func run() {
    options.run { (editor, _) throws(Diagnostic) in
      var generator = GeneratorArgument(Kind.field, name: name)
      generator.namespace = namespace
      generator.literals = fromLiteral
      try editor.set(generator, newNamespace: newNamespace)
    }
  }
}

/// `mlcf-compose edit add configmap` and `secret`.
struct AddGenerator<Kind: GeneratorKind>: ParsableCommand {
  static var configuration: CommandConfiguration { Kind.adding }

  @OptionGroup var generator: GeneratorOptions

  @OptionGroup var kind: Kind

  @OptionGroup var options: EditOptions

  func run() {
    options.run { (editor, overlay) throws(Diagnostic) in
      var generator = try generator.argument(Kind.field, in: overlay)
      kind.complete(&generator)
      try editor.add(generator)
    }
  }
}

/// `mlcf-compose edit remove configmap` and `secret`.
struct RemoveGenerators<Kind: GeneratorKind>: ParsableCommand {
  static var configuration: CommandConfiguration { Kind.removing }

  @Argument(help: "The names, with commas between them.")
  var names: String

  @Option(help: "Their namespace.")
  var namespace = ""

  @OptionGroup var options: EditOptions

  func run() {
    let names = names.split(separator: ",").map(String.init)
    options.run { (editor, _) throws(Diagnostic) in
      try editor.remove(names, namespace: namespace, from: Kind.field)
    }
  }
}
