internal import Diagnostics

extension TextBuffer {
  /// How long a line may be before it is folded at the next single space.
  private static let width = 80

  /// Writes a value; lines after the first are indented.
  mutating func write(
    _ scalar: Scalar, at range: SourceRange?, inFlow: Bool, indent: Int
  ) throws(Diagnostic) {
    if scalar.isWord { return append(ascii: scalar.text.utf8.span) }
    switch scalar.type(in: .resource) {
    case .string:
      // In braces every text of several lines is in quotes.
      guard inFlow || !scalar.isBlockStartingWithTab else {
        throw .yamlBlockStartsWithTab(at: range)
      }
      let reread = scalar.style == .folded && !inFlow ? scalar.refoldedText : scalar.text
      let text = reread.utf8.span
      let isPlain = scalar.style == .plain && (scalar.tag == .implicit || scalar.tag == .unresolved)
      let needsQuotes = isPlain ? resolvedOtherwiseInYAML11(text) : resolvesOtherwise(text)
      try write(text, needsQuotes: needsQuotes, at: range, indent: indent)
    case .null:
      append(inFlow && scalar.isNothing ? "\"\"" : "null")
    case .boolean(let value):
      append(value ? "true" : "false")
    case .integer(let value):
      write(value)
    case .unsignedInteger(let value):
      write(value)
    case .float(let value):
      try write(value, of: scalar, at: range)
    case .timestamp:
      guard let text = Timestamp(scalar.text.utf8.span)?.text else {
        throw .yamlTimestampOffset(at: range)
      }
      append(UInt8(ascii: "\""))
      append(ascii: text.utf8.span)
      append(UInt8(ascii: "\""))
    case .binary:
      guard let decoded = scalar.decodedBinary else { throw .yamlTagMismatch(scalar, at: range) }
      let text = decoded.utf8.span
      try write(text, needsQuotes: resolvesOtherwise(text), at: range, indent: indent)
    case .invalid:
      throw .yamlTagMismatch(scalar, at: range)
    }
  }

  /// Writes a key, and tells whether it is a simple one.
  mutating func writeKey(
    _ key: String, at range: SourceRange?, indent: Int
  ) throws(Diagnostic) -> Bool {
    let text = key.utf8.span
    let layout = ScalarLayout(text, needsQuotes: resolvesOtherwise(text))
    guard !layout.hasNextLine else {
      return try writeKey(key.foldingNextLines(), at: range, indent: indent)
    }
    if let offset = layout.forbidden { throw .yamlUnprintable(text, offset, at: range) }
    if text.count > 128 || layout.isMultiline {
      guard JSONEmitter.keyWidth(text) <= 1024 else { throw .yamlKeyTooLong(at: range) }
      append("? ")
      write(text, layout, allowsBreaks: true, indent: indent)
      return false
    }
    write(text, layout, allowsBreaks: false, indent: indent)
    return true
  }

  private mutating func write(
    _ text: Span<UInt8>, needsQuotes: Bool, at range: SourceRange?, indent: Int
  ) throws(Diagnostic) {
    let layout = ScalarLayout(text, needsQuotes: needsQuotes)
    guard !layout.hasNextLine else {
      let folded = String(copying: text).foldingNextLines()
      let text = folded.utf8.span
      return try write(
        text, needsQuotes: resolvesOtherwise(text), at: range, indent: indent)
    }
    if let offset = layout.forbidden { throw .yamlUnprintable(text, offset, at: range) }
    write(text, layout, allowsBreaks: true, indent: indent)
  }

  private mutating func write(
    _ text: Span<UInt8>, _ layout: ScalarLayout, allowsBreaks: Bool, indent: Int
  ) {
    switch layout.style {
    case .plain: writePlain(text, allowsBreaks: allowsBreaks, indent: indent)
    case .singleQuoted: writeSingleQuoted(text, allowsBreaks: allowsBreaks, indent: indent)
    case .doubleQuoted: writeDoubleQuoted(text, allowsBreaks: allowsBreaks, indent: indent)
    case .literal: writeLiteral(text, indent: indent)
    }
  }

