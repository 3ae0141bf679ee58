internal import Diagnostics
internal import YAML

// Kustomize gives the fields that one entry of labels or annotations creates in a resource one and
// the same value: who changes it in one field later, changes it in all of them. A label that a base
// puts into metadata and selectors so changes in both when an overlay sets it in metadata alone.
//
// Such fields are told by the place of their key, which is that of the entry that made them.

extension Resource {
  /// Gives all fields that share a value the one that changed since `before`.
  mutating func shareValues(changedSince before: Node) {
    guard hasSharedValues else { return }
    let old = SharedValues(in: before)
    var changed: [SharedValues.Key: Node] = [:]
    SharedValues.visit(node) { key, value in
      guard let first = old.values[key], !first.hasSameContent(as: value) else { return }
      changed[key] = value
    }
    changed = changed.filter { old.isShared($0.key) && !unsharedKeys.contains($0.key.place) }
    if changed.isEmpty { return }
    SharedValues.update(&node) { key, value in
      if let new = changed[key] { value = new }
    }
  }

  /// Notes that each field has a value of its own from now on.
  mutating func unshareValues() {
    guard hasSharedValues else { return }
    let values = SharedValues(in: node)
    for key in values.values.keys where values.isShared(key) { unsharedKeys.insert(key.place) }
    hasSharedValues = false
  }
}

/// The scalars of a resource by the key that they stand under and its place.
private struct SharedValues {
  struct Key: Hashable {
    var text: String
    var place: SourceRange
  }

  private(set) var values: [Key: Node] = [:]
  private var repeated: Set<Key> = []

  init(in node: Node) {
    Self.visit(node) { key, value in
      if values.updateValue(value, forKey: key) != nil { repeated.insert(key) }
    }
  }

  /// Whether several fields have that key from that place.
  func isShared(_ key: Key) -> Bool { repeated.contains(key) }

  static func visit(_ node: Node, _ body: (Key, Node) -> Void) {
    switch node.content {
    case .scalar: break
    case .sequence(let elements):
      for element in elements { visit(element, body) }
    case .mapping(let entries):
      for entry in entries {
        if let key = Key(entry) { body(key, entry.value) } else { visit(entry.value, body) }
      }
    }
  }

  static func update(_ node: inout Node, _ body: (Key, inout Node) -> Void) {
    node.updateElements { elements in
      for index in elements.indices { update(&elements[index], body) }
    }
    node.updateEntries { entries in
      for index in entries.indices {
        if let key = Key(entries[index]) {
          body(key, &entries[index].value)
        } else {
          update(&entries[index].value, body)
        }
      }
    }
  }
}

extension SharedValues.Key {
  /// The key of an entry whose value is a scalar.
  fileprivate init?(_ entry: Node.Entry) {
    guard entry.value.scalar != nil, let text = entry.key.text, let place = entry.key.range else {
      return nil
    }
    self.init(text: text, place: place)
  }
}
