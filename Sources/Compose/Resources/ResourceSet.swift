internal import Diagnostics
internal import Schema
internal import YAML

/// The resources of one layer, in order, each identity once.
///
/// Look-ups go through an index by name, which is built when first asked for and dropped when a
/// name changes; so a layer costs time in proportion to its resources, whatever it does to them.
public struct ResourceSet: Sendable {
  /// The resources in order.
  public private(set) var resources: [Resource] = []
  private var index: ResourceIndex?
  private var identities: [IdentityKey: Int]?
  private var labelIndex: LabelIndex?
  /// What was touched; nil where nobody watches.
  private var changes: ResourceChanges?

  /// What must be unique: the type, the effective namespace and the name.
  private struct IdentityKey: Hashable {
    var gvk: GroupVersionKind
    var namespace: String
    var name: String

    init(_ resource: Resource) {
      gvk = resource.id.gvk
      namespace = resource.effectiveNamespace
      name = resource.id.name
    }
  }

  /// What is known of the kinds of the resources.
  private(set) var schema: KubernetesSchema

  /// An empty set, which a recorder watches or not.
  init(schema: KubernetesSchema, isRecorded: Bool = false) {
    self.schema = schema
    changes = isRecorded ? ResourceChanges() : nil
  }

  /// How many resources there are.
  public var count: Int { resources.count }

  // MARK: Adding and removing

  /// Adds resources at the end; each identity may exist once.
  mutating func append(_ additions: [Resource]) throws(Diagnostic) {
    guard !additions.isEmpty else { return }
    var known = takeIdentities()
    // Less is left to the array, which grows by doubling: many small additions stay linear.
    if additions.count > resources.count {
      resources.reserveCapacity(resources.count + additions.count)
      known.reserveCapacity(resources.count + additions.count)
    }
    for resource in additions {
      if let position = known.updateValue(resources.count, forKey: IdentityKey(resource)) {
        throw .duplicateResource(resource, first: resources[position])
      }
      index?.insert(resource, at: resources.count)
      labelIndex?.noteChange(at: resources.count)
      changes?.touch(resources.count)
      resources.append(resource)
    }
    identities = known
  }

  /// Adds all resources of another set at the end, as those of a base.
  ///
  /// A set without resources takes over what the other one knows of them.
  mutating func append(_ other: ResourceSet) throws(Diagnostic) {
    guard resources.isEmpty, changes == nil else { return try append(other.resources) }
    resources = other.resources
    index = other.index
    identities = other.identities
    labelIndex = other.labelIndex
    try requireDistinctIdentities()
  }

  /// Takes the scopes of the resources from a schema that was chosen after they were read.
  mutating func adopt(_ schema: KubernetesSchema) {
    guard self.schema != schema else { return }
    self.schema = schema
    for position in resources.indices { resources[position].readScope(schema: schema) }
    forgetNames()
  }

  /// Two resources of the same present identity, if there are any.
  func firstConflict() -> (Resource, Resource)? {
    var known: [IdentityKey: Int] = [:]
    return enterIdentities(in: &known)
  }

  /// Refuses two resources of the same present identity.
  ///
  /// Costs nothing where no identity has changed since they were last known.
  mutating func requireDistinctIdentities() throws(Diagnostic) {
    guard identities == nil else { return }
    var known: [IdentityKey: Int] = [:]
    if let (first, second) = enterIdentities(in: &known) {
      throw .duplicateResource(second, first: first)
    }
    identities = known
  }

  /// Enters the positions of the resources up to the second one of the same identity, if there is one.
  private func enterIdentities(in known: inout [IdentityKey: Int]) -> (Resource, Resource)? {
    known.reserveCapacity(resources.count)
    for position in resources.indices {
      if let first = known.updateValue(position, forKey: IdentityKey(resources[position])) {
        return (resources[first], resources[position])
      }
    }
    return nil
  }

  private mutating func takeIdentities() -> [IdentityKey: Int] {
    if let known = identities {
      identities = nil
      return known
    }
    var known: [IdentityKey: Int] = [:]
    known.reserveCapacity(resources.count)
    for position in resources.indices { known[IdentityKey(resources[position])] = position }
    return known
  }

  /// Removes the resources for which `isRemoved` holds.
  mutating func removeAll(where isRemoved: (Resource) -> Bool) {
    let count = resources.count
    let before = changes == nil ? [] : resources
    resources.removeAll(where: isRemoved)
    guard resources.count != count else { return }
    changes?.replace(before, by: resources)
    forgetNames()
    labelIndex = nil
  }

  /// Puts the resources into another order, given as their present positions.
  mutating func reorder(_ positions: [Int]) {
    let reordered = positions.map { resources[$0] }
    changes?.replace(resources, by: reordered)
    resources = reordered
    forgetNames()
    labelIndex = nil
  }

  // MARK: Changing

  /// What an edit does to the names and namespaces by which resources are found.
  enum Effect {
    case keepsIdentity
    case changesIdentity
  }

  /// Edits each resource in order.
  mutating func updateAll(
    _ effect: Effect = .keepsIdentity, _ body: (inout Resource) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    if effect == .changesIdentity { forgetNames() }
    labelIndex = nil
    changes?.touchEverything()
    for position in resources.indices { try body(&resources[position]) }
  }

  /// Edits one resource.
  mutating func update<R>(
    at position: Int, _ effect: Effect = .keepsIdentity,
    _ body: (inout Resource) throws(Diagnostic) -> R
  ) throws(Diagnostic) -> R {
    if effect == .changesIdentity { forgetNames() }
    labelIndex?.noteChange(at: position)
    changes?.touch(position)
    return try body(&resources[position])
  }

  /// What was touched since this was asked before; nil where nobody watches.
  mutating func takeChanges() -> ResourceChanges? {
    guard let changes else { return nil }
    self.changes = ResourceChanges()
    return changes
  }

  /// Gives a resource the number by which a recorder knows it.
  mutating func setSerial(_ serial: UInt32, at position: Int) {
    resources[position].serial = serial
  }

  private mutating func forgetNames() {
    index = nil
    identities = nil
  }

  // MARK: Finding

  /// The positions of the resources that have one of the values as a label, and perhaps of some
  /// that had it.
  mutating func positions(labelled key: String, _ values: Set<String>) -> [Int] {
    var index = labelIndex ?? LabelIndex(resources)
    labelIndex = nil
    defer { labelIndex = index }
    return index.positions(key: key, values: values, in: resources)
  }

  /// The positions of the resources that have or had `name`.
  mutating func positions(named name: String) -> [Int] {
    let index = self.index ?? ResourceIndex(resources)
    self.index = index
    return index.positions(named: name)
  }

  /// The positions of the resources that `id` names now or named earlier, in its effective
  /// namespace.
  ///
  /// Type, name and namespace must be equal.
  mutating func positions(of id: ResourceID, isClusterScoped: Bool) -> [Int] {
    let namespace = id.effectiveNamespace(isClusterScoped: isClusterScoped)
    return positions(named: id.name).filter { position in
      let resource = resources[position]
      return !resource.isEmpty
        && resource.allIDs.contains { candidate in
          candidate.name == id.name && candidate.gvk == id.gvk
            && resource.effectiveNamespace(of: candidate) == namespace
        }
    }
  }
}
