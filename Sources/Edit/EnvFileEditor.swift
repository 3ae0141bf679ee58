package import Diagnostics

/// Changes the lines `KEY=VALUE` of an env file, such as a `.properties` file that a ConfigMap is made
/// of, and leaves every other byte as it is.
///
/// White space before a key is no part of it, and lines that begin with `#` are comments, as where
/// Kustomize reads such a file; a value is what follows the first `=`, up to the end of the line.
package struct EnvFileEditor {
  private let file: SourceFile
  /// The bytes with the changes made so far.
  package private(set) var bytes: [UInt8]

  /// An editor of a file.
  package init(_ file: SourceFile) {
    self.file = file
    bytes = file.bytes
  }

  /// The value of a key; nil if there is none.
  package func value(of key: String) -> String? {
    lines(of: key).last?.value.map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  /// Gives a key a value, on its line or on a new one at the end of the file.
  package mutating func set(_ key: String, to value: String) throws(Diagnostic) {
    guard Self.isKey(key), Self.isValue(value) else { throw .notALine(key, in: file) }
    let lines = lines(of: key)
    guard lines.count <= 1 else {
      throw .repeatedKey(key, at: range(lines[1].key), first: range(lines[0].key))
    }
    guard let line = lines.first else {
      let layout = Layout(bytes: bytes)
      bytes = bytes.applying([layout.inserting("\(key)=\(value)", at: bytes.count)])
      return
    }
    let splice = line.value.map { Splice($0, value) }
    bytes = bytes.applying([splice ?? Splice(at: line.key.upperBound, "=\(value)")])
  }

  /// Removes the line of a key.
  package mutating func remove(_ key: String) throws(Diagnostic) {
    guard let line = lines(of: key).first else { throw .noSuchKey(key, in: file) }
    let layout = Layout(bytes: bytes)
    let start = layout.lineStart(of: line.key.lowerBound)
    bytes = bytes.applying([Splice(start..<layout.nextLine(after: start))])
  }

  private struct Line {
    var key: Range<Int>
    /// The bytes behind the `=`, if there is one.
    var value: Range<Int>?
  }

  private func lines(of key: String) -> [Line] {
    let layout = Layout(bytes: bytes)
    var result: [Line] = []
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < bytes.count {
      let end = layout.lineEnd(of: start)
      let first = bytes[start..<end].firstIndex { !Self.isSpace($0) } ?? end
      let equals = bytes[first..<end].firstIndex(of: UInt8(ascii: "="))
      if bytes[first..<(equals ?? end)].elementsEqual(key.utf8) {
        result.append(Line(key: first..<(equals ?? end), value: equals.map { $0 + 1..<end }))
      }
      start = layout.nextLine(after: start)
    }
    return result
  }

  private func range(_ range: Range<Int>) -> SourceRange {
    SourceRange(file: file.id, start: range.lowerBound, end: range.upperBound)
  }

  private static func isKey(_ key: String) -> Bool {
    guard let first = key.utf8.first, first != UInt8(ascii: "#"), !isSpace(first) else {
      return false
    }
    return !key.utf8.contains { $0 == UInt8(ascii: "=") || $0 == 0x0A || $0 == 0x0D }
  }

  private static func isValue(_ value: String) -> Bool {
    !value.utf8.contains { $0 == 0x0A || $0 == 0x0D }
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }
}
