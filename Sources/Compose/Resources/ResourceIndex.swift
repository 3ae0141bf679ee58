/// Finds resources by any name that they have or had.
///
/// Building costs O(resources), a look-up O(resources of that name).
struct ResourceIndex: Sendable {
  private struct Link {
    var position: Int32
    var next: Int32
  }

  private var heads: [String: Int32] = [:]
  private var links: [Link] = []

  init(_ resources: [Resource]) {
    heads.reserveCapacity(resources.count)
    links.reserveCapacity(resources.count)
    // Backwards, so that each chain is in the order of the resources.
    for position in resources.indices.reversed() {
      insert(resources[position].id.name, at: position)
      for previous in resources[position].previousIdentities {
        insert(previous.name, at: position)
      }
    }
  }

  private mutating func insert(_ name: String, at position: Int) {
    let head = heads[name] ?? -1
    if head >= 0, links[Int(head)].position == Int32(position) { return }
    heads[name] = Int32(links.count)
    links.append(Link(position: Int32(position), next: head))
  }

  /// The positions of the resources that have or had `name`, in order.
  func positions(named name: String) -> [Int] {
    var result: [Int] = []
    var next = heads[name] ?? -1
    while next >= 0 {
      result.append(Int(links[Int(next)].position))
      next = links[Int(next)].next
    }
    return result
  }
}
