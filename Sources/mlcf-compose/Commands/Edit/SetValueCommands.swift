internal import ArgumentParser
internal import Diagnostics
internal import Edit

/// `mlcf-compose edit set image`.
struct SetImageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "image", abstract: "Set names, tags or digests of images.",
    discussion: """
      Example: mlcf-compose edit set image api=ghcr.io/mlcf/api:1.4.2

      The forms are \(ImageArgument.forms.joined(separator: ", ")). Of an image that is there \
      already, what is not named is taken away; a * keeps it.
      """)

  @Argument(help: "The images.")
  var images: [String]

  @OptionGroup var options: EditOptions

  func validate() throws {
    for image in images where ImageArgument(image) == nil {
      throw ValidationError(
        "\"\(image)\" has none of the forms \(ImageArgument.forms.joined(separator: ", "))")
    }
  }

  func run() {
    let images = images.compactMap(ImageArgument.init)
    options.run { (editor, _) throws(Diagnostic) in try editor.set(images) }
  }
}

/// `mlcf-compose edit set replicas`.
struct SetReplicasCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replicas", abstract: "Set numbers of replicas.",
    discussion: "Example: mlcf-compose edit set replicas api=3 worker=1")

  @Argument(help: "The resources and their numbers, as NAME=COUNT.")
  var replicas: [String]

  @OptionGroup var options: EditOptions

  func validate() throws {
    for argument in replicas where Self.count(argument) == nil {
      throw ValidationError("\"\(argument)\" is not of the form NAME=COUNT")
    }
  }

  func run() {
    let counts = replicas.compactMap(Self.count)
    options.run { (editor, _) throws(Diagnostic) in
      try editor.setReplicas(counts)
    }
  }

  private static func count(_ argument: String) -> (name: String, count: Int)? {
    let parts = argument.split(separator: "=", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, let count = Int(parts[1]), count >= 0 else {
      return nil
    }
    return (String(parts[0]), count)
  }
}

/// `mlcf-compose edit set namespace`.
struct SetNamespaceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "namespace", abstract: "Set the namespace.",
    discussion: "Example: mlcf-compose edit set namespace staging")

  @Argument(help: "The namespace.")
  var namespace: String

  @OptionGroup var options: EditOptions

  func run() {
    options.run { (editor, _) throws(Diagnostic) in try editor.set("namespace", to: namespace) }
  }
}

/// `mlcf-compose edit set nameprefix`.
struct SetNamePrefixCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nameprefix", abstract: "Set the prefix of names.",
    discussion: """
      Example: mlcf-compose edit set nameprefix acme-

      A prefix that begins with a dash stands behind --. An empty one is removed.
      """)

  @Argument(help: "The prefix.")
  var prefix: String

  @OptionGroup var options: EditOptions

  func run() {
    options.run { (editor, _) throws(Diagnostic) in try editor.set("namePrefix", to: prefix) }
  }
}

/// `mlcf-compose edit set namesuffix`.
struct SetNameSuffixCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "namesuffix", abstract: "Set the suffix of names.",
    discussion: """
      Example: mlcf-compose edit set namesuffix -- -v2

      A suffix that begins with a dash stands behind --. An empty one is removed.
      """)

  @Argument(help: "The suffix.")
  var suffix: String

  @OptionGroup var options: EditOptions

  func run() {
    options.run { (editor, _) throws(Diagnostic) in try editor.set("nameSuffix", to: suffix) }
  }
}
