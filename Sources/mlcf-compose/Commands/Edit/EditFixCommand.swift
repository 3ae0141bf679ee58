internal import ArgumentParser
internal import Diagnostics
internal import Edit

/// `mlcf-compose edit fix`.
struct EditFixCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fix", abstract: "Replace deprecated fields.",
    discussion: """
      Example: mlcf-compose edit fix --env dev,staging,prod

      bases, imageTags, patchesStrategicMerge, patchesJson6902, commonLabels and env become what \
      took their place; apiVersion and kind are added. vars stay as they are.
      """)

  @OptionGroup var options: EditOptions

  func run() {
    options.run { (editor, overlay) throws(Diagnostic) in
      try editor.fix(isFile: overlay.isFile)
    }
  }
}
