internal import Diagnostics
internal import YAML

/// Which element of an earlier list each element of a later one was.
///
/// An element is known by the place that it comes from, then by what names it, then by its text; if
/// both lists are equally long, by its position at last. Costs O(elements).
struct ListAlignment {
  /// For each later position the earlier one; nil for what is new.
  private(set) var earlier: [Int?]
  /// The earlier positions that nothing later comes from.
  private(set) var removed: [Int] = []

  /// The fields that name an element, the best first.
  private static let naming = ["name", "key", "mountPath", "containerPort", "port", "host", "kind"]

  init(from old: ContiguousArray<Node>, to new: ContiguousArray<Node>) {
    earlier = [Int?](repeating: nil, count: new.count)
    var isTaken = [Bool](repeating: false, count: old.count)
    match(&isTaken, old, new) { $0.scalar == nil ? $0.range.map(AnyHashable.init) : nil }
    for key in Self.naming {
      match(&isTaken, old, new) { $0[key]?.text.map(AnyHashable.init) }
    }
    match(&isTaken, old, new) { $0.text.map(AnyHashable.init) }
    if old.count == new.count {
      for index in new.indices where earlier[index] == nil && !isTaken[index] {
        earlier[index] = index
        isTaken[index] = true
      }
    }
    removed = old.indices.filter { !isTaken[$0] }
  }

  /// Matches elements of equal identity, as far as each side has only one of it left.
  private mutating func match(
    _ isTaken: inout [Bool], _ old: ContiguousArray<Node>, _ new: ContiguousArray<Node>,
    _ identity: (Node) -> AnyHashable?
  ) {
    let open = earlier.indices.filter { earlier[$0] == nil }
    guard !open.isEmpty else { return }
    var positions: [AnyHashable: Int?] = [:]
    for index in old.indices where !isTaken[index] {
      guard let identity = identity(old[index]) else { continue }
      // Two of one identity tell nothing.
      positions.updateValue(positions[identity] == nil ? index : nil, forKey: identity)
    }
    var wanted: [AnyHashable: Int?] = [:]
    for index in open {
      guard let identity = identity(new[index]) else { continue }
      wanted.updateValue(wanted[identity] == nil ? index : nil, forKey: identity)
    }
    for (identity, index) in wanted {
      guard let index, let position = positions[identity] ?? nil else { continue }
      earlier[index] = position
      isTaken[position] = true
    }
  }
}
