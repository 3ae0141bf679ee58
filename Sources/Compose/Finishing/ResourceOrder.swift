internal import Schema

/// The order in which resources come out.
struct ResourceOrder {
  private let ranks: [String: Int]?

  /// In the order in which the kustomizations name them.
  static let asAccumulated = ResourceOrder(ranks: nil)

  /// By kind, with Kustomize's own lists of what comes first and last.
  static let legacy = ResourceOrder(
    first: DefaultFieldSpecs.orderFirst, last: DefaultFieldSpecs.orderLast)

  /// What `sortOptions` asks for.
  init(_ options: SortOptions) {
    switch options.order {
    case .fifo: self = .asAccumulated
    case .legacy where options.orderFirst == nil && options.orderLast == nil: self = .legacy
    case .legacy: self.init(first: options.orderFirst ?? [], last: options.orderLast ?? [])
    }
  }

  private init(ranks: [String: Int]?) {
    self.ranks = ranks
  }

  private init(first: [String], last: [String]) {
    var ranks: [String: Int] = [:]
    for (index, kind) in first.enumerated() { ranks[kind] = index - first.count }
    for (index, kind) in last.enumerated() { ranks[kind] = 1 + index }
    self.ranks = ranks
  }

  /// Whether resources are put into another order than they have.
  var sorts: Bool { ranks != nil }

  /// Where a kind stands among the kinds: below 0 before those without a place, above behind them.
  func rank(ofKind kind: String) -> Int { ranks?[kind] ?? 0 }

  /// The present positions of the resources in their new order.
  ///
  /// Costs O(n log n).
  ///
  /// Within a rank the order is that of two texts, of the type and of the whole identity, as
  /// Kustomize makes them.
  func positions(of resources: [Resource]) -> [Int] {
    guard ranks != nil else { return Array(resources.indices) }
    let keys = resources.indices.map { position in
      Key(resources[position].id, rank: rank(ofKind: resources[position].id.gvk.kind))
    }
    return resources.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
  }

  private struct Key: Comparable {
    let rank: Int
    let isNamespace: Bool
    let isInCoreGroup: Bool
    let type: [UInt8]
    let identity: [UInt8]

    init(_ id: ResourceID, rank: Int) {
      self.rank = rank
      let gvk = id.gvk
      isNamespace = gvk.kind == "Namespace"
      isInCoreGroup = gvk.group.isEmpty
      let group = gvk.group.isEmpty ? "~G" : gvk.group
      let version = gvk.version.isEmpty ? "~V" : gvk.version
      type = Self.bytes(group, "_", version, "_", gvk.kind)
      let namespace = id.namespace.isEmpty ? "~X" : id.namespace
      identity = Self.bytes(namespace, "|", id.name.isEmpty ? "~N" : id.name)
    }

    private static func bytes(_ texts: String...) -> [UInt8] {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(texts.reduce(0) { $0 + $1.utf8.count })
      for var text in texts { text.withUTF8 { bytes += $0 } }
      return bytes
    }

    static func < (a: Key, b: Key) -> Bool {
      if a.rank != b.rank { return a.rank < b.rank }
      if a.type != b.type {
        // Those of the core group come before a Namespace of another one, and newer ones first.
        let isReversed =
          a.isNamespace && b.isNamespace && (a.isInCoreGroup || b.isInCoreGroup)
        return a.type.lexicographicallyPrecedes(b.type) != isReversed
      }
      return a.identity.lexicographicallyPrecedes(b.identity)
    }
  }
}
