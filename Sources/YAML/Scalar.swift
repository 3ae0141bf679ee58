/// A scalar as it was written: its text after unescaping and folding, how it was quoted, its tag.
///
/// What type the text stands for depends on the dialect; see `ScalarType`.
public struct Scalar: Hashable, Sendable {
  /// How a scalar was written.
  ///
  /// See YAML 1.2.2, chapters 7.3 and 8.1.
  public enum Style: UInt8, Sendable {
    /// Without quotes; the text decides on the type.
    case plain
    /// In `'…'`.
    case singleQuoted
    /// In `"…"`.
    case doubleQuoted
    /// After `|`.
    case literal
    /// After `>`.
    case folded
  }

  /// The tag that was written, or that code gave.
  ///
  /// That of a number, a truth value or the like counts in plain text; in quotes, where a patch put
  /// it, the text is a string, but must still be one of that type.
  public enum Tag: UInt8, Sendable {
    /// None: a plain scalar's type follows from its text, any other is a string.
    case implicit
    /// `!!str` or `!`.
    case string
    /// `!!int`.
    case integer
    /// `!!float`.
    case float
    /// `!!bool`.
    case boolean
    /// `!!null`.
    case null
    /// `!!binary`.
    case binary
    /// `!!timestamp`.
    case timestamp
    /// `!!merge`.
    case merge
    /// A tag of which nothing is known here, such as `!foo`.
    case other
    /// None, for a plain text that a transformer set: the type follows from whatever text comes next.
    ///
    /// One that was read keeps the type that it had, when a replacement gives it another text.
    case unresolved
  }

  /// The text, unescaped and folded.
  public var text: String
  /// How it was written.
  public var style: Style
  /// Its explicit tag.
  public var tag: Tag

  /// A scalar; plain and without a tag unless said otherwise.
  public init(_ text: String, style: Style = .plain, tag: Tag = .implicit) {
    self.text = text
    self.style = style
    self.tag = tag
  }

  /// The scalar with another text, quoted as it was.
  ///
  /// Without quotes the new text decides on the type anew, as where Kustomize sets a field: a plain
  /// `e3` that becomes `1e3` is a number; and so does any text that follows.
  public func replacingText(with text: String) -> Scalar {
    Scalar(text, style: style, tag: style == .plain ? .unresolved : .implicit)
  }

  /// Whether this is a text without quotes that was set, and that looks like something else.
  package var isTakenForOtherType: Bool {
    style == .plain && (tag == .unresolved || tag == .string) && text.looksOtherwise
  }

  /// The scalar with another text that is of the same type, whatever it looks like.
  ///
  /// A string stays a string; the text of a number that is none then shows as an error in print.
  public func keepingType(withText text: String) -> Scalar {
    if tag != .implicit { return Scalar(text, style: style, tag: tag) }
    if style != .plain { return Scalar(text, style: style) }
    let tag: Tag =
      switch type(in: .resource) {
      // Nothing at all is null without a tag.
      case .null: text.isEmpty ? .implicit : .null
      case .boolean: .boolean
      case .integer, .unsignedInteger: .integer
      case .float: .float
      case .timestamp: .timestamp
      case .string, .binary, .invalid: .string
      }
    return Scalar(text, style: style, tag: tag)
  }
}
