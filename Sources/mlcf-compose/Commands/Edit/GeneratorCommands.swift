internal import ArgumentParser
internal import Diagnostics
internal import Edit

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
