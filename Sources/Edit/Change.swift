package import YAML

/// One intended change of a document.
package enum Change: Sendable {
  /// A value is replaced, or comes to stand at a path; what is missing on the way is made, except
  /// for elements of lists.
  ///
  /// Where both values are mappings or lists, only the parts that differ are changed.
  case set(EditPath, Node)
  /// A list gets one more element at its end; it is made if it is missing.
  case append(EditPath, Node)
  /// A list gets an element before that of a position.
  case insert(EditPath, Int, Node)
  /// An entry that is not there yet comes to stand before the others.
  case prepend(EditPath, Node)
  /// An entry or an element goes.
  case remove(EditPath)
  /// A key gets another name.
  case rename(EditPath, String)
  /// A value becomes that of a key in a mapping of its own.
  case wrap(EditPath, key: String)

  /// The path that is changed.
  var path: EditPath {
    switch self {
    case .set(let path, _), .append(let path, _), .insert(let path, _, _), .prepend(let path, _),
      .remove(let path),
      .rename(let path, _), .wrap(let path, _):
      path
    }
  }
}

extension Change {
  /// The changes that this one consists of, in a document that has the values before it.
  func parts(in root: Node) -> [Change] {
    guard case .set(let path, let value) = self, let old = root[at: path] else { return [self] }
    return Self.changes(from: old, to: value, at: path)
  }

  /// The changes of single parts that make of a value another one.
  ///
  /// In lists, elements that stand in both in the same order stay where they are.
  private static func changes(from old: Node, to new: Node, at path: EditPath) -> [Change] {
    if old.hasSameMeaning(as: new) { return [] }
    switch (old.content, new.content) {
    case (.mapping(let before), .mapping(let after)) where !before.isEmpty && !after.isEmpty:
      return changes(from: before, to: after, old, new, at: path)
    case (.sequence(let before), .sequence(let after)) where !before.isEmpty && !after.isEmpty:
      return changes(from: before, to: after, at: path)
    default:
      return [.set(path, new)]
    }
  }

  private static func changes(
    from before: ContiguousArray<Node.Entry>, to after: ContiguousArray<Node.Entry>,
    _ old: Node, _ new: Node, at path: EditPath
  ) -> [Change] {
    var changes: [Change] = []
    for entry in after {
      guard let key = entry.key.text else { continue }
      let inner = path.appending(.key(key))
      if let value = old[key] {
        changes += Self.changes(from: value, to: entry.value, at: inner)
      } else {
        changes.append(.set(inner, entry.value))
      }
    }
    for entry in before {
      if let key = entry.key.text, new.index(of: key) == nil {
        changes.append(.remove(path.appending(.key(key))))
      }
    }
    return changes
  }

  private static func changes(
    from before: ContiguousArray<Node>, to after: ContiguousArray<Node>, at path: EditPath
  ) -> [Change] {
    var first = 0
    while first < before.count, first < after.count,
      before[first].hasSameMeaning(as: after[first])
    { first += 1 }
    var last = 0
    while last < min(before.count, after.count) - first,
      before[before.count - 1 - last].hasSameMeaning(as: after[after.count - 1 - last])
    { last += 1 }
    let (goes, comes) = (before[first..<(before.count - last)], after[first..<(after.count - last)])
    if goes.count == comes.count {
      return zip(goes, comes).enumerated().flatMap { offset, pair in
        changes(from: pair.0, to: pair.1, at: path.appending(.index(first + offset)))
      }
    }
    let difference = comes.difference(from: goes) { $0.hasSameMeaning(as: $1) }
    let isAllNew = difference.removals.count == before.count
    let removed = difference.removals.reversed().map { change in
      let count = isAllNew ? comes.count : 0
      return Change.remove(path.appending(.index(first + change.offset + count)))
    }
    let inserted = difference.insertions.map { change in
      Change.insert(path, first + change.offset, change.element)
    }
    // A list that was empty in between would lose its style.
    return isAllNew ? inserted + removed : removed + inserted
  }
}

extension CollectionDifference.Change {
  fileprivate var offset: Int {
    switch self {
    case .insert(let offset, _, _), .remove(let offset, _, _): offset
    }
  }

  fileprivate var element: ChangeElement {
    switch self {
    case .insert(_, let element, _), .remove(_, let element, _): element
    }
  }
}