  private mutating func write(
    _ value: Double, of scalar: Scalar, at range: SourceRange?
  ) throws(Diagnostic) {
    guard value.isFinite else { throw .yamlNotANumber(scalar.text, at: range) }
    // Kustomize's way over JSON makes integers of floats without a fraction, where they fit.
    if value == value.rounded(.towardZero), value.magnitude < 0x1p64 {
      let digits = FloatFormat(value).json
      if let integer = Int64(digits) { return write(integer) }
      if let integer = UInt64(digits) { return write(integer) }
    }
    append(ascii: FloatFormat(value).general.utf8.span)
  }

  private mutating func write(_ value: some FixedWidthInteger) {
    append(ascii: String(value).utf8.span)
  }

  private mutating func writePlain(_ text: Span<UInt8>, allowsBreaks: Bool, indent: Int) {
    guard allowsBreaks, column + text.count > Self.width else { return append(text) }
    var start = 0
    for index in text.indices where text[index] == 0x20 {
      append(text.extracting(start..<index))
      start = index
      let isSingle = text[index - 1] != 0x20 && text[index + 1] != 0x20
      if isSingle, column > Self.width {
        breakLine()
        appendSpaces(indent)
        start = index + 1
      }
    }
    append(text.extracting(start...))
  }

  private mutating func writeSingleQuoted(_ text: Span<UInt8>, allowsBreaks: Bool, indent: Int) {
    append(UInt8(ascii: "'"))
    var followsSpace = false
    var followsBreak = false
    var index = 0
    while index < text.count {
      let (kind, width) = CharacterKind.of(text, at: index)
      switch kind {
      case .space:
        let isInner = index > 0 && index + 1 < text.count && text[index + 1] != 0x20
        if allowsBreaks, isInner, !followsSpace, column > Self.width {
          breakLine()
          appendSpaces(indent)
        } else {
          append(0x20)
        }
        followsSpace = true
      case .separator:
        append(text.extracting(index..<(index + width)))
        endLine()
        followsBreak = true
      default:
        if followsBreak { appendSpaces(indent) }
        if text[index] == UInt8(ascii: "'") { append(UInt8(ascii: "'")) }
        append(text.extracting(index..<(index + width)))
        followsSpace = false
        followsBreak = false
      }
      index += width
    }
    append(UInt8(ascii: "'"))
  }

  private mutating func writeDoubleQuoted(_ text: Span<UInt8>, allowsBreaks: Bool, indent: Int) {
    append(UInt8(ascii: "\""))
    // go-yaml looks for a byte order mark at the start of the text whatever character it is at.
    let escapesAll =
      text.count >= 3 && text[0] == 0xEF && text[1] == 0xBB && text[2] == 0xBF
    var followsSpace = false
    var index = 0
    while index < text.count {
      let (kind, width) = CharacterKind.of(text, at: index)
      let isQuote = text[index] == UInt8(ascii: "\"") || text[index] == UInt8(ascii: "\\")
      if escapesAll || isQuote || (kind != .printable && kind != .space) {
        writeEscape(text, at: index, width: width)
        followsSpace = false
      } else if kind == .space {
        let isInner = index > 0 && index + 1 < text.count
        if allowsBreaks, isInner, !followsSpace, column > Self.width {
          breakLine()
          appendSpaces(indent)
          if text[index + 1] == 0x20 { append(UInt8(ascii: "\\")) }
        } else {
          append(0x20)
        }
        followsSpace = true
      } else {
        append(text.extracting(index..<(index + width)))
        followsSpace = false
      }
      index += width
    }
    append(UInt8(ascii: "\""))
  }

  private mutating func writeEscape(_ text: Span<UInt8>, at index: Int, width: Int) {
    append(UInt8(ascii: "\\"))
    var value = UInt32(text[index])
    if width > 1 {
      value &= 0xFF >> UInt32(width + 1)
      for offset in 1..<width { value = value << 6 | UInt32(text[index + offset] & 0x3F) }
    }
    switch value {
    case 0x00: append(UInt8(ascii: "0"))
    case 0x07: append(UInt8(ascii: "a"))
    case 0x08: append(UInt8(ascii: "b"))
    case 0x09: append(UInt8(ascii: "t"))
    case 0x0A: append(UInt8(ascii: "n"))
    case 0x0B: append(UInt8(ascii: "v"))
    case 0x0C: append(UInt8(ascii: "f"))
    case 0x0D: append(UInt8(ascii: "r"))
    case 0x1B: append(UInt8(ascii: "e"))
    case 0x22: append(UInt8(ascii: "\""))
    case 0x5C: append(UInt8(ascii: "\\"))
    case 0xA0: append(UInt8(ascii: "_"))
    case 0x2028: append(UInt8(ascii: "L"))
    case 0x2029: append(UInt8(ascii: "P"))
    case ..<0x100: writeHexadecimal(value, letter: UInt8(ascii: "x"), digits: 2)
    case ..<0x10000: writeHexadecimal(value, letter: UInt8(ascii: "u"), digits: 4)
    default: writeHexadecimal(value, letter: UInt8(ascii: "U"), digits: 8)
    }
  }

