internal import Schema
internal import YAML

extension NodeComparer {
  /// Compares two lists: element by element with the same merge key, or as what they hold.
  mutating func compareElements(
    _ olds: ContiguousArray<Node>, _ news: ContiguousArray<Node>, of container: Node,
    _ type: SchemaType?
  ) {
    var pairing = ListPairing(olds, news, mergeKeys: type?.mergeKeys.map(Array.init))
    pairing.pair()
    var kept: [Int] = []
    for (index, new) in news.enumerated() {
      let partner = pairing.partners[index]
      path.append(
        .element(
          ChangePath.Element(keys: pairing.keys(of: new), oldIndex: partner, newIndex: index)))
      if let partner {
        kept.append(partner)
        if !pairing.areEqual[index] { compare(olds[partner], new, type?.element) }
      } else {
        report(nil, new, within: container)
      }
      path.removeLast()
    }
    let staying = Set(kept)
    for (index, old) in olds.enumerated() where !staying.contains(index) {
      path.append(
        .element(ChangePath.Element(keys: pairing.keys(of: old), oldIndex: index, newIndex: nil)))
      report(old, nil, within: container)
      path.removeLast()
    }
    if zip(kept, kept.dropFirst()).contains(where: { $0 > $1 }) {
      reportOrder(kept, olds, news, within: container)
    }
  }

  private mutating func reportOrder(
    _ order: [Int], _ olds: ContiguousArray<Node>, _ news: ContiguousArray<Node>,
    within container: Node
  ) {
    report(Node(.sequence(olds)), Node(.sequence(news)), within: container)
    changes[changes.count - 1].order = order
    changes[changes.count - 1].category = .order
  }
}
