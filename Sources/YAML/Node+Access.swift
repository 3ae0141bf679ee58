public import Diagnostics

extension Node {
  /// The scalar, if this is one.
  public var scalar: Scalar? {
    if case .scalar(let scalar) = content { scalar } else { nil }
  }

  /// The text of the scalar, if this is one, whatever its type.
  public var text: String? {
    if case .scalar(let scalar) = content { scalar.text } else { nil }
  }

  /// The elements of the list, if this is one.
  public var elements: ContiguousArray<Node>? {
    if case .sequence(let elements) = content { elements } else { nil }
  }

  /// The entries of the mapping, if this is one.
  public var entries: ContiguousArray<Entry>? {
    if case .mapping(let entries) = content { entries } else { nil }
  }

  /// The text of the scalar, if this is one and not null.
  public var textUnlessNull: String? {
    if case .scalar(let scalar) = content, !scalar.isNull { scalar.text } else { nil }
  }

  /// Whether this is null.
  public var isNull: Bool {
    if case .scalar(let scalar) = content { scalar.isNull } else { false }
  }

  /// Whether this is a string, as text in a resource counts.
  public var isString: Bool {
    scalar?.isString(in: .resource) ?? false
  }

  /// Whether this is a mapping.
  public var isMapping: Bool {
    if case .mapping = content { true } else { false }
  }

  /// Whether this is a mapping without entries.
  public var isEmptyMapping: Bool { entries?.isEmpty ?? false }

  /// Whether this is a mapping or a list that holds nothing.
  public var isEmptyCollection: Bool {
    switch content {
    case .scalar: false
    case .sequence(let elements): elements.isEmpty
    case .mapping(let entries): entries.isEmpty
    }
  }

  /// Whether this is a list.
  public var isSequence: Bool {
    if case .sequence = content { true } else { false }
  }

  /// Whether this is a scalar of exactly that text.
  public func isScalar(_ text: String) -> Bool {
    if case .scalar(let scalar) = content { scalar.text.hasSameBytes(as: text) } else { false }
  }

  /// The value of the first entry whose key is `key`; nil if there is none or this is no mapping.
  ///
  /// Costs O(entries). Mappings are short, so that a search beats a table.
  public subscript(key: String) -> Node? {
    guard case .mapping(let entries) = content, let index = index(of: key) else { return nil }
    return entries[index].value
  }

  /// The value at the end of a path of keys.
  public subscript(path first: String, _ rest: String...) -> Node? {
    guard var node = self[first] else { return nil }
    for key in rest {
      guard let next = node[key] else { return nil }
      node = next
    }
    return node
  }

  /// Edits the entries of a mapping in place; does nothing to any other node.
  ///
  /// The entries are moved out for the time of the edit, so that they are not copied.
  public mutating func updateEntries<R, E: Error>(
    _ body: (inout ContiguousArray<Entry>) throws(E) -> R
  ) throws(E) -> R? {
    guard case .mapping(var entries) = content else { return nil }
    content = .mapping([])
    defer { content = .mapping(entries) }
    return try body(&entries)
  }

  /// Edits the elements of a list in place; does nothing to any other node.
  public mutating func updateElements<R, E: Error>(
    _ body: (inout ContiguousArray<Node>) throws(E) -> R
  ) throws(E) -> R? {
    guard case .sequence(var elements) = content else { return nil }
    content = .sequence([])
    defer { content = .sequence(elements) }
    return try body(&elements)
  }

  /// Edits the value of `key` in place and returns what `body` does; nil if there is no such key.
  public mutating func update<R, E: Error>(
    _ key: String, _ body: (inout Node) throws(E) -> R
  ) throws(E) -> R? {
    guard let index = index(of: key), case .mapping(var entries) = content else { return nil }
    content = .mapping([])
    defer { content = .mapping(entries) }
    return try body(&entries[index].value)
  }

  /// Gives `key` a value: replaces that of the first such entry, or appends one.
  ///
  /// Does nothing if this is no mapping. A new key takes the place of the value as its own.
  public mutating func set(_ key: String, to value: Node) {
    set(Node(string: key, range: value.range), to: value)
  }

  /// Gives `key`, a scalar, a value: replaces that of the first entry of that text, or appends one.
  public mutating func set(_ key: Node, to value: Node) {
    let position = key.text.flatMap { index(of: $0) }
    updateEntries { entries in
      if let position {
        entries[position].value = value
      } else {
        entries.makeRoom(for: 1)
        entries.append(Entry(key: key, value: value))
      }
    }
  }

  /// Removes the entries of that key and returns the value of the first.
  @discardableResult
  public mutating func remove(_ key: String) -> Node? {
    guard let index = index(of: key) else { return nil }
    return updateEntries { entries in
      let value = entries.remove(at: index).value
      entries.removeAll { $0.key.isScalar(key) }
      return value
    }
  }

  /// The position of the first entry of that key.
  public func index(of key: String) -> Int? {
    guard case .mapping(let entries) = content else { return nil }
    return entries.position(ofKey: key)
  }

  /// Gives every node below and including this one the same origin.
  public mutating func setOrigin(_ range: SourceRange?) {
    self.range = range
    updateElements { elements in
      for index in elements.indices { elements[index].setOrigin(range) }
    }
    updateEntries { entries in
      for index in entries.indices {
        entries[index].key.setOrigin(range)
        entries[index].value.setOrigin(range)
      }
    }
  }
}

extension ContiguousArray<Node.Entry> {
  /// Makes room for further entries, and for a quarter more than there are.
  ///
  /// Most mappings get one or two entries in a build: the half that an array by itself leaves free
  /// would be a fifth of all memory.
  package mutating func makeRoom(for additions: Int) {
    guard count + additions > capacity else { return }
    reserveCapacity(count + Swift.max(additions, count / 4))
  }

  /// The position of the first entry of that key.
  public func position(ofKey key: String) -> Int? {
    for index in indices {
      if case .scalar(let scalar) = self[index].key.content, scalar.text.hasSameBytes(as: key) {
        return index
      }
    }
    return nil
  }
}

extension String {
  /// Whether both have the same UTF-8 bytes.
  ///
  /// Unlike `==`, which holds canonically equivalent texts for equal: two keys that differ in bytes
  /// are two keys.
  @inline(__always)
  public func hasSameBytes(as other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    // Nearly all equal texts are short, and then held within the string itself.
    return _isIdentical(to: other) || utf8.span.hasSameBytes(as: other.utf8.span)
  }
}

extension Span<UInt8> {
  /// Whether another span of the same length has the same bytes.
  fileprivate func hasSameBytes(as other: Span<UInt8>) -> Bool {
    withUnsafeBytes { a in
      other.withUnsafeBytes { b in
        let count = a.count
        // Eight bytes at a time; the last ones overlap those before.
        guard count >= 8 else {
          for index in 0..<count where a[index] != b[index] { return false }
          return true
        }
        var index = 0
        while true {
          let x = a.loadUnaligned(fromByteOffset: index, as: UInt64.self)
          guard x == b.loadUnaligned(fromByteOffset: index, as: UInt64.self) else { return false }
          if index == count - 8 { return true }
          index = Swift.min(index + 8, count - 8)
        }
      }
    }
  }
}
