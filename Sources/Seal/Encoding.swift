internal import YAML

/// A way to write a value down in which a scan for the value itself would miss it.
enum Encoding: String, CaseIterable {
  case base64
  case base64URL = "base64url"
  case doubleBase64 = "base64 of base64"
  case hexadecimal
  case json = "JSON escapes"
  case yaml = "YAML escapes"
  case xml = "XML entities"

  /// Whether white space within the text counts for nothing, because tools break its lines.
  var ignoresSpace: Bool {
    switch self {
    case .base64, .base64URL, .doubleBase64, .hexadecimal: true
    case .json, .yaml, .xml: false
    }
  }

  /// The texts that stand for `bytes`, wherever in a longer text they begin.
  func forms(of bytes: [UInt8]) -> [[UInt8]] {
    switch self {
    case .base64: Self.cores(of: bytes)
    case .base64URL: Self.cores(of: bytes).map { $0.map(Self.urlSafe) }
    case .doubleBase64: Self.cores(of: bytes).flatMap(Self.cores)
    case .hexadecimal: [Self.hex(bytes, Self.lowerDigits), Self.hex(bytes, Self.upperDigits)]
    case .json: [Self.escaped(bytes, slash: false), Self.escaped(bytes, slash: true)]
    case .yaml: [Self.doubled(bytes, UInt8(ascii: "'"))]
    case .xml: [Self.entities(of: bytes)]
    }
  }

  /// The base64 of the bytes at the three places of a group where they may begin, without the
  /// characters that neighbours have a part in.
  private static func cores(of bytes: [UInt8]) -> [[UInt8]] {
    (0..<3).map { offset in
      let text = Base64.encode([UInt8](repeating: 0, count: offset) + bytes)
      let start = (offset * 8 + 5) / 6
      let end = (offset + bytes.count) * 8 / 6
      return Array(text[start..<max(start, end)])
    }
  }

  private static func urlSafe(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "+"): UInt8(ascii: "-")
    case UInt8(ascii: "/"): UInt8(ascii: "_")
    default: byte
    }
  }

  private static let lowerDigits = Array("0123456789abcdef".utf8)
  private static let upperDigits = Array("0123456789ABCDEF".utf8)

  private static func hex(_ bytes: [UInt8], _ digits: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(2 * bytes.count)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return text
  }

  /// Within double quotes; see RFC 8259, section 7.
  private static func escaped(_ bytes: [UInt8], slash: Bool) -> [UInt8] {
    replacing(bytes) { byte in
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "/") where slash: [UInt8(ascii: "\\"), byte]
      case 0x0A: Array("\\n".utf8)
      case 0x0D: Array("\\r".utf8)
      case 0x09: Array("\\t".utf8)
      case 0x08: Array("\\b".utf8)
      case 0x0C: Array("\\f".utf8)
      case 0..<0x20: Array("\\u00".utf8) + hex([byte], lowerDigits)
      default: nil
      }
    }
  }

  private static func doubled(_ bytes: [UInt8], _ quote: UInt8) -> [UInt8] {
    replacing(bytes) { $0 == quote ? [quote, quote] : nil }
  }

  private static func entities(of bytes: [UInt8]) -> [UInt8] {
    replacing(bytes) { byte in
      switch byte {
      case UInt8(ascii: "&"): Array("&amp;".utf8)
      case UInt8(ascii: "<"): Array("&lt;".utf8)
      case UInt8(ascii: ">"): Array("&gt;".utf8)
      case UInt8(ascii: "\""): Array("&quot;".utf8)
      case UInt8(ascii: "'"): Array("&#39;".utf8)
      default: nil
      }
    }
  }

  /// The bytes with some of them written otherwise; nil leaves a byte as it is.
  private static func replacing(
    _ bytes: [UInt8], _ text: (UInt8) -> [UInt8]?
  ) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for byte in bytes {
      if let text = text(byte) { result += text } else { result.append(byte) }
    }
    return result
  }
}
