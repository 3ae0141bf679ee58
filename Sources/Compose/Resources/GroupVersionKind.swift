/// The API type of a resource.
public struct GroupVersionKind: Hashable, Sendable {
  /// The API group, empty for the core group.
  public var group: String
  /// The version, such as `v1`.
  public var version: String
  /// The kind, such as `Deployment`.
  public var kind: String

  /// `Secret` of the core group.
  static let secret = GroupVersionKind(version: "v1", kind: "Secret")

  /// A type by its parts.
  public init(group: String = "", version: String = "", kind: String = "") {
    self.group = group
    self.version = version
    self.kind = kind
  }

  /// A type by the fields of a manifest; `apps/v1` has a group, `v1` has none.
  public init(apiVersion: String, kind: String) {
    if let slash = apiVersion.utf8.firstIndex(of: UInt8(ascii: "/")) {
      group = String(apiVersion[..<slash])
      version = String(apiVersion[apiVersion.index(after: slash)...])
    } else {
      group = ""
      version = apiVersion
    }
    self.kind = kind
  }

  /// Hashes the kind alone, which nearly always tells types apart.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(kind)
  }

  /// Whether ``apiVersion`` is this text, found out without making it.
  func isOf(apiVersion: String) -> Bool {
    guard !group.isEmpty else { return version == apiVersion }
    return apiVersion.utf8.count == group.utf8.count + 1 + version.utf8.count
      && self.apiVersion == apiVersion
  }

  /// `group/version`, or the version alone for the core group.
  public var apiVersion: String {
    group.isEmpty ? version : "\(group)/\(version)"
  }

  /// Whether this is the type that `pattern` names; an empty part of the pattern matches any.
  public func isSelected(by pattern: GroupVersionKind) -> Bool {
    (pattern.group.isEmpty || pattern.group == group)
      && (pattern.version.isEmpty || pattern.version == version)
      && (pattern.kind.isEmpty || pattern.kind == kind)
  }
}
