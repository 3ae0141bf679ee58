internal import YAML

/// The lines of a file: where they begin and end, and what stands between values.
///
/// Offsets count bytes of the file. The text is known to be YAML.
struct Layout {
  let bytes: [UInt8]

  /// The line break of the file: that of its first line.
  var lineBreak: String {
    guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")), end > 0 else { return "\n" }
    return bytes[end - 1] == UInt8(ascii: "\r") ? "\r\n" : "\n"
  }

  /// The first byte of the line of an offset, behind a byte order mark.
  func lineStart(of offset: Int) -> Int {
    var start = offset
    while start > 0, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    return start == 0 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? min(3, offset) : start
  }

  /// The offset behind the last byte of a line, its break not counted.
  func lineEnd(of offset: Int) -> Int {
    let end = nextLine(after: offset)
    var last = end
    if last > offset, bytes[last - 1] == UInt8(ascii: "\n") { last -= 1 }
    if last > offset, bytes[last - 1] == UInt8(ascii: "\r") { last -= 1 }
    return last
  }

  /// The first byte of the line below that of an offset, or the end of the file.
  func nextLine(after offset: Int) -> Int {
    bytes[offset...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
  }

  /// How many bytes of its line stand before an offset.
  func column(of offset: Int) -> Int { offset - lineStart(of: offset) }

  /// Whether only blanks stand before an offset on its line.
  func isFirstOnLine(_ offset: Int) -> Bool {
    guard let last = bytes[..<offset].lastIndex(where: { !Self.isBlank($0) }) else { return true }
    return bytes[last] == UInt8(ascii: "\n") || lineStart(of: last) > last
  }

  /// The next offset that is no blank.
  func skippingBlanks(from offset: Int) -> Int {
    bytes[offset...].firstIndex { !Self.isBlank($0) } ?? bytes.count
  }

  /// The next offset that is neither a blank, nor a line break, nor in a comment.
  func skippingSpace(from offset: Int) -> Int {
    var index = offset
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "#"), index == 0 || Self.isSpace(bytes[index - 1]) {
        index = nextLine(after: index)
      } else if Self.isSpace(byte) {
        index += 1
      } else {
        break
      }
    }
    return index
  }

  /// Whether a comment begins between two values or parts of them.
  func hasComment(in range: Range<Int>) -> Bool {
    range.contains { index in
      bytes[index] == UInt8(ascii: "#") && (index == 0 || Self.isSpace(bytes[index - 1]))
    }
  }

  /// The value itself, behind the anchor and the tag that stand before it.
  func value(in range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    while start < range.upperBound,
      bytes[start] == UInt8(ascii: "&") || bytes[start] == UInt8(ascii: "!")
    {
      while start < range.upperBound, !Self.isSpace(bytes[start]) { start += 1 }
      start = min(skippingSpace(from: start), range.upperBound)
    }
    return start..<range.upperBound
  }

  /// The first places for a new line below a value, best first.
  ///
  /// A block scalar ends where the next line begins, with the empty lines below it: they stay below
  /// the new line, unless they are part of the text.
  func insertions(below end: Int) -> [Int] {
    guard end > 0, end == lineStart(of: end), end <= bytes.count, !bytes[..<end].isEmpty else {
      return [nextLine(after: end)]
    }
    let trimmed = trimmingEmptyLines(before: end)
    return trimmed == end ? [end] : [trimmed, end]
  }

  /// The start of the empty lines that end at the start of a line.
  func trimmingEmptyLines(before end: Int) -> Int {
    var end = end
    while end > 0 {
      let start = lineStart(of: end - 1)
      guard bytes[start..<end].allSatisfy(Self.isSpace), start < end else { break }
      end = start
    }
    return end
  }

  /// A splice that makes lines at the start of a line, or at the end of the file.
  ///
  /// A file that does not end in a line break does not thereafter.
  func inserting(_ lines: String, at offset: Int) -> Splice {
    if offset == bytes.count, let last = bytes.last, last != UInt8(ascii: "\n"),
      offset != lineStart(of: offset)
    {
      return Splice(at: offset, lineBreak + lines)
    }
    return Splice(at: offset, lines + lineBreak)
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
  static func isSpace(_ byte: UInt8) -> Bool { isBlank(byte) || byte == 0x0A || byte == 0x0D }
}
