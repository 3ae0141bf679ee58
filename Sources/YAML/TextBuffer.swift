/// Text under construction that knows its column.
struct TextBuffer: Sendable {
  /// The text.
  private(set) var bytes: [UInt8] = []
  private var lineStart = 0
  /// How many bytes of the current line continue a character.
  private var continuationBytes = 0

  /// The number of characters on the current line.
  var column: Int { bytes.count - lineStart - continuationBytes }

  /// Whether nothing was written since the last line break.
  var isAtLineStart: Bool { bytes.count == lineStart }

  mutating func reserve(_ count: Int) {
    bytes.reserveCapacity(count)
  }

  mutating func append(_ byte: UInt8) {
    bytes.append(byte)
  }

  /// Appends ASCII text.
  mutating func append(_ text: StaticString) {
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Appends ASCII text.
  mutating func append(ascii text: Span<UInt8>) {
    text.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
  }

  /// Appends UTF-8 text without line breaks.
  mutating func append(_ text: Span<UInt8>) {
    text.withUnsafeBufferPointer { text in
      bytes.append(contentsOf: text)
      // Without a check for overflow the compiler counts many bytes at a time.
      var count = 0
      for byte in text { count &+= byte & 0b1100_0000 == 0b1000_0000 ? 1 : 0 }
      continuationBytes += count
    }
  }

  /// Appends a line with its break; its columns are never asked for.
  mutating func appendLine(_ text: Span<UInt8>) {
    append(ascii: text)
    endLine()
  }

  /// Notes that what was written last ends a line.
  mutating func endLine() {
    lineStart = bytes.count
    continuationBytes = 0
  }

  /// Breaks the line, unless it is empty, and indents the next one.
  mutating func startLine(indent: Int) {
    if !isAtLineStart { breakLine() }
    appendSpaces(indent)
  }

  mutating func breakLine() {
    bytes.append(0x0A)
    endLine()
  }

  mutating func appendSpaces(_ count: Int) {
    let spaces: StaticString = "                                "
    var missing = count
    while missing > 0 {
      let part = min(missing, spaces.utf8CodeUnitCount)
      bytes.append(contentsOf: UnsafeBufferPointer(start: spaces.utf8Start, count: part))
      missing -= part
    }
  }
}
