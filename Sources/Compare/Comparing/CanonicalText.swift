internal import YAML

/// Bytes that are the same for values that mean the same.
enum CanonicalText {
  /// The bytes of a value; keys sorted, scalars by their type and value.
  static func bytes(of node: Node) -> [UInt8] {
    var bytes: [UInt8] = []
    append(node, to: &bytes)
    return bytes
  }

  private static func append(_ node: Node, to bytes: inout [UInt8]) {
    switch node.content {
    case .scalar(let scalar): append(scalar, to: &bytes)
    case .sequence(let elements):
      bytes.append(UInt8(ascii: "["))
      for element in elements { append(element, to: &bytes) }
      bytes.append(UInt8(ascii: "]"))
    case .mapping(let entries):
      bytes.append(UInt8(ascii: "{"))
      for entry in entries.sorted(by: { $0.key.text ?? "" < $1.key.text ?? "" }) {
        append(entry.key.text ?? "", to: &bytes)
        append(entry.value, to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private static func append(_ scalar: Scalar, to bytes: inout [UInt8]) {
    switch scalar.type(in: .resource) {
    case .string, .timestamp, .binary, .invalid: append(scalar.text, to: &bytes)
    case .null: bytes.append(UInt8(ascii: "n"))
    case .boolean(let value): bytes.append(UInt8(ascii: value ? "t" : "f"))
    case .integer(let value): append(number: Double(value), or: "\(value)", to: &bytes)
    case .unsignedInteger(let value): append(number: Double(value), or: "\(value)", to: &bytes)
    case .float(let value): append(number: value, or: "\(value)", to: &bytes)
    }
  }

  /// A number as a double where that is exact, so that `1` and `1.0` are the same.
  private static func append(number: Double, or text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "#"))
    bytes += number.magnitude < 0x1p53 ? Array("\(number)".utf8) : Array(text.utf8)
    bytes.append(0)
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    bytes += Array("\(text.utf8.count):".utf8)
    bytes += text.utf8
  }
}
