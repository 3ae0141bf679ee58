/// What a document may cost to read.
///
/// Whatever exceeds a limit is refused with a diagnostic.
public struct YAMLLimits: Sendable {
  /// The size of a file in bytes.
  public var bytes = 1 << 30
  /// How deep collections may nest.
  public var depth = 10_000
  /// How many nodes the aliases of one document may expand to.
  public var aliasedNodes = 4_000_000

  /// The limits in force unless others are asked for.
  public static let standard = YAMLLimits()
}
