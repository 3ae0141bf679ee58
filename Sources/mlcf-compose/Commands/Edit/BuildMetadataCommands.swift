internal import ArgumentParser
internal import Diagnostics
internal import Edit

/// What of a build is to stand in resources.
struct BuildMetadataOptions: ParsableArguments {
  private static let known = ["originAnnotations", "transformerAnnotations", "managedByLabel"]

  @Argument(
    help: ArgumentHelp(
      "\(known.joined(separator: ", ")), with commas between them.", valueName: "metadata"))
  var list: String

  /// The names.
  var names: [String] {
    list.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }

  func validate() throws {
    for name in names where !Self.known.contains(name) {
      throw ValidationError(
        "\"\(name)\" is none of \(Self.known.joined(separator: ", "))")
    }
  }
}

/// `mlcf-compose edit set buildmetadata`.
struct SetBuildMetadataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "buildmetadata", abstract: "Set what of a build stands in resources.",
    discussion: "Example: mlcf-compose edit set buildmetadata originAnnotations,managedByLabel")

  @OptionGroup var metadata: BuildMetadataOptions

  @OptionGroup var options: EditOptions

  func run() {
    options.run { (editor, _) throws(Diagnostic) in
      try editor.set("buildMetadata", to: metadata.names)
    }
  }
}

/// `mlcf-compose edit add buildmetadata`.
struct AddBuildMetadataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "buildmetadata", abstract: "Add to what of a build stands in resources.",
    discussion: "Example: mlcf-compose edit add buildmetadata originAnnotations")

  @OptionGroup var metadata: BuildMetadataOptions

  @OptionGroup var options: EditOptions

  func run() {
    options.run { (editor, _) throws(Diagnostic) in
      try editor.add(metadata.names, to: "buildMetadata")
    }
  }
}

/// `mlcf-compose edit remove buildmetadata`.
struct RemoveBuildMetadataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "buildmetadata", abstract: "Remove from what of a build stands in resources.",
    discussion: "Example: mlcf-compose edit remove buildmetadata originAnnotations")

  @OptionGroup var metadata: BuildMetadataOptions

  @OptionGroup var options: EditOptions

  func run() {
    options.run { (editor, _) throws(Diagnostic) in
      try editor.remove(metadata.names, from: "buildMetadata")
    }
  }
}
