internal import ArgumentParser
internal import Diagnostics
internal import Edit

/// Labels that no selector gets; shared by `set label` and `add label`.
struct LabelOptions: ParsableArguments {
  @Flag(help: "Set labels that no selector gets.")
  var withoutSelector = false

  @Flag(help: "Give them to templates too; needs --without-selector.")
  var includeTemplates = false

  func validate() throws {
    if includeTemplates, !withoutSelector {
      throw ValidationError("--include-templates needs --without-selector")
    }
  }

  /// The field that is meant.
  var field: PairField {
    withoutSelector ? .labelsWithoutSelectors(inTemplates: includeTemplates) : .labels
  }
}

/// `mlcf-compose edit set label`.
struct SetLabelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "label", abstract: "Set labels of all resources.",
    discussion: "Example: mlcf-compose edit set label tier:web owner:mlcf")

  @Argument(help: "The labels, as KEY:VALUE.")
  var labels: [String]

  @OptionGroup var labelOptions: LabelOptions

  @OptionGroup var options: EditOptions

  func validate() throws { _ = try PairArguments.checked(labels, areLabels: true) }

  func run() throws {
    let pairs = try PairArguments.checked(labels, areLabels: true)
    options.run { (editor, _) throws(Diagnostic) in
      try editor.set(pairs, in: labelOptions.field, force: true)
    }
  }
}

/// `mlcf-compose edit set annotation`.
struct SetAnnotationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "annotation", abstract: "Set annotations of all resources.",
    discussion: "Example: mlcf-compose edit set annotation example.org/team:mlcf")

  @Argument(help: "The annotations, as KEY:VALUE.")
  var annotations: [String]

  @OptionGroup var options: EditOptions

  func validate() throws { _ = try PairArguments.checked(annotations, areLabels: false) }

  func run() throws {
    let pairs = try PairArguments.checked(annotations, areLabels: false)
    options.run { (editor, _) throws(Diagnostic) in
      try editor.set(pairs, in: .annotations, force: true)
    }
  }
}

/// `mlcf-compose edit add label`.
struct AddLabelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "label", abstract: "Add labels that are not there yet.",
    discussion: "Example: mlcf-compose edit add label tier:web,owner:mlcf")

  @Argument(help: "The labels, as KEY:VALUE with commas between them.")
  var labels: String

  @Flag(name: .shortAndLong, help: "Overwrite labels that are there.")
  var force = false

  @OptionGroup var labelOptions: LabelOptions

  @OptionGroup var options: EditOptions

  func validate() throws { _ = try PairArguments.checked([labels], areLabels: true) }

  func run() throws {
    let pairs = try PairArguments.checked([labels], areLabels: true)
    options.run { (editor, _) throws(Diagnostic) in
      try editor.set(pairs, in: labelOptions.field, force: force)
    }
  }
}

/// `mlcf-compose edit add annotation`.
struct AddAnnotationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "annotation", abstract: "Add annotations that are not there yet.",
    discussion: "Example: mlcf-compose edit add annotation example.org/team:mlcf")

  @Argument(help: "The annotations, as KEY:VALUE with commas between them.")
  var annotations: String

  @Flag(name: .shortAndLong, help: "Overwrite annotations that are there.")
  var force = false

  @OptionGroup var options: EditOptions

  func validate() throws { _ = try PairArguments.checked([annotations], areLabels: false) }

  func run() throws {
    let pairs = try PairArguments.checked([annotations], areLabels: false)
    options.run { (editor, _) throws(Diagnostic) in
      try editor.set(pairs, in: .annotations, force: force)
    }
  }
}

/// `mlcf-compose edit remove label`.
struct RemoveLabelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "label", abstract: "Remove labels.",
    discussion: "Example: mlcf-compose edit remove label tier,owner")

  @Argument(help: "The keys, with commas between them.")
  var keys: String

  @Flag(name: [.customShort("i"), .long], help: "Accept that a label is not there.")
  var ignoreNonExistence = false

  @OptionGroup var options: EditOptions

  func run() {
    let keys = keys.split(separator: ",").map(String.init)
    options.run { (editor, _) throws(Diagnostic) in
      try editor.remove(keys, from: .labels, ignoresMissing: ignoreNonExistence)
    }
  }
}

/// `mlcf-compose edit remove annotation`.
struct RemoveAnnotationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "annotation", abstract: "Remove annotations.",
    discussion: "Example: mlcf-compose edit remove annotation example.org/team")

  @Argument(help: "The keys, with commas between them.")
  var keys: String

  @Flag(name: [.customShort("i"), .long], help: "Accept that an annotation is not there.")
  var ignoreNonExistence = false

  @OptionGroup var options: EditOptions

  func run() {
    let keys = keys.split(separator: ",").map(String.init)
    options.run { (editor, _) throws(Diagnostic) in
      try editor.remove(keys, from: .annotations, ignoresMissing: ignoreNonExistence)
    }
  }
}

extension PairArguments {
  /// The pairs of arguments; wrong usage if one is no pair.
  static func checked(
    _ arguments: [String], areLabels: Bool
  ) throws -> [(key: String, value: String)] {
    let pairs: [(key: String, value: String)]
    switch self.pairs(arguments) {
    case .success(let found): pairs = found
    case .failure(let wrong):
      throw ValidationError("\"\(wrong.text)\" is not of the form KEY:VALUE with a valid key")
    }
    if areLabels, let wrong = pairs.first(where: { !isLabelValue($0.value) }) {
      throw ValidationError(
        "\"\(wrong.value)\" is no value of a label: at most 63 letters, digits, \"-\", \"_\", \".\""
      )
    }
    return pairs
  }
}
