public import Diagnostics
public import YAML

/// A list of operations on a document.
///
/// See RFC 6902.
///
/// Laxer than the standard where Kustomize v5.8.1 is: `replace` adds a missing key, an index may
/// count from the end (`-1` is the last element), and `test` compares numbers as they are written.
/// Values keep the place in the patch that they come from.
public struct JSONPatch: Sendable {
  private struct Operation: Sendable {
    enum Action: String, CaseIterable {
      case add, remove, replace, move, copy, test
    }

    var action: Action
    var path: Location
    var from: Location?
    var value: Node?
  }

  /// A pointer with its place in the patch.
  fileprivate struct Location: Sendable {
    var pointer: JSONPointer
    var text: String
    var range: SourceRange?

    var leadsToAnnotations: Bool {
      let path = ["metadata", "annotations"]
      return pointer.tokens.count <= path.count && path.starts(with: pointer.tokens)
    }
  }

  private let operations: [Operation]

  /// What is wrong with the first operation that cannot be applied to anything; nil if all can.
  ///
  /// Kustomize finds out when it applies the patch: one that selects nothing does no harm.
  public let defect: Diagnostic?

  /// Whether the patch takes away the annotations that a document has, be it to give it others.
  public var replacesAnnotations: Bool {
    operations.contains { operation in
      switch operation.action {
      case .test: false
      case .move: operation.path.leadsToAnnotations || operation.from?.leadsToAnnotations == true
      case .add, .remove, .replace, .copy: operation.path.leadsToAnnotations
      }
    }
  }

  /// The first test of all annotations, or of what they are in, as the document has them.
  public var testOfAnnotations: (path: String, range: SourceRange?)? {
    for operation in operations where operation.path.leadsToAnnotations {
      guard operation.action == .test else { return nil }
      return (operation.path.text, operation.value?.range ?? operation.path.range)
    }
    return nil
  }

  /// The places that the patch takes something from, as the tokens of their pointers.
  package var removals: [(path: [String], range: SourceRange?)] {
    operations.compactMap { operation in
      switch operation.action {
      case .remove: (operation.path.pointer.tokens, operation.path.range)
      case .move: operation.from.map { ($0.pointer.tokens, $0.range) }
      case .add, .replace, .copy, .test: nil
      }
    }
  }

  /// The paths that do not begin with a slash: what is before the first one is passed over.
  public var pathsWithoutLeadingSlash: [(text: String, range: SourceRange?)] {
    operations.flatMap { [$0.path, $0.from].compactMap(\.self) }
      .filter { !$0.text.isEmpty && $0.text.utf8.first != UInt8(ascii: "/") }
      .map { ($0.text, $0.range) }
  }

  /// Whether there are no operations.
  public var isEmpty: Bool { operations.isEmpty }

  /// The patch that `node`, a list of operations, describes.
  ///
  /// Throws if it is no list of mappings; what else is wrong is the ``defect``.
  public init(_ node: Node) throws(Diagnostic) {
    guard case .sequence(let elements) = node.content else { throw .notOperations(node) }
    var operations: [Operation] = []
    if let other = elements.first(where: { !$0.isMapping }) { throw .operationNotMapping(other) }
    var defect: Diagnostic?
    for element in elements {
      do throws(Diagnostic) {
        operations.append(try Self.operation(element))
      } catch {
        defect = error
        break
      }
    }
    self.operations = operations
    self.defect = defect
  }

  /// Reads one operation; of a member that is repeated the last counts.
  private static func operation(_ node: Node) throws(Diagnostic) -> Operation {
    let node = JSONValue.withoutRepeatedKeys(node)
    guard let name = node["op"] else { throw .operationLacks("op", node) }
    guard let action = name.text.flatMap(Operation.Action.init) else {
      let names = Operation.Action.allCases.map(\.rawValue)
      throw .unknownOperation(
        name, nearest: name.text.flatMap { nearestName(to: $0, among: names) })
    }
    let path = try location("path", of: node, name)
    let needsSource = action == .move || action == .copy
    let needsValue = action == .add || action == .replace || action == .test
    return Operation(
      action: action, path: path,
      from: needsSource ? try location("from", of: node, name) : nil,
      value: needsValue ? node["value"].map { JSONValue.converted($0) } ?? .null() : nil)
  }

