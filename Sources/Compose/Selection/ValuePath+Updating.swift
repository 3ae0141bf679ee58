internal import Diagnostics
internal import YAML

extension ValuePath {
  /// What is made where a path leads to nothing.
  enum Creation: Sendable {
    case nothing
    case scalar
    case sequence
    case mapping
  }

  /// Calls `body` with every value at the path and returns how many there are.
  ///
  /// Where `creation` says so, missing fields are made, and an element for a list match that no
  /// element fits. Costs O(values on the way).
  func update<E: Error>(
    in node: inout Node, creating creation: Creation, origin: SourceRange?,
    _ body: (inout Node) throws(E) -> Void
  ) throws(UpdateError<E>) -> Int {
    try Self.update(&node, segments, creation, origin, body)
  }

  /// What can go wrong in an update: the path, or the change itself.
  enum UpdateError<E: Error>: Error {
    case path(PathMismatch)
    case body(E)
  }

  private static func update<E: Error>(
    _ node: inout Node, _ path: ArraySlice<Segment>, _ creation: Creation,
    _ origin: SourceRange?, _ body: (inout Node) throws(E) -> Void
  ) throws(UpdateError<E>) -> Int {
    guard let segment = path.first else {
      do throws(E) { try body(&node) } catch { throw .body(error) }
      return 1
    }
    let rest = path.dropFirst()
    // Kustomize makes what is missing in a copy of a null, and counts it.
    if creation != .nothing, node.isNull, segment.canBeMadeFirst { return 1 }
    switch segment {
    case .field(let name):
      guard node.isMapping else {
        if node.isNull, creation == .nothing { return 0 }
        throw .path(.notMapping(node, name))
      }
      if node.index(of: name) == nil {
        guard creation != .nothing else { return 0 }
        node.set(name, to: made(before: rest.first, creation, origin))
      }
      return try node.update(name) { (value) throws(UpdateError<E>) in
        // A field without any value is none that could be walked into.
        if let next = rest.first, value.isNull, value.text?.isEmpty == true {
          throw .path(next.mismatch(with: value))
        }
        return try update(&value, rest, creation, origin, body)
      } ?? 0
    case .index(let index):
      return try inElements(of: &node) { (elements) throws(UpdateError<E>) in
        if index == elements.count, creation != .nothing {
          elements.append(made(before: rest.first, creation, origin))
        }
        guard index < elements.count else {
          throw .path(.indexOutOfRange(index, count: elements.count, .null(range: origin)))
        }
        return try update(&elements[index], rest, creation, origin, body)
      }
    case .elementIfAny(let index):
      return try inElements(of: &node) { (elements) throws(UpdateError<E>) in
        guard index < elements.count else { return 0 }
        return try update(&elements[index], rest, creation, origin, body)
      }
    case .everyElement:
      return try inElements(of: &node) { (elements) throws(UpdateError<E>) in
        var count = 0
        for index in elements.indices {
          count += try update(&elements[index], rest, creation, origin, body)
        }
        return count
      }
    case .unfinishedMatch(let text):
      if node.isNull, creation == .nothing { return 0 }
      throw .path(.unfinishedMatch(text, node))
    case .elements(let field, let pattern):
      guard let expression = RegularExpression(pattern, matching: .part) else {
        throw .path(.invalidPattern(pattern, node))
      }
      return try inElements(of: &node) { (elements) throws(UpdateError<E>) in
        var count = 0
        var hasMatch = false
        for index in elements.indices
        where expression.matches(printed: field.isEmpty ? elements[index] : elements[index][field])
        {
          hasMatch = true
          count += try update(
            &elements[index], field.isEmpty ? [] : rest, creation, origin, body)
        }
        if hasMatch || creation == .nothing { return count }
        // Of no type yet: what is set there, or the pattern itself, decides.
        var element = Node(Scalar(pattern, tag: .unresolved), range: origin)
        if !field.isEmpty {
          let value = element
          element = .emptyMapping(range: origin)
          element.set(field, to: value)
        }
        elements.append(element)
        return try update(
          &elements[elements.count - 1], field.isEmpty ? [] : rest, creation, origin, body)
      }
    }
  }

  private static func inElements<E: Error>(
    of node: inout Node,
    _ body: (inout ContiguousArray<Node>) throws(UpdateError<E>) -> Int
  ) throws(UpdateError<E>) -> Int {
    if node.isNull { return 0 }
    guard node.isSequence else { throw .path(.notList(node)) }
    return try node.updateElements(body) ?? 0
  }

  /// A new value for a field or element, of the kind that the next segment needs.
  private static func made(
    before next: Segment?, _ creation: Creation, _ origin: SourceRange?
  ) -> Node {
    switch next {
    case .index, .elementIfAny, .elements, .unfinishedMatch: return .emptySequence(range: origin)
    case .field, .everyElement: return .emptyMapping(range: origin)
    case nil:
      switch creation {
      case .sequence: return .emptySequence(range: origin)
      case .mapping: return .emptyMapping(range: origin)
      case .nothing, .scalar: return Node(Scalar("", tag: .unresolved), range: origin)
      }
    }
  }
}

extension ValuePath.Segment {
  /// Whether the step can be made where nothing is yet.
  fileprivate var canBeMadeFirst: Bool {
    switch self {
    case .everyElement, .unfinishedMatch: false
    case .index(let index), .elementIfAny(let index): index == 0
    case .field, .elements: true
    }
  }

  /// Why this step leads nowhere in a value.
  fileprivate func mismatch(with value: Node) -> PathMismatch {
    switch self {
    case .field(let name): .notMapping(value, name)
    case .index, .elementIfAny, .elements, .everyElement: .notList(value)
    case .unfinishedMatch(let text): .unfinishedMatch(text, value)
    }
  }
}

extension RegularExpression {
  /// Whether the pattern of a list match fits a value as YAML prints it, with its quotes.
  ///
  /// As in Kustomize, so that `^web$` does not fit `"web"`.
  fileprivate func matches(printed node: Node?) -> Bool {
    guard let node else { return false }
    if let scalar = node.scalar { return matches(scalar.printedInStyle) }
    guard let text = StyledEmitter().text(of: node) else { return false }
    return matches(String(decoding: text, as: UTF8.self))
  }
}
