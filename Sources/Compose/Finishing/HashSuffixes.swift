internal import Cryptography
internal import Diagnostics
internal import YAML

/// Puts a hash of the content behind the names of generated resources, once, at the root.
///
/// The hash depends on the data and on a Secret's type, never on the name, so that prefixes and
/// namespaces leave it as it is. See the hash of Kustomize v5.8.
package struct HashSuffixes: Transformer {
  func apply(to resources: inout ResourceSet) throws(Diagnostic) {
    for position in resources.resources.indices
    where resources.resources[position].needsHashSuffix {
      try resources.update(at: position, .changesIdentity) { (resource) throws(Diagnostic) in
        let hash = try Self.hash(of: resource)
        resource.rememberIdentity()
        let range = resource.node[path: "metadata", "name"]?.range
        resource.setName(Node(string: "\(resource.id.name)-\(hash)", range: range))
      }
    }
  }

  /// The suffix that the name of a resource would get; nil if it gets none.
  package static func suffix(of resource: Resource) -> String? {
    resource.needsHashSuffix ? try? hash(of: resource) : nil
  }

  /// Whether these bytes are the hash of a resource's content.
  package static func isHash(_ bytes: some Sequence<UInt8>, of resource: Resource) -> Bool {
    (try? hash(of: resource))?.utf8.elementsEqual(bytes) ?? false
  }

  /// How many bytes are put behind a name: a hyphen and the hash.
  static let length = 11

  /// Ten characters that stand for the content: hexadecimal digits of a SHA-256, of which those
  /// that could spell words are replaced.
  static func hash(of resource: Resource) throws(Diagnostic) -> String {
    var content = Node.emptyMapping()
    content.set("kind", to: Node(string: resource.id.gvk.kind))
    content.set("name", to: Node(string: ""))
    content.set("data", to: values(resource.node["data"]))
    let isSecret = resource.id.gvk.kind == "Secret"
    let optionalField = isSecret ? "stringData" : "binaryData"
    if let field = resource.node[optionalField], field.isMapping {
      content.set(optionalField, to: values(field))
    }
    if isSecret { content.set("type", to: values(resource.node["type"])) }
    var emitter = JSONEmitter()
    var hash = SHA256()
    try emitter.emit(content) { hash.update($0) }
    let digits = hash.hexDigest().utf8.prefix(10).map(replaced)
    return String(decoding: digits, as: UTF8.self)
  }

  /// A field as it is hashed: a scalar by its text, anything but a mapping as nothing.
  private static func values(_ field: Node?) -> Node {
    guard let field else { return Node(string: "") }
    if let text = field.text { return Node(string: text) }
    return field.isMapping ? field : .null()
  }

  private static func replaced(_ digit: UInt8) -> UInt8 {
    switch digit {
    case UInt8(ascii: "0"): UInt8(ascii: "g")
    case UInt8(ascii: "1"): UInt8(ascii: "h")
    case UInt8(ascii: "3"): UInt8(ascii: "k")
    case UInt8(ascii: "a"): UInt8(ascii: "m")
    case UInt8(ascii: "e"): UInt8(ascii: "t")
    default: digit
    }
  }
}

extension Resource {
  /// The name without the hash that was put behind it, if one was.
  public var nameWithoutHash: String {
    guard needsHashSuffix else { return id.name }
    return String(decoding: id.name.utf8.dropLast(HashSuffixes.length), as: UTF8.self)
  }
}
