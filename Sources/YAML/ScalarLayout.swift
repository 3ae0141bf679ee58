/// In which style a string is printed: what libyaml's emitter makes of go-yaml 2's wish.
///
/// go-yaml asks for a literal block where there is a line feed, for double quotes where plain text
/// would be taken for another type, else for plain text. What the text does not allow falls back
/// to single quotes and then to double quotes.
struct ScalarLayout {
  /// How the string is written.
  enum Style {
    case plain
    case singleQuoted
    case doubleQuoted
    case literal
  }

  /// The style.
  private(set) var style: Style
  /// Whether there is a line break in the text, so that it cannot be a simple key.
  private(set) var isMultiline = false
  /// The offset of the first character that cannot be printed.
  private(set) var forbidden: Int?
  /// Whether U+0085 stands in the text, which must be replaced before printing.
  private(set) var hasNextLine = false

  init(_ text: Span<UInt8>, needsQuotes: Bool) {
    if Self.isOrdinary(text) {
      style = needsQuotes ? .doubleQuoted : .plain
    } else {
      style = .plain
      analyze(text, needsQuotes: needsQuotes)
    }
  }

  /// Whether this is printable ASCII without any indicator, as nearly all strings are.
  private static func isOrdinary(_ text: Span<UInt8>) -> Bool {
    guard text.count > 0, !isIndicatorAtStart(text[0]) else { return text.isEmpty }
    var previous: UInt8 = 0x20
    for index in text.indices {
      let byte = text[index]
      guard byte &- 0x20 < 0x5F else { return false }
      if byte == 0x20 {
        guard previous != UInt8(ascii: ":"), index > 0 else { return false }
      } else if byte == UInt8(ascii: "#") {
        guard previous != 0x20 else { return false }
      }
      previous = byte
    }
    return previous != UInt8(ascii: ":") && previous != 0x20
  }

  /// Whether a first byte may make an indicator; the analysis then looks closer.
  private static func isIndicatorAtStart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "#"), UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"),
      UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "&"), UInt8(ascii: "*"),
      UInt8(ascii: "!"), UInt8(ascii: "|"), UInt8(ascii: ">"), UInt8(ascii: "'"),
      UInt8(ascii: "\""), UInt8(ascii: "%"), UInt8(ascii: "@"), UInt8(ascii: "`"),
      UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "."):
      true
    default:
      false
    }
  }

  private mutating func analyze(_ text: Span<UInt8>, needsQuotes: Bool) {
    var hasIndicator = Self.beginsWithDocumentMark(text)
    var hasLineFeed = false
    var hasOuterWhitespace = false
    var endsInSpace = false
    var hasSpaceAfterBreak = false
    var hasSpaceBeforeBreak = false
    var hasEscaped = false
    var previous: CharacterKind?
    var index = 0
    while index < text.count {
      if hasLineFeed {
        // Indicators do not matter any more.
        let end = Self.endOfLine(in: text, from: index)
        if end > index {
          previous = text[end - 1] == 0x20 ? .space : .printable
          index = end
          continue
        }
      } else if index > 0 {
        let end = Self.endOfLetters(in: text, from: index)
        if end > index {
          previous = .printable
          index = end
          continue
        }
      }
      if text[index] == 0x20, previous == .printable, index + 1 < text.count {
        previous = .space
        index += 1
        continue
      }
      let (kind, width) = CharacterKind.of(text, at: index)
      let isOuter = index == 0 || index + width == text.count
      let followsBreak = previous == .lineFeed || previous == .separator
      switch kind {
      case .printable:
        let followsBlank = previous == nil || previous == .space || followsBreak
        if Self.isIndicator(text, at: index, followsBlank: followsBlank) { hasIndicator = true }
      case .space:
        if isOuter { hasOuterWhitespace = true }
        if index + 1 == text.count { endsInSpace = true }
        if followsBreak { hasSpaceAfterBreak = true }
      case .lineFeed, .separator:
        isMultiline = true
        if kind == .lineFeed { hasLineFeed = true }
        if isOuter { hasOuterWhitespace = true }
        if previous == .space { hasSpaceBeforeBreak = true }
      case .escaped:
        if text[index] == 0x0D { isMultiline = true }
        hasEscaped = true
      case .nextLine:
        hasNextLine = true
      case .forbidden:
        forbidden = forbidden ?? index
      }
      previous = kind
      index += width
    }
    let needsEscapes = hasEscaped || hasSpaceBeforeBreak
    if hasLineFeed {
      style = needsEscapes || endsInSpace ? .doubleQuoted : .literal
    } else if needsQuotes || needsEscapes || hasSpaceAfterBreak {
      style = .doubleQuoted
    } else {
      style = hasIndicator || isMultiline || hasOuterWhitespace ? .singleQuoted : .plain
    }
  }

  /// Where printable ASCII ends that can be no indicator behind the first character.
  private static func endOfLetters(in text: Span<UInt8>, from start: Int) -> Int {
    text.withUnsafeBufferPointer { text in
      var index = start
      while index < text.count {
        let byte = text[index]
        guard byte &- 0x21 < 0x5E, byte != UInt8(ascii: ":"), byte != UInt8(ascii: "#") else {
          break
        }
        index += 1
      }
      return index
    }
  }

  /// Where printable ASCII ends, the last byte of the text left out.
  private static func endOfLine(in text: Span<UInt8>, from start: Int) -> Int {
    text.withUnsafeBytes { text in
      var index = start
      while index + 8 < text.count,
        text.loadUnaligned(fromByteOffset: index, as: UInt64.self).isPrintableASCII()
      {
        index += 8
      }
      while index + 1 < text.count, text[index] &- 0x20 < 0x5F { index += 1 }
      return index
    }
  }

  /// Whether a character means something in plain text of a block.
  ///
  /// See YAML 1.1, section 5.3.
  private static func isIndicator(
    _ text: Span<UInt8>, at index: Int, followsBlank: Bool
  ) -> Bool {
    var precedesBlank: Bool {
      guard index + 1 < text.count else { return true }
      return text[index + 1] == 0x20 || text[index + 1] == 0x09
    }
    switch text[index] {
    case UInt8(ascii: ":"): return precedesBlank
    case UInt8(ascii: "?"), UInt8(ascii: "-"): return index == 0 && precedesBlank
    case UInt8(ascii: "."): return false
    case UInt8(ascii: "#"): return followsBlank
    case let byte: return index == 0 && isIndicatorAtStart(byte)
    }
  }

  private static func beginsWithDocumentMark(_ text: Span<UInt8>) -> Bool {
    guard text.count >= 3, text[0] == text[1], text[1] == text[2] else { return false }
    return text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: ".")
  }
}