  private mutating func writeHexadecimal(_ value: UInt32, letter: UInt8, digits: UInt32) {
    append(letter)
    for digit in (0..<digits).reversed() {
      let nibble = UInt8(value >> (4 * digit) & 0xF)
      append(nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "A") + nibble - 10)
    }
  }

  private mutating func writeLiteral(_ text: Span<UInt8>, indent: Int) {
    append(UInt8(ascii: "|"))
    if text[0] == 0x20 || Self.isBreak(CharacterKind.of(text, at: 0).kind) {
      append(UInt8(ascii: "2"))
    }
    let breaks = Self.trailingBreaks(of: text)
    if breaks != 1 || Self.breakWidth(endingAt: text.count, in: text) == text.count {
      append(breaks == 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
    }
    breakLine()
    var lineStart = 0
    var index = Self.nextBreak(in: text, from: 0)
    while index < text.count {
      let (kind, width) = CharacterKind.of(text, at: index)
      if Self.isBreak(kind) {
        if index > lineStart { appendSpaces(indent) }
        appendLine(text.extracting(lineStart..<(index + width)))
        lineStart = index + width
      }
      index = Self.nextBreak(in: text, from: index + width)
    }
    if lineStart < text.count {
      appendSpaces(indent)
      append(text.extracting(lineStart...))
    }
  }

  /// The next byte that may begin a line break: U+000A, or that of U+2028 and U+2029.
  private static func nextBreak(in text: Span<UInt8>, from start: Int) -> Int {
    text.withUnsafeBytes { bytes in
      var index = start
      while index + 8 <= bytes.count {
        let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        guard !word.hasByte(0x0A), !word.hasByte(0xE2) else { break }
        index += 8
      }
      while index < bytes.count, bytes[index] != 0x0A, bytes[index] != 0xE2 { index += 1 }
      return index
    }
  }

  private static func isBreak(_ kind: CharacterKind) -> Bool {
    kind == .lineFeed || kind == .separator
  }

  /// How many line breaks text ends in: none, one, or for more of them two.
  private static func trailingBreaks(of text: Span<UInt8>) -> Int {
    let last = breakWidth(endingAt: text.count, in: text)
    guard last > 0 else { return 0 }
    return breakWidth(endingAt: text.count - last, in: text) > 0 ? 2 : 1
  }

  /// The bytes of the line break before an offset; 0 if there is none.
  private static func breakWidth(endingAt end: Int, in text: Span<UInt8>) -> Int {
    if end >= 1, text[end - 1] == 0x0A { return 1 }
    if end >= 3, text[end - 3] == 0xE2, CharacterKind.of(text, at: end - 3).kind == .separator {
      return 3
    }
    return 0
  }
}

extension String {
  fileprivate init(copying text: Span<UInt8>) {
    self = text.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
  }

  /// The text as Kustomize's way over JSON folds it: a single U+0085 and the spaces around it read
  /// back as a space, several as line feeds, one fewer.
  package func foldingNextLines() -> String {
    var result = String.UnicodeScalarView()
    var spaces = 0
    var breaks = 0
    func flush() {
      switch breaks {
      case 0: result.append(contentsOf: repeatElement(" ", count: spaces))
      case 1: result.append(" ")
      default: result.append(contentsOf: repeatElement("\n", count: breaks - 1))
      }
      spaces = 0
      breaks = 0
    }
    for scalar in unicodeScalars {
      switch scalar {
      case " ": spaces += 1
      case "\u{85}": breaks += 1
      default:
        flush()
        result.append(scalar)
      }
    }
    flush()
    return String(result)
  }
}
