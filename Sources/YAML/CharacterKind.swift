/// How the emitter treats a character.
enum CharacterKind {
  /// Written as it is in every style.
  case printable
  /// U+0020.
  case space
  /// U+000A.
  case lineFeed
  /// U+2028 or U+2029: a line break that may be written as it is.
  case separator
  /// U+0085, which reads as a line feed.
  case nextLine
  /// Only in double quotes, as an escape sequence.
  case escaped
  /// Not printed at all.
  case forbidden

  /// The kind and the number of bytes of the character at a place in UTF-8 text.
  @inline(__always)
  static func of(_ text: Span<UInt8>, at index: Int) -> (kind: CharacterKind, width: Int) {
    let byte = text[index]
    switch byte {
    case 0x21...0x7E: return (.printable, 1)
    case 0x20: return (.space, 1)
    case 0x0A: return (.lineFeed, 1)
    case 0x7F: return (.forbidden, 1)
    case ..<0x20: return (.escaped, 1)
    default: return ofWide(text, at: index)
    }
  }

  private static func ofWide(
    _ text: Span<UInt8>, at index: Int
  ) -> (kind: CharacterKind, width: Int) {
    switch text[index] {
    case 0xC2 where text[index + 1] == 0x85: (.nextLine, 2)
    case 0xC2 where text[index + 1] < 0xA0: (.forbidden, 2)
    case ..<0xE0: (.printable, 2)
    case 0xE2 where text[index + 1] == 0x80 && text[index + 2] & 0xFE == 0xA8: (.separator, 3)
    case 0xEF where text[index + 1] == 0xBB && text[index + 2] == 0xBF: (.escaped, 3)
    case 0xEF where text[index + 1] == 0xBF && text[index + 2] >= 0xBE: (.forbidden, 3)
    case ..<0xF0: (.printable, 3)
    default: (.escaped, 4)
    }
  }
}
