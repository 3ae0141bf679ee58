extension Scalar {
  /// The text that the base64 of a `!!binary` scalar stands for; nil if it is not base64.
  ///
  /// Each byte that is not part of UTF-8 text becomes U+FFFD. Line breaks in the base64 count for
  /// nothing; padding is needed. See RFC 4648, section 4.
  package var decodedBinary: String? {
    Base64.decode(text.utf8).map(Self.repaired)
  }

  /// Go puts one U+FFFD for each invalid byte, Swift one for each maximal invalid part.
  private static func repaired(_ bytes: [UInt8]) -> String {
    var text = ""
    var index = 0
    while index < bytes.count {
      let length = sequenceLength(bytes[index])
      let end = index + max(1, length)
      if length > 0, end <= bytes.count,
        let part = String(validating: bytes[index..<end], as: UTF8.self)
      {
        text += part
        index = end
      } else {
        text.unicodeScalars.append("\u{FFFD}")
        index += 1
      }
    }
    return text
  }

  private static func sequenceLength(_ byte: UInt8) -> Int {
    switch byte {
    case ..<0x80: 1
    case 0xC2..<0xE0: 2
    case 0xE0..<0xF0: 3
    case 0xF0..<0xF5: 4
    default: 0
    }
  }
}
