internal import YAML

extension Change {
  /// Makes the change in a document; false where it cannot be made, which leaves the document as it
  /// was.
  func apply(to root: inout Node) -> Bool {
    if root.isNull, !path.steps.isEmpty { root = .emptyMapping() }
    return apply(to: &root, path.steps[...])
  }

  private func apply(to node: inout Node, _ steps: ArraySlice<EditPath.Step>) -> Bool {
    guard let step = steps.first else { return applyHere(to: &node) }
    let rest = steps.dropFirst()
    guard let position = node.position(of: step) else { return make(step, rest, in: &node) }
    if rest.isEmpty {
      switch self {
      case .remove:
        node.updateEntries { _ = $0.remove(at: position) }
        node.updateElements { _ = $0.remove(at: position) }
        return true
      case .rename(_, let name):
        guard node.isMapping, node.index(of: name) == nil else { return false }
        node.updateEntries { $0[position].key = Node(string: name) }
        return true
      case .prepend: return false
      case .set, .append, .insert, .wrap: break
      }
    }
    return node.updateEntries { apply(to: &$0[position].value, rest) }
      ?? node.updateElements { apply(to: &$0[position], rest) } ?? false
  }

  private func applyHere(to node: inout Node) -> Bool {
    switch self {
    case .set(_, let value): node = value
    case .append(_, let value):
      if node.isNull { node = .emptySequence() }
      return node.updateElements { $0.append(value) } != nil
    case .insert(_, let position, let value):
      return node.updateElements { elements in
        guard position <= elements.count else { return false }
        elements.insert(value, at: position)
        return true
      } ?? false
    case .wrap(_, let key):
      node = Node(.mapping([Node.Entry(key: Node(string: key), value: node)]))
    case .prepend, .remove, .rename: return false
    }
    return true
  }

  /// Makes what a path lacks.
  private func make(
    _ step: EditPath.Step, _ rest: ArraySlice<EditPath.Step>, in node: inout Node
  ) -> Bool {
    guard case .key(let key) = step, let value = newValue(below: rest) else { return false }
    if node.isNull { node = .emptyMapping() }
    let entry = Node.Entry(key: Node(string: key), value: value)
    return node.updateEntries { $0.append(entry) } != nil
  }

  /// The value that a new key gets, where the steps of `rest` lead on from it.
  func newValue(below rest: ArraySlice<EditPath.Step>) -> Node? {
    var value: Node
    switch self {
    case .set(_, let node), .prepend(_, let node): value = node
    case .append(_, let node): value = Node(.sequence([node]))
    case .insert, .remove, .rename, .wrap: return nil
    }
    for step in rest.reversed() {
      guard case .key(let key) = step else { return nil }
      value = Node(.mapping([Node.Entry(key: Node(string: key), value: value)]))
    }
    return value
  }
}
