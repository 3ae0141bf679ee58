/// Which resources of a set were touched since a recorder looked.
struct ResourceChanges: Sendable {
  /// The positions that were touched, perhaps more than once.
  private var touched: [Int] = []
  /// Whether any resource may have been.
  private var isEverything = false
  /// The numbers of resources that are no more.
  private(set) var removed: [UInt32] = []

  mutating func touch(_ position: Int) { touched.append(position) }

  mutating func touchEverything() { isEverything = true }

  /// Notes that of `old` only `new` is left, perhaps in another order.
  mutating func replace(_ old: [Resource], by new: [Resource]) {
    isEverything = true
    let kept = Set(new.lazy.map(\.serial))
    removed += old.lazy.map(\.serial).filter { !kept.contains($0) }
  }

  /// The positions in a set of so many resources, each once and in order.
  func positions(in count: Int) -> [Int] {
    isEverything ? Array(0..<count) : Set(touched).sorted()
  }
}
