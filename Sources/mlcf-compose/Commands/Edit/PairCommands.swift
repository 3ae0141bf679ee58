internal import ArgumentParser
internal import Diagnostics
internal import Edit

/// `mlcf-compose edit set label` and `annotation`.
struct SetPairs<Pairs: PairOptions>: ParsableCommand {
  static var configuration: CommandConfiguration {
    Pairs.configuration(
      "Set \(Pairs.plural) of all resources.",
      example: "set \(Pairs.noun.bare) \(Pairs.examples.set)")
  }

  @Argument(help: ArgumentHelp("The \(Pairs.plural), as KEY:VALUE.", valueName: Pairs.plural))
  var pairs: [String]

  @OptionGroup var pairOptions: Pairs

  @OptionGroup var options: EditOptions

  func validate() throws { _ = try Pairs.pairs(pairs) }

  func run() throws {
    let pairs = try Pairs.pairs(pairs)
    options.run { (editor, _) throws(Diagnostic) in
      try editor.set(pairs, in: pairOptions.field, force: true)
    }
  }
}

/// `mlcf-compose edit add label` and `annotation`.
struct AddPairs<Pairs: PairOptions>: ParsableCommand {
  static var configuration: CommandConfiguration {
    Pairs.configuration(
      "Add \(Pairs.plural) that are not there yet.",
      example: "add \(Pairs.noun.bare) \(Pairs.examples.add)")
  }

  @Argument(
    help: ArgumentHelp(
      "The \(Pairs.plural), as KEY:VALUE with commas between them.", valueName: Pairs.plural))
  var pairs: String

  @Flag(name: .shortAndLong, help: "Overwrite \(Pairs.plural) that are there.")
  var force = false

  @OptionGroup var pairOptions: Pairs

  @OptionGroup var options: EditOptions

  func validate() throws { _ = try Pairs.pairs([pairs]) }

  func run() throws {
    let pairs = try Pairs.pairs([pairs])
    options.run { (editor, _) throws(Diagnostic) in
      try editor.set(pairs, in: pairOptions.field, force: force)
    }
  }
}

/// `mlcf-compose edit remove label` and `annotation`.
struct RemovePairs<Pairs: PairOptions>: ParsableCommand {
  static var configuration: CommandConfiguration {
    Pairs.configuration(
      "Remove \(Pairs.plural).", example: "remove \(Pairs.noun.bare) \(Pairs.examples.remove)")
  }

  @Argument(help: "The keys, with commas between them.")
  var keys: String

  @Flag(
    name: [.customShort("i"), .long], help: "Accept that \(Pairs.noun.withArticle) is not there.")
  var ignoreNonExistence = false

  @OptionGroup var options: EditOptions

  func run() {
    let keys = keys.split(separator: ",").map(String.init)
    options.run { (editor, _) throws(Diagnostic) in
      try editor.remove(keys, from: Pairs.removed, ignoresMissing: ignoreNonExistence)
    }
  }
}
