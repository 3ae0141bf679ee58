internal import Compose
internal import Diagnostics
internal import YAML

/// For each value of a tree the step that it comes from: the same tree, with steps for values.
enum Origins {
  /// Of a scalar, or of a collection without anything in it.
  case step(Int)
  /// Of the elements of a list, or of the values of a mapping, in their order.
  case children([Origins])

  /// The first of the steps that values in it come from.
  var earliest: Int {
    switch self {
    case .step(let step): step
    case .children(let children): children.lazy.map(\.earliest).min() ?? 0
    }
  }

  /// The origins of all values of a resource that is there at the end.
  ///
  /// Follows all values through the states at once: costs O(nodes × states that changed them).
  init(of subject: Subject) {
    let chain = subject.states.reversed().map { Value(node: $0.node, step: $0.step) }
    self.init(chain.prefix { $0.node != nil })
  }

  /// A value after a step.
  private struct Value {
    var node: Node?
    var step: Int

    func isUnchanged(since earlier: Value) -> Bool {
      guard let node, let before = earlier.node else { return false }
      if case .scalar(let a) = node.content, case .scalar(let b) = before.content {
        return node.range == before.range && a.text.hasSameBytes(as: b.text)
      }
      return node.sharesStorage(with: before)
    }
  }

  /// The origins of a value, given as what it was after each step, the last first.
  private init(_ chain: ArraySlice<Value>) {
    var chain = chain
    while chain.count > 1, chain[chain.startIndex].isUnchanged(since: chain[chain.startIndex + 1]) {
      chain.removeFirst()
    }
    guard let last = chain.first, let node = last.node else {
      preconditionFailure("a value has a state in which it is there")
    }
    switch node.content {
    case .sequence(let elements) where !elements.isEmpty:
      self = .children(Self.children(of: elements, chain))
    case .mapping(let entries) where !entries.isEmpty:
      self = .children(Self.children(of: entries, chain))
    case .scalar, .sequence, .mapping: self = .step(last.step)
    }
  }

  private static func children(
    of elements: ContiguousArray<Node>, _ chain: ArraySlice<Value>
  ) -> [Origins] {
    let lists = chain.map { $0.node?.elements }
    var chains = elements.indices.map { _ in [Value]() }
    var positions: [Int?] = elements.indices.map { $0 }
    for (depth, value) in chain.enumerated() {
      guard let list = lists[depth] else { break }
      if depth > 0, let later = lists[depth - 1] {
        let alignment = ListAlignment(from: list, to: later)
        positions = positions.map { $0.flatMap { alignment.earlier[$0] } }
      }
      for (index, position) in positions.enumerated() {
        guard let position else { continue }
        chains[index].append(Value(node: list[position], step: value.step))
      }
    }
    return chains.map { Origins($0[...]) }
  }

  private static func children(
    of entries: ContiguousArray<Node.Entry>, _ chain: ArraySlice<Value>
  ) -> [Origins] {
    let tables = chain.map { value in
      Dictionary(
        (value.node?.entries ?? []).compactMap { entry in entry.key.text.map { ($0, entry.value) }
        },
        uniquingKeysWith: { first, _ in first })
    }
    return entries.map { entry in
      var values = [Value(node: entry.value, step: chain[chain.startIndex].step)]
      if let key = entry.key.text {
        for (table, state) in zip(tables, chain).dropFirst() {
          guard let value = table[key] else { break }
          values.append(Value(node: value, step: state.step))
        }
      }
      return Origins(values[...])
    }
  }
}
