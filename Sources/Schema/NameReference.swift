/// The fields that hold the name of a resource of certain kinds.
public struct NameReference: Hashable, Sendable {
  /// The kinds whose name it is.
  public var target: KindSelector
  /// The fields that hold it.
  public var referrers: [FieldSpec]

  /// Says which fields hold the name of which kinds.
  public init(target: KindSelector, referrers: [FieldSpec]) {
    self.target = target
    self.referrers = referrers
  }
}
