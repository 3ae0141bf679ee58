internal import YAML

/// The ways to write a scalar on one line.
enum ScalarText {
  /// A scalar, in the style of the one that it replaces where that is possible.
  ///
  /// A string is quoted anew only where it would be taken for another type, or means something to
  /// YAML. A scalar of another type is never quoted.
  static func line(_ scalar: Scalar, like style: Scalar.Style? = nil, inFlow: Bool) -> String {
    if scalar.tag == .string || scalar.style != .plain || scalar.isString(in: .resource) {
      return string(scalar.text, like: style, inFlow: inFlow)
    }
    return scalar.text
  }

  /// The style that a string needs at least.
  private static func neededStyle(of text: String, inFlow: Bool) -> Scalar.Style {
    let style = Scalar(text, tag: .string).rewritten.style
    let isSpecialInFlow = inFlow && text.utf8.contains { ",[]{}?".utf8.contains($0) }
    return style == .plain && isSpecialInFlow ? .singleQuoted : style
  }

  private static func string(_ text: String, like style: Scalar.Style?, inFlow: Bool) -> String {
    let needed = neededStyle(of: text, inFlow: inFlow)
    switch (style, needed) {
    case (.singleQuoted, _) where !needsEscapes(text): return singleQuoted(text)
    case (.doubleQuoted, _), (_, .doubleQuoted), (_, .literal), (_, .folded):
      return doubleQuoted(text)
    case (_, .singleQuoted): return singleQuoted(text)
    case (_, .plain): return text
    }
  }

  /// Whether a text has characters that only double quotes can hold.
  private static func needsEscapes(_ text: String) -> Bool {
    text.unicodeScalars.contains { escape($0) != nil && $0 != "\"" && $0 != "\\" }
  }

  private static func singleQuoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }

  /// A text in double quotes.
  static func doubleQuoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      if let escape = escape(scalar) {
        result += escape
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// How a character is written in double quotes, unless as itself.
  private static func escape(_ scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "\"": return "\\\""
    case "\\": return "\\\\"
    case "\n": return "\\n"
    case "\t": return "\\t"
    case "\r": return "\\r"
    default: break
    }
    switch scalar.value {
    case ..<0x20, 0x7F...0xA0, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF:
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
    default: return nil
    }
  }
}
