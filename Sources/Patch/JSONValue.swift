internal import YAML

/// What the way through JSON does to values, for Kustomize takes that way with JSON patches.
enum JSONValue {
  /// A value of a patch: its scalars are read as YAML 1.1 and get the tag of their type, its keys
  /// are strings.
  static func converted(_ node: Node) -> Node {
    var node = node
    node.isFlow = node.isEmptyCollection
    switch node.content {
    case .scalar(let scalar): node.content = .scalar(converted(scalar))
    case .sequence:
      node.updateElements { elements in
        for index in elements.indices { elements[index] = converted(elements[index]) }
      }
    case .mapping:
      node.updateEntries { entries in
        for index in entries.indices {
          entries[index].value = converted(entries[index].value)
          let key = entries[index].key
          if let text = key.scalar?.jsonKey {
            entries[index].key = Node(string: text, range: key.range)
          }
        }
      }
      node = withoutRepeatedKeys(node)
    }
    return node
  }

  /// The mapping with the last entry of each key, which is what JSON keeps.
  static func withoutRepeatedKeys(_ node: Node) -> Node {
    guard case .mapping(let entries) = node.content else { return node }
    var positions: [String: Int] = [:]
    var kept: ContiguousArray<Node.Entry> = []
    for entry in entries {
      if let key = entry.key.text, let position = positions.updateValue(kept.count, forKey: key) {
        positions[key] = position
        kept[position] = entry
      } else {
        kept.append(entry)
      }
    }
    return kept.count == entries.count ? node : Node(.mapping(kept), range: node.range)
  }

  private static func converted(_ scalar: Scalar) -> Scalar {
    switch scalar.type(in: .kustomization) {
    case .null: Scalar("null", tag: .null)
    case .boolean(let value): Scalar(value ? "true" : "false", tag: .boolean)
    case .integer, .unsignedInteger, .float: Scalar(scalar.text)
    case .binary, .invalid: scalar
    case .string, .timestamp:
      Scalar(scalar.text, style: scalar.unfolded.style, tag: .string)
    }
  }

  /// Gives every scalar the form in which it comes back from JSON.
  ///
  /// Numbers become floating-point numbers as Go prints them, so that 1000000 is written as `1e+06`
  /// where its text is wanted; strings are quoted only where they must be.
  static func rewrite(_ node: inout Node) {
    if let rewritten = rewritten(node, inFlow: false) { node = rewritten }
  }

  /// The node with other forms of its scalars and in block style; nil if it has those already, and
  /// nothing is copied.
  private static func rewritten(_ node: Node, inFlow: Bool) -> Node? {
    let inFlow = inFlow || node.isFlow
    switch node.content {
    case .scalar(let scalar):
      return rewritten(scalar, inFlow: inFlow).map { Node($0, range: node.range) }
    case .sequence(let elements):
      var changed: ContiguousArray<Node>?
      for index in elements.indices {
        guard let element = rewritten(elements[index], inFlow: inFlow) else { continue }
        changed = changed ?? elements
        changed?[index] = element
      }
      return collection(node, with: changed.map { .sequence($0) })
    case .mapping(let entries):
      var changed: ContiguousArray<Node.Entry>?
      for index in entries.indices {
        guard let value = rewritten(entries[index].value, inFlow: inFlow) else { continue }
        changed = changed ?? entries
        changed?[index].value = value
      }
      return collection(node, with: changed.map { .mapping($0) })
    }
  }

  /// The collection with other content, if there is one: only an empty one comes back in braces.
  private static func collection(_ node: Node, with content: Node.Content?) -> Node? {
    let isFlow = node.isEmptyCollection
    guard content != nil || node.isFlow != isFlow else { return nil }
    var node = node
    if let content { node.content = content }
    node.isFlow = isFlow
    return node
  }

  /// Another form of the scalar; nil if it has that form already.
  private static func rewritten(_ scalar: Scalar, inFlow: Bool) -> Scalar? {
    // Nearly all scalars: plain text that begins with a letter, is short, and neither True, False,
    // Null nor ~.
    if scalar.style == .plain, scalar.tag == .implicit,
      scalar.text.utf8.count <= 15,
      let first = scalar.text.utf8.first, first >= UInt8(ascii: "A"),
      first != UInt8(ascii: "T"), first != UInt8(ascii: "F"), first != UInt8(ascii: "N"),
      first != UInt8(ascii: "~")
    {
      return nil
    }
    func plain(_ text: String) -> Scalar? {
      scalar.text == text && scalar.tag != .unresolved ? nil : Scalar(text)
    }
    switch scalar.type(in: .resource) {
    // In braces nothing at all comes back from YAML as an empty text.
    case .null where inFlow && scalar.isNothing:
      return Scalar("", style: .doubleQuoted)
    case .null: return plain("null")
    case .boolean(let value): return plain(value ? "true" : "false")
    case .integer(let value): return plain(FloatFormat(Double(value)).general)
    case .unsignedInteger(let value): return plain(FloatFormat(Double(value)).general)
    case .float(let value) where value.isFinite: return plain(FloatFormat(value).general)
    case .string, .timestamp, .binary:
      let rewritten = inFlow ? scalar.unfolded.rewritten : scalar.rewritten
      return rewritten == scalar ? nil : rewritten
    case .float, .invalid:
      return nil
    }
  }

  /// Whether two values are the same JSON; the order of members does not count.
  static func areEqual(_ a: Node, _ b: Node) -> Bool {
    switch (a.content, b.content) {
    case (.scalar, .scalar): return text(a) == text(b)
    case (.sequence(let a), .sequence(let b)):
      return a.count == b.count && zip(a, b).allSatisfy { areEqual($0, $1) }
    case (.mapping(let entriesA), .mapping(let entriesB)):
      return entriesA.count == entriesB.count
        && entriesA.allSatisfy { entry in
          guard let key = entry.key.text, let other = b[key] else { return false }
          return areEqual(entry.value, other)
        }
    default: return false
    }
  }

  private static func text(_ node: Node) -> [UInt8]? {
    var emitter = JSONEmitter()
    try? emitter.emit(node)
    return emitter.bytes
  }
}

extension Scalar {
  /// The scalar in a style that is not folded once more: JSON knows nothing of folding, and in braces
  /// a text is in quotes.
  fileprivate var unfolded: Scalar {
    Scalar(text, style: style == .folded ? .literal : style, tag: tag)
  }
}
