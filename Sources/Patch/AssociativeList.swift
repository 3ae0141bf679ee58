internal import Diagnostics
internal import Schema
internal import YAML

/// Merges lists whose elements are told apart by one key, by several keys, or by being equal.
///
/// The order is Kustomize's: with one key, the elements that the patch names come first, in its
/// order, then the others. With several keys, what the patch adds comes first, then all that was
/// there, in its order. Costs O(elements).
struct AssociativeList {
  private let merge: StrategicMerge
  private let keys: [String]
  private let type: SchemaType?

  init(_ merge: StrategicMerge, _ keys: MergeKeys, _ type: SchemaType?) {
    self.merge = merge
    self.keys = Array(keys)
    self.type = type
  }

  /// The values of the merge keys of one element; empty where it has none.
  private typealias Identity = [String]

  /// Whether an element lacks a key that others have, or two have the same keys.
  static func hasIrregularKeys(_ elements: ContiguousArray<Node>, _ keys: MergeKeys) -> Bool {
    guard !keys.isEmpty else {
      return Set(elements.compactMap(\.textUnlessNull)).count != elements.count
    }
    let used = keys.filter { key in elements.contains { has(key, $0) } }
    if used.isEmpty { return !elements.isEmpty }
    guard elements.allSatisfy({ element in used.allSatisfy { has($0, element) } }) else {
      return true
    }
    if elements.count == 1 { return false }
    var known: Set<Identity> = []
    return elements.contains { !known.insert(identity(of: $0, used)).inserted }
  }

  private static func has(_ key: String, _ element: Node) -> Bool {
    element[key]?.textUnlessNull?.isEmpty == false
  }

  private static func identity(of element: Node, _ keys: [String]) -> Identity {
    keys.map { element[$0]?.textUnlessNull ?? "" }
  }

  /// Whether an element of a list with one key is nothing, or has null as its key.
  func isWithoutIdentity(_ element: Node) -> Bool {
    guard keys.count == 1 else { return false }
    return element.isNull || element.isEmptyMapping || element[keys[0]]?.isNull == true
  }

  /// Whether a mapping with content has none of the merge keys, or of several only nulls.
  func isWithoutKeys(_ element: Node) -> Bool {
    guard element.isMapping, !element.isEmptyMapping, !keys.isEmpty else { return false }
    return keys.allSatisfy { key in
      guard let value = element[key] else { return true }
      return keys.count > 1 && value.isNull
    }
  }

  /// The first element of each identity.
  func firstOfEachKey(_ elements: ContiguousArray<Node>) -> ContiguousArray<Node> {
    var seen: Set<Identity> = []
    return elements.filter { seen.insert(Self.identity(of: $0, keys)).inserted }
  }

  /// `elements` with `patches` merged into them.
  func merged(
    _ patches: ContiguousArray<Node>, into elements: ContiguousArray<Node>
  ) throws(Diagnostic) -> ContiguousArray<Node> {
    if keys.isEmpty { return try union(patches, elements) }
    // An empty mapping or null has no key at all: Kustomize looks at nothing from there on.
    let elements = ContiguousArray(elements.prefix { !$0.isEmptyMapping && !$0.isNull })
    // Only the keys that occur at all count.
    var used = keys.filter { key in
      patches.contains { Self.has(key, $0) } || elements.contains { Self.has(key, $0) }
    }
    if used.isEmpty { used = keys }
    let targets = elements.map { Self.identity(of: $0, used) }
    let sources = patches.map { Self.identity(of: $0, used) }
    if (targets + sources).contains(where: { $0.contains("") }) {
      var list = LenientList(keys: keys, elements: elements)
      return try list.merged(patches, merge, type)
    }
    return try mergedByIdentity(patches, sources, elements, targets, keepsOrder: used.count > 1)
  }

  /// A set of scalars without null: those of the patch first.
  private func union(
    _ patches: ContiguousArray<Node>, _ elements: ContiguousArray<Node>
  ) throws(Diagnostic) -> ContiguousArray<Node> {
    let all = patches + elements
    if let collection = all.first(where: { $0.scalar == nil }) {
      throw .elementNotScalar(collection)
    }
    var known: Set<String> = []
    return all.filter { element in
      element.textUnlessNull.map { known.insert($0).inserted } ?? false
    }
  }

  private func mergedByIdentity(
    _ patches: ContiguousArray<Node>, _ sources: [Identity], _ elements: ContiguousArray<Node>,
    _ targets: [Identity], keepsOrder: Bool
  ) throws(Diagnostic) -> ContiguousArray<Node> {
    var elements = elements
    var positions: [Identity: Int] = [:]
    positions.reserveCapacity(targets.count)
    for index in targets.indices.reversed() { positions[targets[index]] = index }
    var isRemoved = Set<Identity>()
    var first: [(identity: Identity, added: Node?)] = []
    var seen = Set<Identity>()
    for (index, identity) in sources.enumerated() where seen.insert(identity).inserted {
      if let position = positions[identity] {
        if try !mergeElement(patches[index], into: &elements[position]) {
          isRemoved.insert(identity)
        } else {
          first.append((identity, nil))
        }
      } else if let added = try merge.added(patches[index], type), !added.isEmptyMapping {
        first.append((identity, added))
      }
    }
    // What the patch does not name is tidied; of a repeated key the last element stays.
    var last: [Identity: Node] = [:]
    for index in targets.indices where !isRemoved.contains(targets[index]) {
      if positions[targets[index]] == index, !seen.contains(targets[index]) {
        _ = try merge.tidy(&elements[index], type)
        if elements[index].isEmptyMapping {
          isRemoved.insert(targets[index])
          continue
        }
      }
      last[targets[index]] = elements[index]
    }
    var result: ContiguousArray<Node> = []
    result.reserveCapacity(first.count + elements.count)
    if keepsOrder {
      result += first.compactMap(\.added)
      var lastPositions: [Identity: Int] = [:]
      for index in targets.indices { lastPositions[targets[index]] = index }
      for index in targets.indices where lastPositions[targets[index]] == index {
        if let element = last[targets[index]] { result.append(element) }
      }
    } else {
      for (identity, added) in first {
        if let element = added ?? last[identity] { result.append(element) }
      }
      for index in targets.indices
      where positions[targets[index]] == index && !seen.contains(targets[index]) {
        if let element = last[targets[index]] { result.append(element) }
      }
    }
    return result
  }

  /// Merges one element; false if it is deleted.
  ///
  /// `$patch: replace` has no effect here: Kustomize writes what was there back last.
  private func mergeElement(
    _ patch: Node, into element: inout Node
  ) throws(Diagnostic) -> Bool {
    if patch[PatchDirective.key]?.text == "replace" { return true }
    return try merge.merge(patch, into: &element, type) && !element.isEmptyMapping
  }
}
