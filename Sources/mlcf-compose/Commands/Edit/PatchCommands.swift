internal import ArgumentParser
internal import Diagnostics
internal import Edit

/// A patch and its target; shared by `edit add patch` and `edit remove patch`.
struct PatchOptions: ParsableArguments {
  @Option(help: "The file with the patch, relative to the kustomization.", completion: .file())
  var path: String?

  @Option(parsing: .unconditional, help: "The patch itself.")
  var patch: String?

  @Option(help: "The group of the target.")
  var group: String?

  @Option(help: "The version of the target.")
  var version: String?

  @Option(help: "The kind of the target.")
  var kind: String?

  @Option(help: "The name of the target, a regular expression.")
  var name: String?

  @Option(help: "The namespace of the target, a regular expression.")
  var namespace: String?

  @Option(help: "The annotations of the target.")
  var annotationSelector: String?

  @Option(help: "The labels of the target.")
  var labelSelector: String?

  func validate() throws {
    if (path == nil) == (patch == nil) {
      throw ValidationError("give either --path or --patch")
    }
  }

  /// What the options describe.
  var argument: PatchArgument {
    var argument = PatchArgument()
    argument.path = path ?? ""
    argument.patch = patch ?? ""
    argument.target = [
      ("group", group), ("version", version), ("kind", kind), ("name", name),
      ("namespace", namespace), ("annotationSelector", annotationSelector),
      ("labelSelector", labelSelector),
    ].compactMap { field, value in value.map { (field, $0) } }
    return argument
  }
}

/// `mlcf-compose edit add patch`.
struct AddPatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "patch", abstract: "Add a patch.",
    discussion: "Example: mlcf-compose edit add patch --path replicas.yaml --kind Deployment")

  @OptionGroup var patch: PatchOptions

  @OptionGroup var options: EditOptions

  func run() {
    options.run { (editor, overlay) throws(Diagnostic) in
      _ = try overlay.names([patch.path].compactMap(\.self))
      try editor.add(patch.argument)
    }
  }
}

/// `mlcf-compose edit remove patch`.
struct RemovePatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "patch", abstract: "Remove a patch.",
    discussion: """
      Example: mlcf-compose edit remove patch --path replicas.yaml --kind Deployment

      The options must say exactly what the entry says.
      """)

  @OptionGroup var patch: PatchOptions

  @OptionGroup var options: EditOptions

  func run() {
    options.run { (editor, _) throws(Diagnostic) in try editor.remove(patch.argument) }
  }
}
