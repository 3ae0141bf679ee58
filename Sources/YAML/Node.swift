public import Diagnostics

/// A YAML value with the place that set it: the one model of all data, from parser to emitter.
///
/// Aliases and merge keys are expanded when a document is read, so a node is a plain tree. Copies
/// share storage until one of them is changed. A node takes 32 bytes (40 at most, a test says so).
public struct Node: Sendable {
  /// The value itself.
  public enum Content: Sendable {
    /// Text with its style and tag.
    case scalar(Scalar)
    /// A list.
    case sequence(ContiguousArray<Node>)
    /// Entries in the order of the source.
    case mapping(ContiguousArray<Entry>)
  }

  /// A key and its value in a mapping.
  public struct Entry: Sendable {
    /// The key, nearly always a scalar.
    public var key: Node
    /// The value.
    public var value: Node

    /// An entry of a mapping.
    public init(key: Node, value: Node) {
      self.key = key
      self.value = value
    }
  }

  /// The value.
  public var content: Content
  /// Whether the collection was written in `{…}` or `[…]`; false for a scalar.
  ///
  /// Kustomize keeps the style of what it changes, and some values look different in braces.
  package var isFlow = false
  private var storedRange: SourceRange

  /// What set the value: bytes of a base, of a patch, or of a field of a kustomization.
  public var range: SourceRange? {
    get { storedRange.isUnknown ? nil : storedRange }
    set { storedRange = newValue ?? .unknown }
  }

  /// A node of that value and origin.
  public init(_ content: Content, range: SourceRange? = nil) {
    self.content = content
    self.storedRange = range ?? .unknown
  }

  /// A scalar.
  public init(_ scalar: Scalar, range: SourceRange? = nil) {
    self.init(.scalar(scalar), range: range)
  }

  /// A string, whatever its text looks like.
  public init(string text: String, range: SourceRange? = nil) {
    self.init(.scalar(Scalar(text, tag: .string)), range: range)
  }

  /// A mapping without entries.
  public static func emptyMapping(range: SourceRange? = nil) -> Node {
    Node(.mapping([]), range: range)
  }

  /// A list without elements.
  public static func emptySequence(range: SourceRange? = nil) -> Node {
    Node(.sequence([]), range: range)
  }

  /// The null value.
  public static func null(range: SourceRange? = nil) -> Node {
    Node(.scalar(Scalar("null", tag: .null)), range: range)
  }
}
