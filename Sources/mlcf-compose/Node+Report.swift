internal import YAML

/// Reports for programs, as trees that `JSONEmitter` prints.
extension Node {
  /// A string.
  static func string(_ text: String) -> Node { Node(string: text) }

  /// A whole number.
  static func number(_ value: Int) -> Node {
    Node(Scalar("\(value)", tag: .integer))
  }

  /// A boolean.
  static func boolean(_ value: Bool) -> Node {
    Node(Scalar(value ? "true" : "false", tag: .boolean))
  }

  /// A list.
  static func list(_ elements: [Node]) -> Node {
    Node(.sequence(ContiguousArray(elements)))
  }

  /// A mapping of the fields that have a value.
  static func object(_ fields: [(String, Node?)]) -> Node {
    var node = Node.emptyMapping()
    for case (let name, let value?) in fields { node.set(name, to: value) }
    return node
  }
}
