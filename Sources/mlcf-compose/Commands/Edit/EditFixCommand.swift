internal import ArgumentParser
internal import Compose
internal import Conversion
internal import Diagnostics
internal import Edit

/// `mlcf-compose edit fix`.
struct EditFixCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fix", abstract: "Replace deprecated fields.",
    discussion: """
      Example: mlcf-compose edit fix --env dev,staging,prod

      bases, imageTags, patchesStrategicMerge, patchesJson6902, commonLabels and env become what \
      took their place; apiVersion and kind are added. vars stay, or with --vars become \
      replacements with which the build has the same bytes: where there are none, nothing changes. \
      That is a build without charts and functions.
      """)

  @Flag(help: "Make replacements of vars.")
  var vars = false

  @OptionGroup var options: EditOptions

  func run() {
    options.run { (editor, overlay) throws(Diagnostic) in
      try editor.fix(isFile: overlay.isFile)
      guard vars else { return }
      do throws(BuildFailure) {
        try VariableConverter(cache: overlay.cache, directory: overlay.directory).convert(&editor)
      } catch {
        throw error.diagnostics.first { $0.severity == .error } ?? error.diagnostics[0]
      }
    }
  }
}
