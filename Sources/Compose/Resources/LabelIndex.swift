internal import YAML

/// Finds resources by a label.
///
/// A resource whose labels changed may be found by a label that it has no more: who asks looks at
/// the resource again. Building costs O(labels), a look-up O(resources of that label).
struct LabelIndex: Sendable {
  private struct Label: Hashable {
    var key: String
    var value: String
  }

  private var positions: [Label: [Int]] = [:]
  /// The resources that may have got other labels since they were entered.
  private var changed: [Int] = []

  init(_ resources: [Resource]) {
    for position in resources.indices { insert(resources[position].node, at: position) }
  }

  /// Notes that a resource may have got other labels.
  mutating func noteChange(at position: Int) {
    changed.append(position)
  }

  /// The positions of the resources that have or had one of the values, in order.
  mutating func positions(
    key: String, values: Set<String>, in resources: [Resource]
  ) -> [Int] {
    for position in changed { insert(resources[position].node, at: position) }
    changed.removeAll(keepingCapacity: true)
    var result: Set<Int> = []
    for value in values { result.formUnion(positions[Label(key: key, value: value)] ?? []) }
    return result.sorted()
  }

  private mutating func insert(_ resource: Node, at position: Int) {
    for entry in resource[path: "metadata", "labels"]?.entries ?? [] {
      guard let key = entry.key.text, let value = entry.value.text else { continue }
      let label = Label(key: key, value: value)
      if positions[label]?.last == position { continue }
      positions[label, default: []].append(position)
    }
  }
}
