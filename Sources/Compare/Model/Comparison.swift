public import Compose
public import Diagnostics
public import YAML

/// A set of resources, with the files that its values point into.
public struct ComparedSet: Sendable {
  /// The resources, in any order.
  public var resources: [Resource]
  /// The files that made them.
  public var sources: SourceTable
  /// Namespaces that count as others when resources are paired, for sets of two places.
  public var namespaces: [String: String] = [:]

  /// A set of resources.
  public init(_ resources: [Resource], sources: SourceTable) {
    self.resources = resources
    self.sources = sources
  }
}

/// What differs between two sets of resources, by meaning and not by text.
///
/// Resources are the same if group, kind, namespace and name are, where a generated name counts
/// without its hash; the version does not matter. The order of resources and of keys never does.
/// Costs time linear in both sets, apart from the sorting of what differs.
public struct Comparison: Sendable {
  /// The resources that differ, by their identity.
  public internal(set) var differences: [ResourceDifference] = []
  /// The files of the set before.
  public let oldSources: SourceTable
  /// The files of the set after.
  public let newSources: SourceTable

  /// Whether the sets mean the same and are written in the same order.
  public var isEmpty: Bool { differences.isEmpty }
}

/// What tells a resource from others when sets are compared.
public struct ComparedIdentity: Hashable, Sendable {
  /// The API group, empty for the core group.
  public var group: String
  /// The kind.
  public var kind: String
  /// The namespace; empty where there is none.
  public var namespace: String
  /// The name, without the hash of a generated one.
  public var name: String
}

extension ComparedIdentity: Comparable, CustomStringConvertible {
  /// `Deployment shop/web`, as diagnostics name a resource.
  public var description: String {
    namespace.isEmpty ? "\(kind) \(name)" : "\(kind) \(namespace)/\(name)"
  }

  /// By namespace, then kind, then name: what belongs together stands together.
  public static func < (a: ComparedIdentity, b: ComparedIdentity) -> Bool {
    (a.namespace, a.kind, a.group, a.name) < (b.namespace, b.kind, b.group, b.name)
  }
}

/// A resource that one set has and the other has not, or that differs.
public struct ResourceDifference: Sendable {
  /// What happens to it.
  public enum Action: String, Sendable {
    /// The set after has it alone.
    case added
    /// The set before has it alone.
    case deleted
    /// Both have it.
    case changed
  }

  /// The identity.
  public var identity: ComparedIdentity
  /// What happens to it.
  public var action: Action
  /// The resource before, with nothing in it that must not be shown; nil if it is added.
  public var old: Node?
  /// The resource after, with nothing in it that must not be shown; nil if it is deleted.
  public var new: Node?
  /// What differs in it; one change of all of it if it is added or deleted.
  public var changes: [Change]

  /// Whether nothing differs but the order of lists or the layout of texts.
  public var isOrderOnly: Bool {
    action == .changed && changes.allSatisfy { $0.category.isOrderOnly }
  }

  /// Whether a change is risky.
  public var isRisky: Bool { changes.contains { $0.risk != nil } }
}

/// One field that differs.
public struct Change: Sendable {
  /// Where it is; empty for all of a resource.
  public var path: ChangePath
  /// The value before; nil if there was none.
  public var old: Node?
  /// The value after; nil if there is none.
  public var new: Node?
  /// What it is about.
  public var category: ChangeClass
  /// Why somebody should look twice, in a few words; nil if nobody has to.
  public var risk: String?
  /// The places in the list before of the elements that stay, in the order of the list after; nil
  /// unless only their order differs.
  public var order: [Int]?
  /// What differs within a text that is JSON or YAML itself.
  public var within: [Change] = []
  /// Whether the values were replaced because they are, or hold, those of a Secret.
  public var isRedacted = false
  /// Where the value before was set.
  public var oldPlace: SourceRange?
  /// Where the value after was set; where it was in a larger one that stays, if it is gone.
  public var newPlace: SourceRange?
}
