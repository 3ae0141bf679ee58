package import Diagnostics
internal import YAML

/// One key of a generated ConfigMap or Secret.
package struct KeyValue {
  package var key: String
  /// The value; not always text.
  package var value: [UInt8]
  /// The literal, the line of an env file, or the file that it comes from.
  var range: SourceRange?
}

/// Reads the sources of a generator: env files, literals, files, in this order.
///
/// See `configMapGenerator` of Kustomize v5.8.
package enum KeyValueSources {
  /// Takes `KEY=VALUE` apart; one pair of matching quotes around the value is removed.
  static func literal(_ literal: Located<String>) throws(Diagnostic) -> KeyValue {
    var text = literal.value
    if text.utf8.contains(where: { $0 == 0x7F || $0 >= 0x80 || $0 < 0x20 && $0 != 0x0A }) {
      text = try printed(text, at: literal.range)
    }
    guard let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")), equals != text.startIndex else {
      throw .invalidLiteral(at: literal.range)
    }
    var value = Array(text.utf8[text.utf8.index(after: equals)...])
    for quote in [UInt8(ascii: "\""), UInt8(ascii: "'")]
    where value.count >= 2 && value.first == quote && value.last == quote {
      value = Array(value.dropFirst().dropLast())
      break
    }
    return KeyValue(key: String(text[..<equals]), value: value, range: literal.range)
  }

  /// The text after Kustomize wrote it as YAML for its plugin and read it again: a U+0085 has become
  /// a space, and control characters are refused.
  private static func printed(
    _ text: String, at range: SourceRange?
  ) throws(Diagnostic) -> String {
    var emitter = YAMLEmitter()
    try emitter.emit(Node(string: text, range: range))
    return text.unicodeScalars.contains("\u{85}") ? text.foldingNextLines() : text
  }

  /// Takes `[KEY=]PATH` apart; the key is the base name of the path unless given.
  static func file(_ source: Located<String>) throws(Diagnostic) -> (key: String, path: String) {
    let text = source.value
    let parts = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
    switch parts.count {
    case 1:
      let name = text.split(separator: "/").last.map(String.init)
      return (name ?? text, text)
    case 2 where !parts[0].isEmpty && !parts[1].isEmpty: return (parts[0], parts[1])
    default: throw .invalidFileSource(text, at: source.range)
    }
  }

  /// The lines of an env file.
  ///
  /// White space before a key is dropped, and lines that are empty or begin with `#` or `=`. A value is
  /// what follows the first `=`, as it is: nothing is unquoted. A name without `=` has an empty value.
  package static func lines(
    of file: SourceFile, warnings: inout [Diagnostic]
  ) throws(Diagnostic) -> [KeyValue] {
    var result: [KeyValue] = []
    var start = file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < file.bytes.count {
      let end = file.bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? file.bytes.count
      defer { start = end + 1 }
      var line = file.bytes[start..<end]
      if line.last == UInt8(ascii: "\r") { line.removeLast() }
      let range = SourceRange(file: file.id, start: line.startIndex, end: line.endIndex)
      // Kustomize reads lines through a scanner of 64 KiB and ignores that it stopped.
      guard end - start < 65_536 else {
        warnings.append(.envLineTooLong(at: range))
        break
      }
      guard String(validating: line, as: UTF8.self) != nil else {
        throw .envLineNotUTF8(at: range)
      }
      line = line.drop(while: isSpace)
      guard let first = line.first, first != UInt8(ascii: "#") else { continue }
      guard first != UInt8(ascii: "=") else {
        warnings.append(.envLineWithoutName(at: range))
        continue
      }
      result.append(keyValue(line, at: range))
    }
    return result
  }

  private static func keyValue(
    _ line: ArraySlice<UInt8>, at range: SourceRange
  ) -> KeyValue {
    let equals = line.firstIndex(of: UInt8(ascii: "=")) ?? line.endIndex
    return KeyValue(
      key: String(decoding: line[..<equals], as: UTF8.self),
      value: Array(line[equals...].dropFirst()), range: range)
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }
}
