/// The kinds that a field spec is for, by parts of which an empty one matches anything.
public struct KindSelector: Hashable, Sendable {
  /// The API group; the core group cannot be asked for, since it is written as empty.
  public var group: String
  /// The version, without the group.
  public var version: String
  /// The kind.
  public var kind: String

  /// Selects the kinds that have every part that is named.
  public init(group: String = "", version: String = "", kind: String = "") {
    self.group = group
    self.version = version
    self.kind = kind
  }

  /// Whether a kind is selected.
  public func matches(group: String, version: String, kind: String) -> Bool {
    (self.kind.isEmpty || self.kind == kind)
      && (self.group.isEmpty || self.group == group)
      && (self.version.isEmpty || self.version == version)
  }
}
