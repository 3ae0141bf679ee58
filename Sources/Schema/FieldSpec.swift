/// A field that a transformer sets, in the resources of certain kinds.
///
/// See the field specs of Kustomize's transformer configurations.
public struct FieldSpec: Hashable, Sendable {
  /// The kinds that have the field.
  public var selector: KindSelector
  /// The names of the fields on the way from the resource down, with `/` between them.
  ///
  /// `\/` is a slash within a name. Lists on the way are entered without being named; a name that
  /// ends in `[]` must be a list.
  public var path: String
  /// Whether mappings that are missing on the way are made.
  public var create: Bool

  /// Names a field, and the kinds that have it by parts of which an empty one matches anything.
  public init(
    group: String = "", version: String = "", kind: String = "", path: String, create: Bool = false
  ) {
    selector = KindSelector(group: group, version: version, kind: kind)
    self.path = path
    self.create = create
  }

  /// Whether resources of a kind have the field.
  public func matches(group: String, version: String, kind: String) -> Bool {
    selector.matches(group: group, version: version, kind: kind)
  }
}
