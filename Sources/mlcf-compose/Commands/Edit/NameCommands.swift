internal import ArgumentParser
internal import Diagnostics
internal import Edit

/// `mlcf-compose edit add resource` and its like.
struct AddNames<List: NameList>: ParsableCommand {
  static var configuration: CommandConfiguration { List.adding }

  @Argument(
    help: ArgumentHelp(
      "Paths relative to the kustomization, patterns of them, or URLs.", valueName: List.field))
  var names: [String]

  @OptionGroup var options: EditOptions

  func run() {
    options.run { (editor, overlay) throws(Diagnostic) in
      try editor.add(overlay.names(names), to: List.field)
    }
  }
}

/// `mlcf-compose edit remove resource` and its like.
struct RemoveNames<List: NameList>: ParsableCommand {
  static var configuration: CommandConfiguration { List.removing }

  @Argument(help: ArgumentHelp("The entries, or patterns of them.", valueName: List.field))
  var names: [String]

  @OptionGroup var options: EditOptions

  func run() {
    options.run { (editor, _) throws(Diagnostic) in try editor.remove(names, from: List.field) }
  }
}

/// `mlcf-compose edit add base`.
struct AddBaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "base", abstract: "Add directories or repositories to resources.",
    discussion: "Example: mlcf-compose edit add base ../base,../common")

  @Argument(help: "Paths relative to the kustomization, or URLs, with commas between them.")
  var bases: String

  @OptionGroup var options: EditOptions

  func run() {
    let bases = bases.split(separator: ",").map(String.init)
    options.run { (editor, overlay) throws(Diagnostic) in
      try editor.add(overlay.names(bases), to: Resources.field)
    }
  }
}
