import Compare
import Compose
import Diagnostics
import Testing
import YAML

/// Applies the JSON form of a comparison to the resources before, as `docs/diff.md` says.
struct DifferenceApplier {
  private let report: Node

  init(json: [UInt8]) throws {
    let file = SourceTable().add(path: "diff.json", bytes: json)
    report = try #require(
      try YAMLReader().firstDocument(of: file)?["environments"]?.elements?.first)
  }

  /// The resources after, in any order.
  func apply(to set: ComparedSet) throws -> [Node] {
    var nodes: [[String]: [Node]] = [:]
    for resource in set.resources {
      let id = resource.id
      let space = resource.isClusterScoped ? "" : id.namespace
      nodes[[id.gvk.group, id.gvk.kind, space, resource.nameBeforeHash], default: []].append(
        resource.node)
    }
    var result: [Node] = []
    for resource in report["resources"]?.elements ?? [] {
      let key = ["group", "kind", "namespace", "name"].map { resource[$0]?.text ?? "" }
      let changes = resource["changes"]?.elements ?? []
      switch resource["action"]?.text {
      case "added": result.append(try #require(changes.first?["to"]))
      case "deleted": nodes[key]?.removeLast()
      default:
        let old = try #require(nodes[key]?.first)
        nodes[key]?.removeFirst()
        result.append(try apply(changes.map { ($0["steps"]?.elements ?? [], $0) }, to: old))
      }
    }
    return result + nodes.values.joined()
  }

  private typealias Step = (steps: ContiguousArray<Node>, change: Node)

  private func apply(_ changes: [Step], to old: Node) throws -> Node {
    if let change = changes.first, change.steps.isEmpty, change.change["order"] == nil {
      return try #require(change.change["to"])
    }
    return old.isSequence ? try applyToList(changes, old) : try applyToMapping(changes, old)
  }

  private func applyToMapping(_ changes: [Step], _ old: Node) throws -> Node {
    var new = old
    for (key, part) in Dictionary(grouping: changes, by: { $0.steps[0].text ?? "" }) {
      let rest = part.map { (ContiguousArray($0.steps.dropFirst()), $0.change) }
      if rest.count == 1, rest[0].0.isEmpty, rest[0].1["order"] == nil {
        if let value = rest[0].1["to"] { new.set(key, to: value) } else { new.remove(key) }
      } else {
        new.set(key, to: try apply(rest, to: try #require(old[key])))
      }
    }
    return new
  }

  private func applyToList(_ changes: [Step], _ old: Node) throws -> Node {
    let elements = try #require(old.elements)
    var kept: [Int: Node] = [:]
    for (index, element) in elements.enumerated() { kept[index] = element }
    var added: [Int: Node] = [:]
    var order: [Int]?
    var within: [Int: [Step]] = [:]
    for (steps, change) in changes {
      if steps.isEmpty {
        order = change["order"]?.elements?.compactMap { $0.text.flatMap(Int.init) }
        continue
      }
      let from = steps[0]["from"]?.text.flatMap { Int($0) }
      let to = steps[0]["to"]?.text.flatMap { Int($0) }
      if let from, to == nil {
        kept[from] = nil
      } else if from == nil, let to {
        added[to] = change["to"]
      } else if let from {
        within[from, default: []].append((ContiguousArray(steps.dropFirst()), change))
      }
    }
    for (index, part) in within { kept[index] = try apply(part, to: elements[index]) }
    var rest = (order ?? kept.keys.sorted()).compactMap { kept[$0] }[...]
    var result: ContiguousArray<Node> = []
    while !rest.isEmpty || added[result.count] != nil {
      if let node = added[result.count] {
        result.append(node)
      } else {
        result.append(rest.removeFirst())
      }
    }
    return Node(.sequence(result))
  }
}