  private static func location(
    _ member: String, of node: Node, _ name: Node
  ) throws(Diagnostic) -> Location {
    guard let text = node[member]?.text else { throw .operationLacks(member, node) }
    let range = node[member]?.range
    guard let pointer = JSONPointer(text) else {
      throw .invalidPointer(text, name.text ?? "", at: range)
    }
    return Location(pointer: pointer, text: text, range: range)
  }

  /// Applies the operations to a document, in order.
  ///
  /// Costs O(operations × depth), and two walks over the document.
  ///
  /// Throws if the document cannot be turned into JSON, and at the first operation that does not
  /// apply; the document is then partly changed.
  public func apply(to target: inout Node) throws(Diagnostic) {
    try target.requireJSON()
    for operation in operations { try apply(operation, to: &target) }
    if let defect { throw defect }
    JSONValue.rewrite(&target)
  }

  private func apply(_ operation: Operation, to target: inout Node) throws(Diagnostic) {
    let path = operation.path
    let name = operation.action.rawValue
    switch operation.action {
    case .add: try add(operation.value ?? .null(), at: path, name, to: &target)
    case .remove: _ = try remove(at: path, name, from: &target)
    case .replace: try replace(with: operation.value ?? .null(), at: path, name, in: &target)
    case .test: try test(operation.value ?? .null(), at: path, name, in: target)
    case .move:
      guard let from = operation.from else { return }
      let value = try remove(at: from, name, from: &target)
      try add(value, at: path, name, to: &target)
    case .copy:
      guard let from = operation.from else { return }
      guard !from.pointer.tokens.isEmpty else { throw .rootValue(name, at: from.range) }
      let value = try valueOrNull(at: from, name, in: target)
      try add(value, at: path, name, to: &target)
    }
  }

  private func add(
    _ value: Node, at location: Location, _ name: String, to target: inout Node
  ) throws(Diagnostic) {
    try updateParent(of: location, name, in: &target) { (parent, key) throws(Diagnostic) in
      switch parent.content {
      case .mapping: parent.set(key, to: value)
      case .sequence(let elements):
        let index =
          key == "-"
          ? elements.count
          : try self.index(key, name, location, count: elements.count, allowsEnd: true)
        parent.updateElements { $0.insert(value, at: index) }
      case .scalar: throw Self.missing(location, name, in: parent)
      }
    }
  }

  private func remove(
    at location: Location, _ name: String, from target: inout Node
  ) throws(Diagnostic) -> Node {
    try updateParent(of: location, name, in: &target) { (parent, key) throws(Diagnostic) in
      switch parent.content {
      case .mapping:
        guard let value = parent.remove(key) else { throw Self.missing(location, name, in: parent) }
        return value
      case .sequence(let elements):
        let index = try self.index(key, name, location, count: elements.count)
        return parent.updateElements { $0.remove(at: index) } ?? .null()
      case .scalar: throw Self.missing(location, name, in: parent)
      }
    }
  }

  private func replace(
    with value: Node, at location: Location, _ name: String, in target: inout Node
  ) throws(Diagnostic) {
    if location.pointer.tokens.isEmpty {
      guard value.isMapping else { throw .rootValue(name, at: value.range ?? location.range) }
      target = value
      return
    }
    try updateParent(of: location, name, in: &target) { (parent, key) throws(Diagnostic) in
      switch parent.content {
      case .mapping: parent.set(key, to: value)
      case .sequence(let elements):
        let index = try self.index(key, name, location, count: elements.count)
        parent.updateElements { $0[index] = value }
      case .scalar: throw Self.missing(location, name, in: parent)
      }
    }
  }

