internal import Compose
internal import Diagnostics
internal import Edit
internal import YAML

/// A text in a resource that refers to variables.
struct VariableUse {
  /// The number of the resource.
  var serial: UInt32
  /// The path of the text, as replacements have it.
  var fieldPath: String
  /// The text, and the place that has it.
  var text: String
  var range: SourceRange?

  /// Whether the text has become the same in two builds of the resource.
  func hasSameText(in old: Resource, _ new: Resource) -> Bool {
    let path = EditPath(parsing: fieldPath)
    guard let before = old.node[at: path], let after = new.node[at: path] else { return false }
    return before.hasSameMeaning(as: after)
  }

  /// The names that the text has as `$(NAME)`, and where.
  var references: [(name: String, range: Range<String.Index>)] {
    text.variableParts.compactMap { part in
      if case .reference(let name, let range) = part { (name, range) } else { nil }
    }
  }
}

extension BuildRecorder {
  /// The texts that variables changed.
  ///
  /// Costs O(nodes) of the resources that have some.
  func variableUses(at step: Int) -> [VariableUse] {
    var uses: [VariableUse] = []
    for (index, history) in histories.enumerated() {
      guard let after = history.states.first(where: { $0.step == step })?.node,
        let before = history.states.last(where: { $0.step < step })?.node
      else { continue }
      collect(from: before, to: after, at: [], of: UInt32(index + 1), into: &uses)
    }
    return uses
  }

  private func collect(
    from before: Node, to after: Node, at path: [String], of serial: UInt32,
    into uses: inout [VariableUse]
  ) {
    switch (before.content, after.content) {
    case (.mapping(let before), .mapping(let after)):
      for (before, after) in zip(before, after) {
        let path = path + [Self.step(to: before.key.text ?? "")]
        collect(from: before.value, to: after.value, at: path, of: serial, into: &uses)
      }
    case (.sequence(let before), .sequence(let after)):
      for (index, pair) in zip(before, after).enumerated() {
        collect(from: pair.0, to: pair.1, at: path + [String(index)], of: serial, into: &uses)
      }
    case (.scalar(let scalar), _):
      guard after.text != scalar.text else { return }
      let path = path.joined(separator: ".")
      uses.append(
        VariableUse(serial: serial, fieldPath: path, text: scalar.text, range: before.range))
    case (.mapping, _), (.sequence, _): break
    }
  }

  /// A key, in brackets if it has dots.
  private static func step(to key: String) -> String {
    key.contains(".") ? "[\(key)]" : key
  }
}
