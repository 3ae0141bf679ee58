internal import Compose
internal import Diagnostics
internal import YAML

extension BuildStep {
  /// Where a patch says that the value at a path of a resource is to go; nil if it does not.
  func placeOfRemoval(of path: NodePath, in resource: Node) -> SourceRange? {
    for removal in removals.reversed() where path.lies(below: removal.path, in: resource) {
      return removal.range
    }
    let own = merges.filter { merge in
      merge["kind"]?.text == resource["kind"]?.text
        && merge["metadata"]?["name"]?.text == resource["metadata"]?["name"]?.text
    }
    // A patch with a target need not name what it is merged into.
    for merge in own.isEmpty ? merges : own {
      if let place = merge.placeOfRemoval(of: path, in: resource) { return place }
    }
    return nil
  }
}

extension NodePath {
  /// Whether the tokens of a JSON pointer lead to the value or to one that holds it.
  fileprivate func lies(below tokens: [String], in resource: Node) -> Bool {
    guard tokens.count <= steps.count else { return false }
    var node: Node? = resource
    for (token, step) in zip(tokens, steps) {
      switch step {
      case .key(let key): guard token == key else { return false }
      case .index(let index):
        guard let count = node?.elements?.count, let position = Int(token),
          (position < 0 ? count + position : position) == index
        else { return false }
      }
      node = node?.child(at: step)
    }
    return true
  }
}

extension Node {
  /// Where this strategic merge says that a value of `resource` is to go: the directive or the null,
  /// or the list that takes the place of another.
  fileprivate func placeOfRemoval(of path: NodePath, in resource: Node) -> SourceRange? {
    var (patch, target) = (self, resource)
    if let directive = patch.directive { return directive }
    var place: SourceRange?
    for step in path.steps {
      guard let targetChild = target.child(at: step) else { return place }
      switch step {
      case .key(let key):
        guard let index = patch.index(of: key), let entry = patch.entries?[index] else {
          return place
        }
        place = entry.key.range
        patch = entry.value
      case .index:
        guard let element = patch.elements?.first(where: { $0.names(targetChild) }) else {
          return patch.elements?.lazy.compactMap(\.directive).first ?? place
        }
        place = element.range
        patch = element
      }
      if let directive = patch.directive { return directive }
      target = targetChild
    }
    return place
  }

  /// The place of `$patch: delete` or `$patch: replace`.
  private var directive: SourceRange? {
    guard let index = index(of: "$patch"), let entry = entries?[index] else { return nil }
    return ["delete", "replace"].contains(entry.value.text) ? entry.key.range : nil
  }

  /// Whether an element of a patch means one of a list: a field of both has the same text.
  private func names(_ element: Node) -> Bool {
    if let text { return element.isScalar(text) }
    return entries?.contains { entry in
      guard let key = entry.key.text, let text = entry.value.text else { return false }
      return element[key]?.isScalar(text) ?? false
    } ?? false
  }
}
