/// Something about a bundle that is not as it should be.
public struct BundleFinding: Sendable, Equatable {
  /// What is wrong.
  public enum State: String, Sendable, CaseIterable {
    /// The sources make something else than what the bundle was made from.
    case stale
    /// A file is not what the lock says.
    case tampered
    /// A file that the lock lists, or the lock, is not there.
    case missing
    /// A file is there that the lock does not list.
    case unexpected
    /// The bundle was made by a program whose output may differ.
    case epoch
    /// Equal inputs make something else than what the lock says.
    case irreproducible
    /// The lock cannot be read.
    case lockCorrupt = "lock-corrupt"
  }

  /// What is wrong.
  public var state: State
  /// The file that it is about, relative to the project.
  public var path: String
  /// What is wrong with it, in one line.
  public var message: String
  /// The command that mends it.
  public var mend: String
}
