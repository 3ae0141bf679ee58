internal import ArgumentParser
internal import Edit
internal import Schema

/// Labels or annotations, with the options that are theirs.
protocol PairOptions: ParsableArguments {
  /// What one is called, and one with its article.
  static var noun: (bare: String, withArticle: String) { get }
  /// Arguments for the examples of `set`, `add` and `remove`.
  static var examples: (set: String, add: String, remove: String) { get }
  /// The field from which they are removed.
  static var removed: PairField { get }
  /// Whether a text may be a value.
  static func isValue(_ text: String) -> Bool

  /// The field in which they are set.
  var field: PairField { get }
}

/// Annotations.
struct AnnotationOptions: PairOptions {
  static let noun = (bare: "annotation", withArticle: "an annotation")
  static let examples = (
    set: "example.org/team:mlcf", add: "example.org/team:mlcf", remove: "example.org/team"
  )
  static let removed = PairField.annotations
  static func isValue(_ text: String) -> Bool { true }

  var field: PairField { .annotations }
}

/// Labels, perhaps such that no selector gets.
struct LabelOptions: PairOptions {
  static let noun = (bare: "label", withArticle: "a label")
  static let examples = (
    set: "tier:web owner:mlcf", add: "tier:web,owner:mlcf", remove: "tier,owner"
  )
  static let removed = PairField.labels
  static func isValue(_ text: String) -> Bool { LabelSyntax.isValue(text) }

  @Flag(help: "Set labels that no selector gets.")
  var withoutSelector = false

  @Flag(help: "Give them to templates too; needs --without-selector.")
  var includeTemplates = false

  func validate() throws {
    if includeTemplates, !withoutSelector {
      throw ValidationError("--include-templates needs --without-selector")
    }
  }

  var field: PairField {
    withoutSelector ? .labelsWithoutSelectors(inTemplates: includeTemplates) : .labels
  }
}

extension PairOptions {
  /// What several are called.
  static var plural: String { noun.bare + "s" }

  /// A command under `edit` for them.
  static func configuration(_ abstract: String, example: String) -> CommandConfiguration {
    CommandConfiguration(
      commandName: noun.bare, abstract: abstract,
      discussion: "Example: mlcf-compose edit \(example)")
  }

  /// The pairs of arguments; wrong usage if one is no pair.
  static func pairs(_ arguments: [String]) throws -> [(key: String, value: String)] {
    let pairs: [(key: String, value: String)]
    switch PairArguments.pairs(arguments) {
    case .success(let found): pairs = found
    case .failure(let wrong):
      throw ValidationError("\"\(wrong.text)\" is not of the form KEY:VALUE with a valid key")
    }
    if let wrong = pairs.first(where: { !isValue($0.value) }) {
      throw ValidationError(
        "\"\(wrong.value)\" is no value of a label: at most 63 letters, digits, \"-\", \"_\", \".\""
      )
    }
    return pairs
  }
}
