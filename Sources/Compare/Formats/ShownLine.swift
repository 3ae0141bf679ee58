internal import YAML

/// A line of a report for people: what was, what is, or what both have.
struct ShownLine {
  /// What a line stands for.
  enum Kind: String {
    case kept = " "
    case removed = "-"
    case inserted = "+"
  }

  var kind: Kind
  var text: String

  init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = ShownLine.printable(text)
  }

  /// The text with control characters made visible, so that no input can steer a terminal.
  static func printable(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      let isControl =
        scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value)
        || (0x202a...0x202e).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
      if scalar == "\t" {
        result += "\\t"
      } else if scalar == "\r" {
        result += "\\r"
      } else {
        result.unicodeScalars.append(isControl ? "\u{FFFD}" : scalar)
      }
    }
    return result
  }

  /// The lines of a value as YAML.
  static func lines(of node: Node, _ kind: Kind) -> [ShownLine] {
    if let text = node.scalar.map(oneLine) { return [ShownLine(kind, text)] }
    var emitter = YAMLEmitter()
    guard (try? emitter.emit(node)) != nil else { return [ShownLine(kind, "(not printable)")] }
    return String(decoding: emitter.bytes, as: UTF8.self).split(separator: "\n")
      .map { ShownLine(kind, String($0)) }
  }

  /// A scalar on one line: quoted where it is a string that looks like something else.
  static func oneLine(_ scalar: Scalar) -> String {
    guard scalar.isString(in: .resource) else { return scalar.text }
    let looksLikeString = Scalar(scalar.text).isString(in: .resource)
    let isPlain =
      looksLikeString && !scalar.text.isEmpty && !scalar.text.utf8.contains(UInt8(ascii: "\n"))
      && scalar.text.first != " " && scalar.text.last != " "
    if isPlain { return scalar.text }
    let escaped = scalar.text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\"\(escaped.replacing("\n", with: "\\n"))\""
  }
}
