internal import Diagnostics
internal import Schema
internal import YAML

/// Merges lists in which some elements lack a merge key, such as ports without a protocol.
///
/// Goes through the steps of Kustomize, in which such elements displace, repeat or hide each other:
///
/// 1. The identities of all elements, those of the patch first, become alike where one lacks what
///    the other has and nothing differs. Of the keys only those count that then have any value.
/// 2. For each identity the first elements that have just these values are merged. A patch whose
///    identity was completed is not found any more, so that it has no effect.
/// 3. What was there is put back at the end. An element that lacks one of several keys is appended
///    for each of them, and then once more unless something of the same values is there; of all
///    that stands before an element without any key nothing remains.
///
/// Costs O(elements²), which such lists are short enough for.
struct LenientList {
  /// The values of the merge keys of one element; empty where it has none.
  private typealias Identity = [String]

  private var keys: [String]
  /// Every element that a list may hold; lists hold positions in it, so that an element that stands
  /// in two of them is changed in both.
  private var elements: [Node]
  private var targets: [Int]
  private var items: [Int] = []

  init(keys: [String], elements: ContiguousArray<Node>) {
    self.keys = keys
    self.elements = Array(elements)
    targets = Array(elements.indices)
  }

  /// The elements with `patches` merged into them.
  mutating func merged(
    _ patches: ContiguousArray<Node>, _ merge: StrategicMerge, _ type: SchemaType?
  ) throws(Diagnostic) -> ContiguousArray<Node> {
    var patches = patches
    for identity in usedIdentities(of: patches) {
      let index = patches.firstIndex { has(identity, $0) }
      let patch = index.map { patches[$0] }
      // An identity that was completed to one before meets the patch without its directive.
      if let index { patches[index].remove(PatchDirective.key) }
      guard let element = try merged(identity, patch, merge, type) else {
        targets = without(identity, targets)
        continue
      }
      for (key, value) in zip(keys, identity) where !value.isEmpty {
        if elements[element][key] == nil { elements[element].set(key, to: Node(Scalar(value))) }
      }
      set(element, identity, in: &items)
    }
    for target in targets { try putBack(target) }
    return ContiguousArray(items.map { elements[$0] })
  }

  /// The completed identities, without the keys that have no value in any of them.
  private mutating func usedIdentities(of patches: ContiguousArray<Node>) -> [Identity] {
    let identities = identities(of: patches)
    let used = keys.indices.filter { key in identities.contains { !$0[key].isEmpty } }
    guard !used.isEmpty, used.count < keys.count else { return identities }
    keys = used.map { keys[$0] }
    return identities.map { identity in used.map { identity[$0] } }
  }

  /// The identities of the elements of both lists, each once, completed by each other.
  private func identities(of patches: ContiguousArray<Node>) -> [Identity] {
    var seen: Set<Identity> = []
    var identities: [Identity] = []
    for element in patches + targets.map({ elements[$0] }) {
      let identity = identity(of: element)
      if seen.insert(identity).inserted { identities.append(identity) }
    }
    guard keys.count > 1 else { return identities }
    for first in identities.indices {
      let identity = identities[first]
      for second in identities.indices {
        guard let common = Self.common(identity, identities[second]) else { continue }
        identities[first] = common
        identities[second] = common
      }
    }
    return identities
  }

  /// Both identities in one; nil if they differ or have nothing in common.
  private static func common(_ a: Identity, _ b: Identity) -> Identity? {
    guard zip(a, b).contains(where: ==),
      zip(a, b).allSatisfy({ $0 == $1 || $0.isEmpty || $1.isEmpty })
    else { return nil }
    return zip(a, b).map { $0.isEmpty ? $1 : $0 }
  }

  /// Merges the elements of an identity; nil if there is none or it is deleted.
  private mutating func merged(
    _ identity: Identity, _ patch: Node?, _ merge: StrategicMerge, _ type: SchemaType?
  ) throws(Diagnostic) -> Int? {
    let target = targets.first { has(identity, elements[$0]) }
    guard let target, patch?[PatchDirective.key]?.text != "replace" else {
      guard let patch, let added = try merge.added(patch, type), !added.isEmptyMapping else {
        return nil
      }
      elements.append(added)
      return elements.count - 1
    }
    guard try merge.merge(patch, into: &elements[target], type), !elements[target].isEmptyMapping
    else { return nil }
    return target
  }

  /// Puts an element that was there behind what the patch named.
  private mutating func putBack(_ target: Int) throws(Diagnostic) {
    let element = elements[target]
    guard element.isMapping else { throw .elementNotMapping(element) }
    let values = keys.compactMap { element[$0]?.text }
    if values.isEmpty {
      items = [target]
      return
    }
    items += Array(repeating: target, count: keys.count - values.count)
    if keys.count > 1 { items = without(values, items) }
    set(target, values, in: &items)
  }

  // MARK: Lists

  /// Puts an element in the place of all that have these values, or else at the end.
  private func set(_ element: Int, _ values: [String], in list: inout [Int]) {
    var isFound = false
    list = list.filter { !elements[$0].isEmptyMapping }
    for index in list.indices where isMet(values, by: elements[list[index]]) {
      list[index] = element
      isFound = true
    }
    if !isFound { list.append(element) }
  }

  private func without(_ values: [String], _ list: [Int]) -> [Int] {
    list.filter { !elements[$0].isEmptyMapping && !isMet(values, by: elements[$0]) }
  }

  private func identity(of element: Node) -> Identity {
    keys.map { element[$0]?.textUnlessNull ?? "" }
  }

  /// Whether an element has the values of an identity, whatever it has for those that are empty.
  private func has(_ identity: Identity, _ element: Node) -> Bool {
    let isEmpty = identity.allSatisfy(\.isEmpty)
    return zip(keys, identity).allSatisfy { key, value in
      if value.isEmpty, !isEmpty { return true }
      guard let text = element[key]?.text else { return false }
      return text == value
    }
  }

  /// Whether an element has these values under the first keys; an empty one stands for any value.
  private func isMet(_ values: [String], by element: Node) -> Bool {
    zip(keys, values).allSatisfy { key, value in
      guard let text = element[key]?.text else { return false }
      return value.isEmpty || text == value
    }
  }
}
