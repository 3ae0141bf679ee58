internal import Compose
internal import Schema
internal import YAML

extension Comparison {
  /// Compares two sets of resources.
  public init(from old: ComparedSet, to new: ComparedSet) {
    oldSources = old.sources
    newSources = new.sources
    let (olds, news) = (IdentifiedSet(old), IdentifiedSet(new))
    let comparer = ResourceComparer(
      oldNames: olds.generatedNames, newNames: news.generatedNames,
      redaction: Redaction(of: old.resources + new.resources))
    var partners = olds.positions
    for (position, identity) in news.identities.enumerated() {
      let resource = new.resources[position]
      if let partner = partners[identity]?.popFirst() {
        let resources = (old.resources[partner], resource)
        if let difference = comparer.difference(identity, resources.0, resources.1) {
          differences.append(difference)
        }
      } else {
        differences.append(comparer.addition(identity, resource))
      }
    }
    for (identity, rest) in partners {
      for position in rest {
        differences.append(comparer.deletion(identity, old.resources[position]))
      }
    }
    differences.sort { $0.identity < $1.identity }
  }
}

/// Resources with their identities.
private struct IdentifiedSet {
  /// The identity of each resource.
  var identities: [ComparedIdentity] = []
  /// The resources of each identity, in order.
  var positions: [ComparedIdentity: ArraySlice<Int>] = [:]
  /// Generated names, with what they are without their hash.
  var generatedNames: [String: String] = [:]

  init(_ set: ComparedSet) {
    let resources = set.resources
    identities.reserveCapacity(resources.count)
    positions.reserveCapacity(resources.count)
    for (position, resource) in resources.enumerated() {
      let name = resource.nameBeforeHash
      if name != resource.id.name { generatedNames[resource.id.name] = name }
      let namespace = resource.isClusterScoped ? "" : resource.id.namespace
      let identity = ComparedIdentity(
        group: resource.id.gvk.group, kind: resource.id.gvk.kind,
        namespace: set.namespaces[namespace] ?? namespace, name: name)
      identities.append(identity)
      positions[identity, default: []].append(position)
    }
  }
}
