internal import Diagnostics
internal import Schema
internal import YAML

/// Merges lists in which some elements lack a merge key, such as ports without a protocol.
///
/// Goes through the steps of Kustomize, in which such elements displace each other: with several
/// keys an element stands for another if no key that it has differs; where there is one key, of all
/// that was there only the last element without it remains, if there is one, and what follows. Costs O(elements²), which such lists are short
/// enough for.
struct LenientList {
  private let keys: [String]
  private var targets: ContiguousArray<Node>
  private var items: ContiguousArray<Node> = []

  init(keys: [String], elements: ContiguousArray<Node>) {
    self.keys = keys
    targets = elements
  }

  /// The elements with `patches` merged into them.
  mutating func merged(
    _ patches: ContiguousArray<Node>, _ merge: StrategicMerge, _ type: SchemaType?
  ) throws(Diagnostic) -> ContiguousArray<Node> {
    var seen: Set<[String]> = []
    for element in patches + targets {
      let values = values(of: element)
      guard seen.insert(values).inserted else { continue }
      if values == [""] {
        targets = targets.filter { self.values(of: $0) == [""] }
        continue
      }
      let patch = patches.first { isExactly($0, values) }
      guard let element = try mergedElement(values, patch, merge, type) else {
        targets = targets.filter { !matches($0, values) }
        continue
      }
      set(element, values)
    }
    for target in targets {
      guard target.isMapping else { throw .elementNotMapping(target) }
      let values = values(of: target)
      if values == [""] {
        items = [target]
        continue
      }
      let shortened = values.filter { !$0.isEmpty }
      let wanted = shortened.count < values.count ? shortened : values
      items = items.filter { !matches($0, wanted) }
      items.append(target)
    }
    return items
  }

  private mutating func mergedElement(
    _ values: [String], _ patch: Node?, _ merge: StrategicMerge, _ type: SchemaType?
  ) throws(Diagnostic) -> Node? {
    guard let position = targets.firstIndex(where: { isExactly($0, values) }) else {
      return try patch.flatMap { (patch) throws(Diagnostic) in try merge.added(patch, type) }
    }
    if patch?[PatchDirective.key]?.text == "replace" { return targets[position] }
    guard try merge.merge(patch, into: &targets[position], type),
      !targets[position].isEmptyMapping
    else { return nil }
    return targets[position]
  }

  private mutating func set(_ element: Node, _ values: [String]) {
    var isFound = false
    for index in items.indices where matches(items[index], values) {
      items[index] = element
      isFound = true
    }
    if !isFound { items.append(element) }
  }

  private func values(of element: Node) -> [String] {
    keys.map { element[$0]?.text ?? "" }
  }

  /// Whether the element has just these values, and lacks the keys of which they are empty.
  private func isExactly(_ element: Node, _ values: [String]) -> Bool {
    self.values(of: element) == values
  }

  /// Whether no key that the element has is of another value; missing values at the end match any.
  private func matches(_ element: Node, _ values: [String]) -> Bool {
    zip(self.values(of: element), values).allSatisfy { own, other in
      own == other || own.isEmpty && keys.count > 1
    }
  }
}
