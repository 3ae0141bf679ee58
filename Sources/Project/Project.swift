public import Diagnostics
public import SystemPackage

/// The project file, `mlcf-compose.yaml`: the environments in promotion order, and what is allowed
/// to differ or to move between them.
///
/// A value that was read is right: names are unique, paths are relative and stay below the
/// directory of the file, sources of releases exist.
public struct Project: Sendable {
  /// The name of the file.
  public static let fileName = "mlcf-compose.yaml"
  /// The `apiVersion` of all documents of our own.
  public static let apiVersion = "compose.mlcf.dev/v1alpha1"

  /// The directory that holds the file, absolute.
  public var directory: FilePath
  /// The environments in promotion order.
  public var environments: [Environment]
  /// Trees that several overlays read, relative to `directory`.
  public var shared: [String] = []
  /// What promotion moves.
  public var promotion = Promotion()
  /// Differences between environments that are meant.
  public var divergences: [Divergence] = []
  /// The place of the whole document.
  public var range: SourceRange?

  /// The environment of that name.
  public func environment(named name: String) -> Environment? {
    environments.first { $0.name == name }
  }

  /// The environment whose overlay is `overlay`, an absolute path.
  public func environment(ofOverlay overlay: FilePath) -> Environment? {
    environments.first { directory.pushing(FilePath($0.overlay)).lexicallyNormalized() == overlay }
  }

  /// One environment.
  public struct Environment: Sendable {
    /// Its name, as `prod`.
    public var name: String
    /// The directory of its kustomization, relative to the project.
    public var overlay: String
    /// The directory of its bundle, relative to the project.
    public var bundle: String
    /// Whether no development secret may reach it, and warnings are errors.
    public var isProtected = false
    /// Where its releases come from.
    public var sources: [String] = []
    /// How many of the sources must have a release.
    public var requirement = Requirement.all
    /// At which commit it reads the shared trees.
    public var tracking = Tracking.head
    /// How long a release must have been live in the sources, in seconds.
    public var minimalSoak = 0
    /// When it may be promoted to; at any time if there are none.
    public var windows: [Window] = []
    /// When it may not be promoted to.
    public var freezes: [Freeze] = []
    /// What one promotion may change.
    public var limits = Limits()
    /// The gates that may be overridden with a reason.
    public var overridable: [Gate] = []
    /// The place of its entry.
    public var range: SourceRange?

    /// An environment with its usual bundle and the defaults of all else.
    public init(name: String, overlay: String) {
      self.name = name
      self.overlay = overlay
      bundle = "environments/\(name)"
    }
  }

  /// A project of environments alone.
  public init(directory: FilePath, environments: [Environment]) {
    self.directory = directory
    self.environments = environments
  }

  /// How many sources must have a release.
  public enum Requirement: String, Sendable, CaseIterable {
    case all
    case any
  }

  /// At which commit an environment reads the shared trees.
  public enum Tracking: String, Sendable, CaseIterable {
    /// The work tree.
    case head
    /// The commit of its release.
    case pinned
  }

  /// A gate that an override may skip; the order of environments never is.
  public enum Gate: String, Sendable, CaseIterable {
    case soak
    case window
    case freeze
    case limits
    case hold
  }

  /// A day of the week.
  public enum Day: String, Sendable, CaseIterable {
    case mon
    case tue
    case wed
    case thu
    case fri
    case sat
    case sun
  }

  /// A time of each of some days.
  public struct Window: Sendable {
    /// The days; all, if none is named.
    public var days: [Day]
    /// The first minute after midnight, inclusive.
    public var start: Int
    /// The last minute after midnight, exclusive.
    public var end: Int
    /// A zone of the tz database, as `Europe/Copenhagen`.
    public var timeZone: String
  }

  /// A time without promotions.
  public struct Freeze: Sendable {
    /// What it is called.
    public var name: String
    /// The first second, since 1970 in UTC, inclusive.
    public var start: Int64
    /// The last second, since 1970 in UTC, exclusive.
    public var end: Int64
  }

  /// What one promotion may change.
  public struct Limits: Sendable {
    /// The most resources that may change.
    public var maximalChanges: Int?
    /// What is never allowed: `delete:KIND`, or `immutable` for a field that cannot change.
    public var denied: [String] = []
  }

  /// What promotion moves from environment to environment.
  public struct Promotion: Sendable {
    /// Patterns of image names, `*` for any text.
    public var images: [String] = []
    /// Fields of files of an overlay.
    public var fields: [Field] = []
    /// Whether images of protected environments need a digest.
    public var requiresDigests = false

    /// A field of a file of an overlay.
    public struct Field: Sendable {
      /// The file, relative to the overlay.
      public var file: String
      /// What is in it.
      public var location: Location
    }

    /// What is in a file.
    public enum Location: Sendable {
      /// A path of a YAML document.
      case path(String)
      /// A key of an env file.
      case key(String)
    }
  }

  /// A difference between environments that is meant.
  public struct Divergence: Sendable {
    /// The kind of the resources.
    public var kind: String
    /// Their name; any, if none is given.
    public var name: String?
    /// The path of the field.
    public var path: String
  }
}
