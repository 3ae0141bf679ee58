internal import YAML

/// How collections are written in a file.
struct BlockStyle: Hashable {
  /// How far dashes stand to the right of the key of their list.
  var dashIndentation = 0
  /// How many spaces follow a dash.
  var dashGap = 1
  /// How far the keys of a mapping stand to the right of its own key.
  var keyIndentation = 2
  /// The line break.
  var lineBreak = "\n"
}

/// Writes values that come into a file, in the style of the file.
struct FragmentWriter {
  var style: BlockStyle
  /// How the neighbours are quoted, if all of them are.
  var quoting: Scalar.Style?

  /// An entry whose key stands in a column, without the indentation of its first line and without
  /// its last line break.
  func entry(_ key: Node, _ value: Node, column: Int) -> String {
    self.key(key, inFlow: false) + ":" + blockValue(value, column: column)
  }

  /// An element whose dash stands in a column, as `entry`.
  func element(_ value: Node, column: Int) -> String {
    let gap = String(repeating: " ", count: style.dashGap)
    let inner = column + 1 + style.dashGap
    switch value.content {
    case .mapping(let entries) where !entries.isEmpty:
      return "-" + gap + self.entries(entries, column: inner)
    case .sequence(let elements) where !elements.isEmpty:
      return "-" + gap + self.elements(elements, column: inner)
    case .scalar(let scalar):
      return "-" + gap + (literal(scalar, column: column) ?? line(scalar, inFlow: false))
    case .mapping, .sequence:
      return "-" + gap + flow(value)
    }
  }

  /// What follows the colon of a key that stands in a column.
  func blockValue(_ value: Node, column: Int) -> String {
    switch value.content {
    case .mapping(let entries) where !entries.isEmpty:
      let inner = column + style.keyIndentation
      return newLine(inner) + self.entries(entries, column: inner)
    case .sequence(let elements) where !elements.isEmpty:
      let inner = column + style.dashIndentation
      return newLine(inner) + self.elements(elements, column: inner)
    case .scalar(let scalar):
      return " " + (literal(scalar, column: column) ?? line(scalar, inFlow: false))
    case .mapping, .sequence:
      return " " + flow(value)
    }
  }

  /// A value on one line, with brackets.
  func flow(_ value: Node) -> String {
    switch value.content {
    case .scalar(let scalar): line(scalar, inFlow: true)
    case .sequence(let elements):
      "[" + elements.map(flow).joined(separator: ", ") + "]"
    case .mapping(let entries):
      "{" + entries.map { flowEntry($0.key, $0.value) }.joined(separator: ", ") + "}"
    }
  }

  /// An entry within `{…}`.
  func flowEntry(_ key: Node, _ value: Node) -> String {
    self.key(key, inFlow: true) + ": " + flow(value)
  }

  /// A line break and the indentation of the next line.
  func newLine(_ column: Int) -> String {
    style.lineBreak + String(repeating: " ", count: column)
  }

  private func entries(_ entries: ContiguousArray<Node.Entry>, column: Int) -> String {
    entries.map { entry($0.key, $0.value, column: column) }.joined(separator: newLine(column))
  }

  private func elements(_ elements: ContiguousArray<Node>, column: Int) -> String {
    elements.map { element($0, column: column) }.joined(separator: newLine(column))
  }

  private func line(_ scalar: Scalar, inFlow: Bool) -> String {
    ScalarText.line(scalar, like: quoting, inFlow: inFlow)
  }

  private func key(_ key: Node, inFlow: Bool) -> String {
    switch key.content {
    case .scalar(let scalar):
      ScalarText.line(scalar, like: scalar.style, inFlow: inFlow)
    case .mapping, .sequence: flow(key)
    }
  }

  /// Text of several lines as a literal block, below a key or a dash that stands in a column.
  private func literal(_ scalar: Scalar, column: Int) -> String? {
    guard Scalar(scalar.text, tag: .string).rewritten.style == .literal else { return nil }
    var lines = scalar.text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.first?.utf8.first, first != 0x20, first != 0x09 else { return nil }
    let isEnded = lines.last?.isEmpty == true
    if isEnded { lines.removeLast() }
    guard lines.last?.isEmpty == false else { return nil }
    let inner = newLine(column + 2)
    return (isEnded ? "|" : "|-")
      + lines.map { $0.isEmpty ? style.lineBreak : inner + $0 }.joined()
  }
}
