internal import Diagnostics
internal import Schema
internal import YAML

/// The path of a field specification, such as `spec/template/spec/containers[]/image`.
///
/// Lists on the way are walked through, whether the path says `[]` or not; `\/` is a slash within
/// a name. See the field specifications of Kustomize v5.8.
struct FieldPath: Sendable {
  /// What is put where a field is missing and the specification says `create: true`.
  enum Creation: Sendable {
    /// Nothing: the path ends there.
    case nothing
    /// A string, at the end of the path; mappings on the way.
    case scalar
    /// A mapping, at the end and on the way.
    case mapping
  }

  private struct Segment: Sendable {
    var name: String
    /// Whether the name was followed by `[]`: such a field is never created.
    var isSequence: Bool
  }

  private let segments: [Segment]

  /// The path that `text` describes.
  init(_ text: String) {
    segments = Self.split(text).map { name in
      name.utf8.count > 2 && name.hasSuffix("[]")
        ? Segment(name: String(name.dropLast(2)), isSequence: true)
        : Segment(name: name, isSequence: false)
    }
  }

  /// The names of a path.
  static func split(_ text: String) -> [String] {
    guard text.utf8.contains(UInt8(ascii: "\\")) else {
      let names = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      return names.dropFirst(names.first?.isEmpty == true ? 1 : 0).compactMap(String.init)
    }
    var names: [String] = []
    var name = ""
    var isEscaped = false
    for scalar in text.unicodeScalars {
      if scalar == "/" && !isEscaped {
        names.append(name)
        name = ""
      } else {
        if isEscaped && scalar != "/" { name += "\\" }
        if scalar != "\\" || isEscaped { name.unicodeScalars.append(scalar) }
      }
      isEscaped = scalar == "\\" && !isEscaped
    }
    names.append(isEscaped ? name + "\\" : name)
    if names.first == "" { names.removeFirst() }
    return names
  }

  /// Calls `set` with every node that the path leads to.
  ///
  /// What is created has `origin` as its place. Throws where the path leads through a scalar.
  func update(
    in node: inout Node, creating creation: Creation, origin: SourceRange?,
    _ set: (inout Node) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    try visit(&node, 0, creation, origin, set)
  }

  private func visit(
    _ node: inout Node, _ index: Int, _ creation: Creation, _ origin: SourceRange?,
    _ set: (inout Node) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    guard index < segments.count else { return try set(&node) }
    switch node.content {
    case .sequence:
      try node.updateElements { (elements) throws(Diagnostic) in
        for position in elements.indices {
          try visit(&elements[position], index, creation, origin, set)
        }
      }
    case .mapping:
      let segment = segments[index]
      if node.index(of: segment.name) == nil {
        guard creation != .nothing, !segment.isSequence else { return }
        node.set(segment.name, to: created(at: index, creation, origin))
      }
      try node.update(segment.name) { (value) throws(Diagnostic) in
        if value.isNull {
          if segment.isSequence {
            value = .emptySequence(range: value.range)
          } else if creation != .nothing {
            value = created(at: index, creation, origin)
          }
        }
        try visit(&value, index + 1, creation, origin, set)
      }
    case .scalar:
      guard !node.isNull else { return }
      throw .fieldPathThroughScalar(segments[index].name, at: node)
    }
  }

  private func created(at index: Int, _ creation: Creation, _ origin: SourceRange?) -> Node {
    index + 1 == segments.count && creation == .scalar
      ? Node(string: "", range: origin) : .emptyMapping(range: origin)
  }
}
