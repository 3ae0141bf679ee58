internal import Diagnostics
package import YAML

/// A value that differs between two states of a resource.
package struct Change: Sendable {
  /// The path of the value: in the later state, or in the earlier one if it is gone.
  package var path: NodePath
  /// The value before; nil if it is new.
  package var before: Node?
  /// The value after; nil if it is gone.
  package var after: Node?

  /// Whether the value is what it was, and only the place that says so is another.
  package var keepsValue: Bool {
    guard let before, let after else { return false }
    return before.isPrinted(like: after)
  }

  /// Whether all that changed is an empty mapping of annotations, which comes and goes during a
  /// build because Kustomize keeps notes there.
  var isOfNotes: Bool {
    path == NodePath([.key("metadata"), .key("annotations")])
      && before?.isEmptyMapping ?? true && after?.isEmptyMapping ?? true
  }
}

/// Finds what differs between two states of a resource.
///
/// Elements of lists are followed to where they moved. Costs O(nodes that do not share storage).
enum TreeDifference {
  /// The changes, in the order of the later state; what is new or gone as a whole is one change.
  static func changes(from before: Node, to after: Node) -> [Change] {
    var changes: [Change] = []
    compare(before, after, NodePath(), &changes)
    return changes
  }

  private static func compare(
    _ before: Node, _ after: Node, _ path: NodePath, _ changes: inout [Change]
  ) {
    switch (before.content, after.content) {
    case (.scalar(let old), .scalar(let new)):
      guard before.range != after.range || !old.text.hasSameBytes(as: new.text) else { return }
      changes.append(Change(path: path, before: before, after: after))
    case (.mapping(let old), .mapping(let new)):
      if before.sharesStorage(with: after) { return }
      compare(old, new, path, &changes)
    case (.sequence(let old), .sequence(let new)):
      if before.sharesStorage(with: after) { return }
      let alignment = ListAlignment(from: old, to: new)
      for index in new.indices {
        let below = path.appending(.index(index))
        if let earlier = alignment.earlier[index] {
          compare(old[earlier], new[index], below, &changes)
        } else {
          changes.append(Change(path: below, before: nil, after: new[index]))
        }
      }
      for index in alignment.removed {
        changes.append(Change(path: path.appending(.index(index)), before: old[index], after: nil))
      }
    default:
      changes.append(Change(path: path, before: before, after: after))
    }
  }

  private static func compare(
    _ old: ContiguousArray<Node.Entry>, _ new: ContiguousArray<Node.Entry>, _ path: NodePath,
    _ changes: inout [Change]
  ) {
    var values: [String: Node] = [:]
    for entry in old.reversed() { if let key = entry.key.text { values[key] = entry.value } }
    for entry in new {
      guard let key = entry.key.text else { continue }
      let below = path.appending(.key(key))
      if let earlier = values.removeValue(forKey: key) {
        compare(earlier, entry.value, below, &changes)
      } else {
        changes.append(Change(path: below, before: nil, after: entry.value))
      }
    }
    for entry in old {
      guard let key = entry.key.text, let value = values[key] else { continue }
      changes.append(Change(path: path.appending(.key(key)), before: value, after: nil))
    }
  }
}

extension NodePath {
  /// The path that the value had in an earlier state; nil if it was not there.
  func earlier(from after: Node, to before: Node) -> NodePath? {
    var (new, old) = (after, before)
    var path = NodePath()
    for step in steps {
      var earlier = step
      if case .index(let index) = step {
        guard let newElements = new.elements, let oldElements = old.elements,
          let position = new.sharesStorage(with: old)
            ? index : ListAlignment(from: oldElements, to: newElements).earlier[index]
        else { return nil }
        earlier = .index(position)
      }
      guard let newChild = new.child(at: step), let oldChild = old.child(at: earlier) else {
        return nil
      }
      (new, old) = (newChild, oldChild)
      path = path.appending(earlier)
    }
    return path
  }
}

extension Node {
  /// Whether both are shown alike.
  func isPrinted(like other: Node) -> Bool {
    switch (content, other.content) {
    case (.scalar(let a), .scalar(let b)): a.text.hasSameBytes(as: b.text)
    case (.sequence(let a), .sequence(let b)):
      a.count == b.count && zip(a, b).allSatisfy { $0.isPrinted(like: $1) }
    case (.mapping(let a), .mapping(let b)):
      a.count == b.count
        && a.allSatisfy { entry in
          entry.key.text.flatMap { other[$0] }.map { $0.isPrinted(like: entry.value) } ?? false
        }
    default: false
    }
  }
}
