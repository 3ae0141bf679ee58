extension UnsafeBufferPointer<UInt8> {
  /// Whether this is UTF-8 of printable characters, tabs and line feeds, without other line breaks
  /// and byte order marks.
  ///
  /// See YAML 1.1, sections 5.1 and 5.2, and the reader of libyaml.
  var isOrdinaryText: Bool {
    let bytes = UnsafeRawBufferPointer(self)
    var index = 0
    while index < count {
      while index + 8 <= count {
        let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        guard word.isPrintableASCII() || word.replacingLineFeeds.isPrintableASCII() else { break }
        index += 8
      }
      guard index < count else { break }
      let byte = self[index]
      switch byte {
      case 0x20...0x7E, 0x09, 0x0A: index += 1
      default:
        let width = widthOfOrdinaryCharacter(at: index)
        guard width > 0 else { return false }
        index += width
      }
    }
    return true
  }

  /// The bytes of a character beyond ASCII; 0 if it is no ordinary one.
  private func widthOfOrdinaryCharacter(at index: Int) -> Int {
    func isContinuation(_ offset: Int) -> Bool {
      index + offset < count && self[index + offset] & 0b1100_0000 == 0b1000_0000
    }
    guard isContinuation(1) else { return 0 }
    let second = self[index + 1]
    switch self[index] {
    // U+0080 to U+009F are control characters.
    case 0xC2: return second >= 0xA0 ? 2 : 0
    case 0xC3...0xDF: return 2
    case 0xE0...0xEF:
      guard isContinuation(2) else { return 0 }
      let third = self[index + 2]
      switch self[index] {
      case 0xE0: return second >= 0xA0 ? 3 : 0
      // U+2028 and U+2029 are line breaks.
      case 0xE2: return second == 0x80 && third & 0xFE == 0xA8 ? 0 : 3
      // Surrogates.
      case 0xED: return second < 0xA0 ? 3 : 0
      // U+FEFF, U+FFFE and U+FFFF.
      case 0xEF:
        return (second == 0xBB && third == 0xBF) || (second == 0xBF && third >= 0xBE) ? 0 : 3
      default: return 3
      }
    case 0xF0...0xF4:
      guard isContinuation(2), isContinuation(3) else { return 0 }
      if self[index] == 0xF0 { return second >= 0x90 ? 4 : 0 }
      return self[index] < 0xF4 || second < 0x90 ? 4 : 0
    default: return 0
    }
  }
}
