/// Finds resources by any name that they have or had.
///
/// Building costs O(resources), a look-up O(resources of that name).
struct ResourceIndex: Sendable {
  private struct Link {
    var position: Int32
    var next: Int32
  }

  /// Where the chain of a name begins and ends.
  private struct Chain {
    var head: Int32
    var tail: Int32
  }

  private var chains: [String: Chain] = [:]
  private var links: [Link] = []

  /// An index of no resources yet, with room for a number of them.
  init(capacity: Int) {
    chains.reserveCapacity(capacity)
    links.reserveCapacity(capacity)
  }

  /// An index of resources.
  init(_ resources: [Resource]) {
    self.init(capacity: resources.count)
    for position in resources.indices { insert(resources[position], at: position) }
  }

  /// Adds a resource that comes after all others.
  mutating func insert(_ resource: Resource, at position: Int) {
    insert(resource.id.name, at: position)
    for previous in resource.previousIdentities { insert(previous.name, at: position) }
  }

  private mutating func insert(_ name: String, at position: Int) {
    let link = Int32(links.count)
    if let chain = chains[name] {
      if links[Int(chain.tail)].position == Int32(position) { return }
      links[Int(chain.tail)].next = link
      chains[name] = Chain(head: chain.head, tail: link)
    } else {
      chains[name] = Chain(head: link, tail: link)
    }
    links.append(Link(position: Int32(position), next: -1))
  }

  /// The positions of the resources that have or had `name`, in order.
  func positions(named name: String) -> [Int] {
    var result: [Int] = []
    var next = chains[name]?.head ?? -1
    while next >= 0 {
      result.append(Int(links[Int(next)].position))
      next = links[Int(next)].next
    }
    return result
  }
}
