internal import Diagnostics
internal import YAML

/// The path of a replacement or a variable, such as `spec.containers.[name=web].image`.
///
/// Names are separated by dots; a dot in a name is written `\.`, or the name in brackets. A number
/// is an index, `[name=web]` the elements whose field matches a pattern, `*` every element.
/// See the field paths of Kustomize v5.8.
struct ValuePath: Sendable {
  enum Segment: Sendable, Equatable {
    case field(String)
    case index(Int)
    /// The element at an index, if there is one: none is made.
    case elementIfAny(Int)
    /// The elements whose `field`, or which themselves if it is empty, match `pattern` somewhere in
    /// what YAML prints of them.
    case elements(field: String, pattern: String)
    case everyElement
    /// A name in brackets that has no dot, which Kustomize takes for a match that lacks its value;
    /// or an empty name.
    case unfinishedMatch(String)
  }

  let segments: ArraySlice<Segment>

  /// The path that a text describes; a dot before it does not count.
  init(_ text: String) {
    segments =
      Self.split(text.first == "." ? String(text.dropFirst()) : text)
      .map(Segment.init)[...]
  }

  /// The path of the source of a replacement, where Kustomize passes over names that are empty and
  /// over spaces around others.
  init(source text: String) {
    segments = Self.cleaned(Self.split(text)).map(Segment.init)[...]
  }

  /// The names that count where a path is followed as it is given.
  private static func cleaned(_ names: [String]) -> [String] {
    names.map { name in
      var name = name[...]
      while name.first?.isWhitespace == true { name.removeFirst() }
      while name.last?.isWhitespace == true { name.removeLast() }
      return String(name)
    }.filter { !$0.isEmpty }
  }

  /// The path of a variable, where an index may also stand in brackets: `spec.ports[0].port`.
  init(indices text: String) {
    var names: [String] = []
    for part in Self.split(text) {
      if part.hasSuffix("]"), let open = part.lastIndex(of: "["),
        let index = Int(part[part.index(after: open)...].dropLast()), index >= 0
      {
        names += [String(part[..<open]), String(index)]
      } else {
        names.append(part)
      }
    }
    segments = Self.cleaned(names).map(Segment.init)[...]
  }

  /// The path that a text describes whose names are separated by slashes.
  init(fieldSpec text: String) {
    let parts = Self.cleaned(FieldPath.split(text)).map(Segment.init)
    segments =
      parts.map { if case .index(let index) = $0 { .elementIfAny(index) } else { $0 } }[...]
  }

  /// The path that consists of some of the segments of another.
  init(_ segments: ArraySlice<Segment>) {
    self.segments = segments
  }

  /// Takes a path apart at its dots, but for those in brackets.
  private static func split(_ text: String) -> [String] {
    var parts: [String] = []
    var bracketed: String?
    for part in splitAtDots(text) {
      if let open = bracketed {
        bracketed = "\(open).\(part)"
      } else if part.hasPrefix("["), !part.hasSuffix("]") {
        bracketed = part
        continue
      } else {
        parts.append(part)
        continue
      }
      if let whole = bracketed, part.hasSuffix("]") {
        parts.append(unbracketed(whole))
        bracketed = nil
      }
    }
    if let whole = bracketed { parts.append(unbracketed(whole)) }
    return parts
  }

  /// Brackets around a name with dots are there for the dots only; those of a match stay.
  private static func unbracketed(_ text: String) -> String {
    if text.contains("=") { return text }
    var name = text[...]
    while let first = name.first, first == "[" || first == "]" { name.removeFirst() }
    while let last = name.last, last == "[" || last == "]" { name.removeLast() }
    return String(name)
  }

  private static func splitAtDots(_ text: String) -> [String] {
    var parts: [String] = []
    for part in text.split(separator: ".", omittingEmptySubsequences: false) {
      if let last = parts.last, last.hasSuffix("\\") {
        parts[parts.count - 1] = "\(last.dropLast()).\(part)"
      } else {
        parts.append(String(part))
      }
    }
    return parts
  }
}

extension ValuePath.Segment {
  init(_ text: String) {
    if text.isEmpty {
      self = .unfinishedMatch(text)
    } else if text == "*" {
      self = .everyElement
    } else if let index = Int(text), index >= 0 {
      self = .index(index)
    } else if text.hasPrefix("["), text.hasSuffix("]") {
      let inner = text.dropFirst().dropLast()
      if let equals = inner.firstIndex(of: "=") {
        self = .elements(
          field: String(inner[..<equals]),
          pattern: String(inner[inner.index(after: equals)...]))
      } else {
        self = .unfinishedMatch(text)
      }
    } else {
      self = .field(text)
    }
  }
}

extension ValuePath {
  /// The value at the path; nil if there is none.
  ///
  /// Only one element of a list may be meant. `-` is the last element. Throws where a list is
  /// walked like a mapping or the other way round.
  func value(in node: Node) throws(PathMismatch) -> Node? {
    try nodeAtEnd(in: node).flatMap { $0.isNull ? nil : $0 }
  }

  /// The value at the path, be it null; nil if there is none.
  func nodeAtEnd(in node: Node) throws(PathMismatch) -> Node? {
    var node = node
    for segment in segments {
      if node.isNull { return nil }
      switch segment {
      case .field("-"):
        guard let elements = node.elements else { throw .notList(node) }
        guard let last = elements.last else { return nil }
        node = last
      case .field(let name):
        guard node.isMapping else { throw .notMapping(node, name) }
        guard let value = node[name] else { return nil }
        node = value
      case .index(let index), .elementIfAny(let index):
        guard let elements = node.elements else { throw .notList(node) }
        guard index < elements.count else { return nil }
        node = elements[index]
      case .elements(let field, let pattern):
        guard let elements = node.elements else { throw .notList(node) }
        let match = elements.first {
          (field.isEmpty ? $0 : $0[field])?.text == pattern
        }
        guard let match else { return nil }
        node = match
      case .everyElement:
        throw .wildcard(node)
      case .unfinishedMatch(let text):
        throw .unfinishedMatch(text, node)
      }
    }
    return node
  }
}

/// Why a path does not fit a value.
enum PathMismatch: Error {
  case notList(Node)
  case notMapping(Node, String)
  case wildcard(Node)
  case unfinishedMatch(String, Node)
  case invalidPattern(String, Node)
  case indexOutOfRange(Int, count: Int, Node)
}
