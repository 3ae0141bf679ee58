/// Values that code makes, mostly to be printed as JSON.
extension Node {
  /// A string.
  package static func string(_ text: String) -> Node { Node(string: text) }

  /// A whole number.
  package static func number(_ value: Int) -> Node { Node(Scalar("\(value)", tag: .integer)) }

  /// `true` or `false`.
  package static func boolean(_ value: Bool) -> Node {
    Node(Scalar(value ? "true" : "false", tag: .boolean))
  }

  /// A list.
  package static func list(_ elements: [Node]) -> Node {
    Node(.sequence(ContiguousArray(elements)))
  }

  /// A mapping of the fields that have a value.
  package static func object(_ fields: [(String, Node?)]) -> Node {
    var node = Node.emptyMapping()
    for case (let name, let value?) in fields { node.set(name, to: value) }
    return node
  }
}
