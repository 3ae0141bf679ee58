internal import Diagnostics
internal import Schema
internal import YAML

/// Makes resources of the documents of a file.
///
/// Lists (`kind: List` and any kind that ends so and has `items`) are replaced by their items. Every
/// resource has a kind and a name.
struct ResourceReader {
  private let schema: KubernetesSchema

  init(schema: KubernetesSchema) {
    self.schema = schema
  }

  /// The resources of the documents, in order; items of lists come last.
  func resources(in documents: [Node]) throws(Diagnostic) -> [Resource] {
    try nodes(in: documents).map { node in
      var resource = Resource(node, schema: schema)
      resource.readHistory()
      return resource
    }
  }

  /// The documents without lists, whose items follow after the last document, each checked.
  func nodes(in documents: [Node]) throws(Diagnostic) -> [Node] {
    var result: [Node] = []
    var pending = documents
    let isAlone = documents.count { !$0.isNull && !$0.isEmptyCollection } == 1
    var next = 0
    while next < pending.count {
      let node = pending[next]
      next += 1
      if node.isNull || node.isEmptyCollection { continue }
      try check(node)
      let kind = node["kind"]?.text ?? ""
      // Kustomize takes such a list apart as it reads the file, and minds no items that hold nothing.
      let isTakenApart = isAlone && next <= documents.count && Self.plainLists.contains(kind)
      guard kind.hasSuffix("List"), let items = node["items"] else {
        if !isTakenApart || node["functionConfig"] == nil { result.append(node) }
        continue
      }
      if items.isNull { continue }
      guard case .sequence(let elements) = items.content else {
        if isTakenApart, items.scalar != nil || items.isEmptyCollection { continue }
        throw .itemsNotList(kind: kind, at: items)
      }
      pending += elements
    }
    return result
  }

  private static let plainLists: Set = ["List", "ResourceList"]

  /// Throws unless the node has what tells resources apart.
  func check(_ node: Node) throws(Diagnostic) {
    guard node.isMapping else { throw .resourceNotMapping(at: node) }
    guard let kind = node["kind"]?.textUnlessNull, !kind.isEmpty else {
      throw .missingKind(at: node)
    }
    if let metadata = node["metadata"], !metadata.isMapping, !metadata.isNull {
      throw .metadataNotMapping(at: metadata)
    }
    if !kind.hasSuffix("List"), node[path: "metadata", "name"]?.textUnlessNull?.isEmpty ?? true {
      throw .missingName(kind: kind, at: node)
    }
  }
}
