internal import Diagnostics
internal import YAML

// Kustomize gives the fields that one entry of labels or annotations creates in a resource one and
// the same value: who changes it in one field later, changes it in all of them. A label that a base
// puts into metadata and selectors so changes in both when an overlay sets it in metadata alone.
//
// Such fields are told by the place of their key, which is that of the entry that made them and which
// the resource keeps.

extension Resource {
  /// The key of an entry and the place that it comes from.
  struct SharedKey: Hashable {
    var text: String
    var place: SourceRange

    /// The key of an entry whose value is a scalar.
    fileprivate init?(_ entry: Node.Entry) {
      guard entry.value.scalar != nil, let text = entry.key.text, let place = entry.key.range else {
        return nil
      }
      self.text = text
      self.place = place
    }
  }

  /// The key under which the value of an entry may be shared; nil if it is surely not.
  func sharedKey(of entry: Node.Entry) -> SharedKey? {
    guard let place = entry.key.range, sharedPlaces.contains(place) else { return nil }
    return SharedKey(entry)
  }

  /// Gives the fields that share a value this one; costs a walk over the resource.
  mutating func setShared(_ values: [SharedKey: Node]) {
    if values.isEmpty { return }
    // A bit for each place tells of most entries that they are not meant.
    func bit(of place: SourceRange) -> UInt64 { 1 << UInt64(place.start & 63) }
    let places = values.keys.reduce(0) { $0 | bit(of: $1.place) }
    node.updateScalarEntries { entry in
      guard let place = entry.key.range, places & bit(of: place) != 0 else { return }
      if let key = SharedKey(entry), let value = values[key] { entry.value = value }
    }
  }

  /// Gives all fields that share a value the one that changed since `before`.
  mutating func shareValues(changedSince before: Node) {
    if sharedPlaces.isEmpty { return }
    var values: [SharedKey: Node] = [:]
    var differing: Set<SharedKey> = []
    node.visitScalarEntries { entry in
      guard let key = sharedKey(of: entry),
        let other = values.updateValue(entry.value, forKey: key),
        !other.hasSameContent(as: entry.value)
      else { return }
      differing.insert(key)
    }
    if differing.isEmpty { return }
    var old: [SharedKey: Node] = [:]
    before.visitScalarEntries { entry in
      if let key = SharedKey(entry), differing.contains(key) { old[key] = entry.value }
    }
    var changed: [SharedKey: Node] = [:]
    node.visitScalarEntries { entry in
      guard let key = SharedKey(entry), let value = old[key],
        !value.hasSameContent(as: entry.value)
      else { return }
      changed[key] = entry.value
    }
    setShared(changed)
  }
}

extension Node {
  /// Calls `body` with every entry below this node whose value is a scalar.
  fileprivate func visitScalarEntries(_ body: (Entry) -> Void) {
    switch content {
    case .scalar: break
    case .sequence(let elements):
      for element in elements { element.visitScalarEntries(body) }
    case .mapping(let entries):
      for entry in entries {
        if entry.value.scalar != nil { body(entry) } else { entry.value.visitScalarEntries(body) }
      }
    }
  }

  /// Edits every entry below this node whose value is a scalar.
  fileprivate mutating func updateScalarEntries(_ body: (inout Entry) -> Void) {
    updateElements { elements in
      for index in elements.indices where elements[index].scalar == nil {
        elements[index].updateScalarEntries(body)
      }
    }
    updateEntries { entries in
      for index in entries.indices {
        if entries[index].value.scalar != nil {
          body(&entries[index])
        } else {
          entries[index].value.updateScalarEntries(body)
        }
      }
    }
  }
}
