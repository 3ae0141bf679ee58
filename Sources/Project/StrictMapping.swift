package import Diagnostics
package import YAML

/// Reads the fields of one mapping of a document of our own: each field is of its type, none is
/// unknown, and none stands twice.
///
/// Every problem is collected, with its place, so that a user sees them all at once; a field that
/// is wrong reads as absent. Types are those of YAML 1.2: `yes` is a string. What Kustomize reads
/// goes by other rules.
package struct StrictMapping {
  /// The place of the whole mapping.
  package let range: SourceRange?
  private let type: String
  private var values: [String: Node.Entry] = [:]
  private var names: [String] = []

  /// A reader of `node`, which is to be a mapping that describes `type`, as `an environment`.
  package init(_ node: Node, as type: String, problems: inout [Diagnostic]) {
    range = node.range
    self.type = type
    guard case .mapping(let entries) = node.content else {
      problems.append(.wrongType(of: type, expected: "a mapping", node))
      return
    }
    for entry in entries {
      guard entry.key.isString, let name = entry.key.text else {
        problems.append(.wrongType(of: "a field of \(type)", expected: "a name", entry.key))
        continue
      }
      if let first = values[name] {
        problems.append(.repeatedField(name, of: type, at: entry.key.range, first: first.key.range))
      } else {
        values[name] = entry
      }
    }
  }

  /// The entries of a mapping whose keys are names of any kind, in order, each name once.
  package static func entries(
    _ node: Node, of name: String, problems: inout [Diagnostic]
  ) -> [(name: String, key: Node, value: Node)] {
    guard case .mapping(let entries) = node.content else {
      problems.append(.wrongType(of: name, expected: "a mapping", node))
      return []
    }
    var known: [String: SourceRange?] = [:]
    var result: [(name: String, key: Node, value: Node)] = []
    for entry in entries {
      guard let text = string(entry.key, of: "a key of \(name)", problems: &problems) else {
        continue
      }
      if let first = known[text] {
        problems.append(.repeatedField(text, of: name, at: entry.key.range, first: first))
      } else {
        known[text] = entry.key.range
        result.append((text, entry.key, entry.value))
      }
    }
    return result
  }

  /// Checks that the mapping is a document of that kind and of our `apiVersion`.
  package mutating func demand(kind: String, problems: inout [Diagnostic]) {
    let hasVersion = node("apiVersion")?.isScalar(Project.apiVersion) == true
    let hasKind = node("kind")?.isScalar(kind) == true
    if !hasVersion || !hasKind {
      problems.append(
        .wrongDocument(expected: kind, apiVersion: Project.apiVersion, at: range))
    }
  }

  /// The node of a field; nil where it is absent.
  package mutating func node(_ name: String) -> Node? {
    names.append(name)
    return values[name]?.value
  }

  /// The place of a field's name, if the field is there.
  package func keyRange(_ name: String) -> SourceRange? {
    values[name]?.key.range
  }

  /// A string; numbers and booleans must be quoted to be one.
  package mutating func string(_ name: String, problems: inout [Diagnostic]) -> String? {
    node(name).flatMap { Self.string($0, of: name, problems: &problems) }
  }

  /// A string that must be there and must not be empty.
  package mutating func requiredString(_ name: String, problems: inout [Diagnostic]) -> String? {
    guard let node = node(name) else {
      problems.append(.missingField(name, of: type, at: range))
      return nil
    }
    guard let text = Self.string(node, of: name, problems: &problems) else { return nil }
    if text.isEmpty {
      problems.append(.emptyField(name, at: node.range))
      return nil
    }
    return text
  }

  /// A string that is the raw value of one of the cases.
  package mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, problems: inout [Diagnostic]
  ) -> Choice? where Choice.RawValue == String {
    guard let node = node(name),
      let text = Self.string(node, of: name, problems: &problems)
    else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    problems.append(
      .unknownChoice(text, of: name, Choice.allCases.map(\.rawValue), at: node.range))
    return nil
  }

  /// `true` or `false`.
  package mutating func boolean(_ name: String, problems: inout [Diagnostic]) -> Bool? {
    guard let node = node(name) else { return nil }
    if case .boolean(let value) = node.scalar?.type(in: .resource) { return value }
    problems.append(.wrongType(of: name, expected: "true or false", node))
    return nil
  }

  /// A whole number that is not negative.
  package mutating func count(_ name: String, problems: inout [Diagnostic]) -> Int? {
    guard let node = node(name) else { return nil }
    if case .integer(let value) = node.scalar?.type(in: .resource), value >= 0 {
      return Int(value)
    }
    problems.append(.wrongType(of: name, expected: "a whole number, 0 or more", node))
    return nil
  }

  /// A list whose elements `read` makes; an empty one is a problem, since it says nothing.
  package mutating func list<Element>(
    _ name: String, problems: inout [Diagnostic],
    _ read: (Node, inout [Diagnostic]) -> Element?
  ) -> [Element] {
    guard let node = node(name) else { return [] }
    guard case .sequence(let elements) = node.content else {
      problems.append(.wrongType(of: name, expected: "a list", node))
      return []
    }
    if elements.isEmpty { problems.append(.emptyField(name, at: node.range)) }
    return elements.compactMap { read($0, &problems) }
  }

  /// A list of strings.
  package mutating func strings(_ name: String, problems: inout [Diagnostic]) -> [String] {
    list(name, problems: &problems) {
      Self.string($0, of: "an element of \(name)", problems: &$1)
    }
  }

  /// Reports the fields that nobody asked for.
  package func finish(problems: inout [Diagnostic]) {
    let known = Set(names)
    let unknown = values.values.filter { !known.contains($0.key.text ?? "") }
    for entry in unknown.sorted(by: { ($0.key.range?.start ?? 0) < ($1.key.range?.start ?? 0) }) {
      let name = entry.key.text ?? ""
      problems.append(
        .unknownField(
          name, of: type, nearest: nearestName(to: name, among: names), at: entry.key.range))
    }
  }

  /// A node as a string.
  package static func string(
    _ node: Node, of name: String, problems: inout [Diagnostic]
  ) -> String? {
    if node.isString, let text = node.text { return text }
    problems.append(.wrongType(of: name, expected: "a string", node))
    return nil
  }
}
