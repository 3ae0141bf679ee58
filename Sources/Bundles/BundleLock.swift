/// What `bundle.lock` says: what a bundle was made from, and what it is.
///
/// It holds no time, host, commit or absolute path, and no digest over the whole: two changes that
/// touch different resources or files touch different lines.
public struct BundleLock: Sendable, Equatable {
  /// The name of the file.
  public static let fileName = "bundle.lock"
  /// The version of the format.
  static let formatVersion = 1
  /// A number that changes only when the bytes of some output may change without a change of input.
  public static let currentEpoch = 1

  /// The environment.
  public var environment: String
  /// The overlay, relative to the project.
  public var overlay: String
  /// The epoch of the program that made the bundle.
  public var epoch = currentEpoch
  /// What was chosen beside the input, as names and values.
  public var options: [String: String] = [:]
  /// What was read, by path relative to the project.
  public var inputs: [String: Input] = [:]
  /// The files below `manifests`, by path.
  public var outputs: [String: Output] = [:]
  /// The resources that hold sealed values or refer to them, by label.
  public var sealed: [String: [String]] = [:]

  /// What was found at a path.
  public enum Input: Sendable, Hashable {
    /// A file with content of that SHA-256.
    case file(sha256: String)
    /// Nothing.
    case absent
    /// A link that leads to another path of the project.
    case link(to: String)
    /// A file that two branches changed: git's merge of their locks lists both digests, and neither
    /// is that of the merged file.
    case merged
    /// A file that was fetched, with content of that SHA-256.
    case remote(sha256: String)
  }

  /// A file of the bundle.
  public struct Output: Sendable, Hashable {
    /// The resource in it; nil if there are several.
    public var resource: String?
    /// The SHA-256 of its content.
    public var sha256: String
  }
}
