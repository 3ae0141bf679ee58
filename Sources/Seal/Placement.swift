internal import Compose
internal import Cryptography
internal import Diagnostics
internal import YAML

/// Where the resource that takes the place of a Secret stands, and what it takes over from it.
struct Placement {
  var name: String
  var namespace: String
  /// `metadata.labels`, if there are any.
  var labels: Node?
  /// `metadata.annotations`, without what kubectl notes there.
  var annotations: Node?
  /// `type`, `Opaque` unless it is another.
  var type: Node
  /// Whether the Secret cannot be changed.
  var isImmutable: Bool
  /// What asked for it.
  var range: SourceRange?

  /// A place without anything to take over.
  init(name: String, namespace: String, at range: SourceRange?) {
    self.name = name
    self.namespace = namespace
    type = Node(string: "Opaque", range: range)
    isImmutable = false
    self.range = range
  }

  init(_ secret: Resource, at range: SourceRange?) {
    name = secret.id.name
    namespace = secret.id.namespace
    labels = secret.node[path: "metadata", "labels"]
    annotations = secret.node[path: "metadata", "annotations"]
    annotations?.remove("kubectl.kubernetes.io/last-applied-configuration")
    if annotations?.entries?.isEmpty != false { annotations = nil }
    type = secret.node["type"] ?? Node(string: "Opaque", range: range)
    isImmutable = secret.node["immutable"]?.isScalar("true") == true
    self.range = range
  }

  /// `metadata` of the resource: name, namespace, labels, and these annotations.
  func metadata(annotations: Node?) -> Node {
    var metadata = Node.emptyMapping(range: range)
    metadata.set("name", to: text(name))
    if !namespace.isEmpty { metadata.set("namespace", to: text(namespace)) }
    if let labels { metadata.set("labels", to: labels) }
    if let annotations { metadata.set("annotations", to: annotations) }
    return metadata
  }

  /// A string that the swap asked for.
  func text(_ text: String) -> Node { Node(string: text, range: range) }

  /// A mapping that the swap asked for.
  func mapping(_ entries: [(String, Node?)]) -> Node {
    var node = Node.emptyMapping(range: range)
    for (key, value) in entries {
      if let value { node.set(Node(string: key, range: range), to: value) }
    }
    return node
  }

  /// `true` that the swap asked for.
  var yes: Node { Node(Scalar("true", tag: .boolean), range: range) }
}

extension Resource {
  /// The keys of a Secret, of `data` and of `stringData`.
  var secretKeys: Set<String> {
    let entries =
      (node["data"]?.entries ?? []) + (node["stringData"]?.entries ?? [])
    return Set(entries.compactMap(\.key.text))
  }
}

extension SecretSwap.Swap {
  /// The keys that must be there: those it names, or else those of the development Secret.
  func contract(for secret: Resource) -> Set<String> {
    keys.isEmpty ? secret.secretKeys : Set(keys)
  }
}

/// The digest of a text in hexadecimal.
func sha256(_ text: String) -> String { SHA256.hexDigest(of: Array(text.utf8)) }
