/// The text of one input file, with what is needed to point into it.
public struct SourceFile: Sendable {
  /// The number of the file in its table.
  public let id: FileID
  /// The path as a user wants to see it: relative to the working directory where possible.
  public let path: String
  /// The content.
  public let bytes: [UInt8]

  /// Whether a program printed it, so that there is no such file.
  package let isOutput: Bool

  package init(id: FileID, path: String, bytes: [UInt8], isOutput: Bool = false) {
    self.id = id
    self.path = path
    self.bytes = bytes
    self.isOutput = isOutput
  }

  /// A place in the text as editors show it.
  public struct Position: Hashable, Sendable {
    /// The line, counted from 1.
    public var line: Int
    /// The column in Unicode scalars, counted from 1.
    public var column: Int
  }

  /// The line and column of a byte offset.
  ///
  /// Scans the text up to the offset, since places are asked for only when something is reported.
  public func position(of offset: Int) -> Position {
    let end = min(offset, bytes.count)
    var line = 1
    var lineStart = 0
    var index = 0
    while index < end {
      if bytes[index] == UInt8(ascii: "\n") {
        line += 1
        lineStart = index + 1
      }
      index += 1
    }
    return Position(line: line, column: scalarCount(in: lineStart..<end) + 1)
  }

  /// The bytes of the line that holds `offset`, without its line break.
  package func lineRange(around offset: Int) -> Range<Int> {
    var start = min(offset, bytes.count)
    while start > 0, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    var end = start
    while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return start..<end
  }

  private func scalarCount(in range: Range<Int>) -> Int {
    bytes[range].count { $0 & 0b1100_0000 != 0b1000_0000 }
  }
}
