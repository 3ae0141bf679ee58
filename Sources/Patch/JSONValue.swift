internal import YAML

/// What the way through JSON does to values, for Kustomize takes that way with JSON patches.
enum JSONValue {
  /// A value of a patch: its scalars are read as YAML 1.1 and get the tag of their type, its keys
  /// are strings.
  static func converted(_ node: Node) -> Node {
    var node = node
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
      // JSON knows nothing of folding, so that the text is not folded once more.
      Scalar(scalar.text, style: scalar.style == .folded ? .literal : scalar.style, tag: .string)
    }
  }

  /// Gives every scalar the form in which it comes back from JSON.
  ///
  /// Numbers become floating-point numbers as Go prints them, so that 1000000 is written as `1e+06`
  /// where its text is wanted; strings are quoted only where they must be.
  static func rewrite(_ node: inout Node) {
    if let rewritten = rewritten(node) { node = rewritten }
  }

  /// The node with other forms of its scalars; nil if all have theirs already, and nothing is copied.
  private static func rewritten(_ node: Node) -> Node? {
    switch node.content {
    case .scalar(let scalar):
      return rewritten(scalar).map { Node($0, range: node.range) }
    case .sequence(let elements):
      var changed: ContiguousArray<Node>?
      for index in elements.indices {
        guard let element = rewritten(elements[index]) else { continue }
        changed = changed ?? elements
        changed?[index] = element
      }
      return changed.map { Node(.sequence($0), range: node.range) }
    case .mapping(let entries):
      var changed: ContiguousArray<Node.Entry>?
      for index in entries.indices {
        guard let value = rewritten(entries[index].value) else { continue }
        changed = changed ?? entries
        changed?[index].value = value
      }
      return changed.map { Node(.mapping($0), range: node.range) }
    }
  }

  /// Another form of the scalar; nil if it has that form already.
  private static func rewritten(_ scalar: Scalar) -> Scalar? {
    // Nearly all scalars: plain text that begins with a letter, is short, and neither True, False nor
    // Null.
    if scalar.style == .plain, scalar.tag == .implicit,
      scalar.text.utf8.count <= 15,
      let first = scalar.text.utf8.first, first >= UInt8(ascii: "A"),
      first != UInt8(ascii: "T"), first != UInt8(ascii: "F"), first != UInt8(ascii: "N")
    {
      return nil
    }
    func plain(_ text: String) -> Scalar? {
      scalar.text == text && scalar.tag != .unresolved ? nil : Scalar(text)
    }
    switch scalar.type(in: .resource) {
    // In braces nothing at all comes back from YAML as an empty text.
    case .null where scalar.tag == .nullInFlow && scalar.text.isEmpty:
      return Scalar("", style: .doubleQuoted)
    case .null: return plain("null")
    case .boolean(let value): return plain(value ? "true" : "false")
    case .integer(let value): return plain(FloatFormat(Double(value)).general)
    case .unsignedInteger(let value): return plain(FloatFormat(Double(value)).general)
    case .float(let value) where value.isFinite: return plain(FloatFormat(value).general)
    case .string, .timestamp:
      let rewritten = scalar.rewritten
      return rewritten == scalar ? nil : rewritten
    case .float, .binary, .invalid:
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
    var node = node
    // Folded text of the resource has been written and read before.
    if let scalar = node.scalar, scalar.style == .folded {
      node.content = .scalar(scalar.rewritten)
    }
    var emitter = JSONEmitter()
    try? emitter.emit(node)
    return emitter.bytes
  }
}
