internal import Compose
internal import Diagnostics
internal import Schema
internal import YAML

/// Finds the names of Secrets that a workload refers to, by the fields through which references
/// follow names.
struct SecretReferences {
  private let fields: [FieldSpec]

  init(_ references: [NameReference]) {
    fields =
      references
      .filter { $0.target.matches(group: "", version: "v1", kind: "Secret") }
      .flatMap(\.referrers)
  }

  /// The names in a resource.
  func names(in resource: Resource) throws(Diagnostic) -> Set<String> {
    let gvk = resource.id.gvk
    var names: Set<String> = []
    for field in fields
    where field.matches(group: gvk.group, version: gvk.version, kind: gvk.kind) {
      try resource.visit(field) { node in
        if let name = node.text { names.insert(name) }
        if let name = node["name"]?.text { names.insert(name) }
      }
    }
    return names
  }
}

extension SecretReferences {
  /// A name or a key in a reference, and where it stands.
  typealias Mention = (text: String, range: SourceRange?)

  /// The Secrets without which pods of a workload do not start, and the keys that those must have.
  ///
  /// Those of anything else, such as the certificate of an Ingress, may come later.
  func required(
    by resource: Resource
  ) throws(Diagnostic) -> [(secret: Mention, keys: [Mention])] {
    let gvk = resource.id.gvk
    guard Self.workloads.contains(gvk.kind) else { return [] }
    var secrets: [(secret: Mention, keys: [Mention])] = []
    for var field in fields
    where field.matches(group: gvk.group, version: gvk.version, kind: gvk.kind) {
      guard let slash = field.path.lastIndex(of: "/") else { continue }
      let leaf = String(field.path[field.path.index(after: slash)...])
      // What holds the name says too whether it must be there, and with which keys.
      field.path = String(field.path[..<slash])
      try resource.visit(field) { node in
        for holder in node.elements ?? [node] where holder["optional"]?.isScalar("true") != true {
          guard let secret = Self.mention(holder[leaf]) else { continue }
          // The key of a variable, or those that a volume mounts.
          let items = holder["items"]?.elements ?? []
          secrets.append((secret, ([holder] + items).compactMap { Self.mention($0["key"]) }))
        }
      }
    }
    return secrets
  }

  private static func mention(_ node: Node?) -> Mention? {
    guard let node, let text = node.text, !text.isEmpty else { return nil }
    return (text, node.range)
  }

  private static let workloads: Set = [
    "Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job",
    "CronJob",
  ]
}

/// Where the pods of a workload are described.
///
/// Jobs and Pods have a template that cannot be changed, so that an annotation there would make an
/// update fail.
struct PodTemplate {
  private let path: [String]

  /// The template of a workload whose pods are replaced when it changes; nil for anything else.
  init?(_ resource: Resource) {
    switch resource.id.gvk.kind {
    case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController":
      path = ["spec", "template"]
    case "CronJob":
      path = ["spec", "jobTemplate", "spec", "template"]
    default:
      return nil
    }
  }

  /// Sets an annotation of the pods.
  func annotate(_ node: inout Node, _ key: String, _ value: String, origin: SourceRange?) {
    Self.update(&node, path[...]) { template in
      if template["metadata"]?.isMapping != true {
        template.set("metadata", to: .emptyMapping(range: origin))
      }
      template.update("metadata") { metadata in
        if metadata["annotations"]?.isMapping != true {
          metadata.set("annotations", to: .emptyMapping(range: origin))
        }
        metadata.update("annotations") { annotations in
          annotations.set(
            Node(string: key, range: origin), to: Node(string: value, range: origin))
        }
      }
    }
  }

  private static func update(
    _ node: inout Node, _ path: ArraySlice<String>, _ body: (inout Node) -> Void
  ) {
    guard let first = path.first else { return body(&node) }
    node.update(first) { update(&$0, path.dropFirst(), body) }
  }
}
