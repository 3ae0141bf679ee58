/// What a change is about.
public enum ChangeClass: String, Sendable, CaseIterable {
  /// A resource that is no more.
  case deletion
  /// A resource that is new.
  case addition
  /// A field that the API server refuses to change.
  case immutable
  /// Who may do what.
  case rbac
  /// Who can reach it.
  case network
  /// What a container may do to its node.
  case security
  /// Which image runs.
  case image
  /// How many run.
  case replicas
  /// How much they get.
  case resources
  /// Environment variables, arguments, data of ConfigMaps and Secrets.
  case config
  /// How health is told.
  case probes
  /// Which ports are open.
  case ports
  /// Volumes and claims.
  case storage
  /// Labels and annotations.
  case metadata
  /// The name of generated content that changed, and what refers to it.
  case reference
  /// The order of a list whose elements are the same.
  case order
  /// The spelling of a text that means the same.
  case layout
  /// Anything else.
  case other

  /// Whether nothing but order or spelling differs.
  public var isOrderOnly: Bool { self == .order || self == .layout }
}