  private func test(
    _ value: Node, at location: Location, _ name: String, in target: Node
  ) throws(Diagnostic) {
    let found =
      value.isNull
      ? try valueOrNull(at: location, name, in: target)
      : try self.value(at: location, name, in: target)
    guard JSONValue.areEqual(found, value) else {
      throw .testFailed(location.text, at: value.range ?? location.range)
    }
  }

  /// The value at a location; what is not in a mapping that is there counts as null.
  private func valueOrNull(
    at location: Location, _ name: String, in target: Node
  ) throws(Diagnostic) -> Node {
    do throws(Diagnostic) {
      return try value(at: location, name, in: target)
    } catch {
      guard error.code == "patch/path-missing", hasParent(location, in: target) else {
        throw error
      }
      return .null(range: location.range)
    }
  }

  private func hasParent(_ location: Location, in target: Node) -> Bool {
    var node = target
    for token in location.pointer.tokens.dropLast() {
      guard let next = node.child(token) else { return false }
      node = next
    }
    return node.isMapping
  }

  private func value(
    at location: Location, _ name: String, in target: Node
  ) throws(Diagnostic) -> Node {
    var node = target
    for token in location.pointer.tokens {
      if let elements = node.elements {
        node = elements[try index(token, name, location, count: elements.count)]
      } else if let next = node[token] {
        node = next
      } else {
        throw Self.missing(location, name, in: node, token)
      }
    }
    return node
  }

  /// Calls `body` with the node that holds what is at `location`, and the key or index in it.
  private func updateParent<R>(
    of location: Location, _ name: String, in target: inout Node,
    _ body: (inout Node, String) throws(Diagnostic) -> R
  ) throws(Diagnostic) -> R {
    guard let key = location.pointer.tokens.last else {
      throw .rootValue(name, at: location.range)
    }
    return try update(
      location.pointer.tokens.dropLast(), location, name, in: &target
    ) { (parent) throws(Diagnostic) in try body(&parent, key) }
  }

  private func update<R>(
    _ tokens: ArraySlice<String>, _ location: Location, _ name: String, in node: inout Node,
    _ body: (inout Node) throws(Diagnostic) -> R
  ) throws(Diagnostic) -> R {
    guard let token = tokens.first else { return try body(&node) }
    let result: R?
    if let elements = node.elements {
      let index = try index(token, name, location, count: elements.count)
      result = try node.updateElements { (elements) throws(Diagnostic) in
        try update(tokens.dropFirst(), location, name, in: &elements[index], body)
      }
    } else {
      result = try node.update(token) { (value) throws(Diagnostic) in
        try update(tokens.dropFirst(), location, name, in: &value, body)
      }
    }
    guard let result else { throw Self.missing(location, name, in: node, token) }
    return result
  }

  private func index(
    _ token: String, _ name: String, _ location: Location, count: Int, allowsEnd: Bool = false
  ) throws(Diagnostic) -> Int {
    let limit = allowsEnd ? count + 1 : count
    guard let index = Int(token), index < limit, index >= -limit else {
      throw .invalidIndex(token, location.text, name, count: count, at: location.range)
    }
    return index < 0 ? index + limit : index
  }

  private static func missing(
    _ location: Location, _ name: String, in node: Node, _ token: String? = nil
  ) -> Diagnostic {
    let keys = (node.entries ?? []).compactMap(\.key.text)
    let wanted = token ?? location.pointer.tokens.last ?? ""
    return .pathMissing(
      location.text, name, nearest: nearestName(to: wanted, among: keys), at: location.range)
  }
}

extension Node {
  /// The child that a token of a pointer names.
  fileprivate func child(_ token: String) -> Node? {
    if let elements {
      guard let index = Int(token), index < elements.count, index >= -elements.count else {
        return nil
      }
      return elements[index < 0 ? index + elements.count : index]
    }
    return self[token]
  }
}
