extension Scalar {
  /// The text that the base64 of a `!!binary` scalar stands for; nil if it is not base64.
  ///
  /// Each byte that is not part of UTF-8 text becomes U+FFFD. Line breaks in the base64 count for
  /// nothing; padding is needed. See RFC 4648, section 4.
  var decodedBinary: String? {
    var bits: UInt32 = 0
    var count = 0
    var padding = 0
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      let value: UInt8
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = byte &- UInt8(ascii: "A")
      case UInt8(ascii: "a")...UInt8(ascii: "z"): value = byte &- UInt8(ascii: "a") &+ 26
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte &- UInt8(ascii: "0") &+ 52
      case UInt8(ascii: "+"): value = 62
      case UInt8(ascii: "/"): value = 63
      case UInt8(ascii: "="):
        padding += 1
        continue
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): continue
      default: return nil
      }
      guard padding == 0 else { return nil }
      bits = bits << 6 | UInt32(value)
      count += 1
      if count % 4 == 0 {
        bytes.append(UInt8(truncatingIfNeeded: bits >> 16))
        bytes.append(UInt8(truncatingIfNeeded: bits >> 8))
        bytes.append(UInt8(truncatingIfNeeded: bits))
      }
    }
    switch (count % 4, padding) {
    case (0, 0): break
    case (2, 2): bytes.append(UInt8(truncatingIfNeeded: bits >> 4))
    case (3, 1):
      bytes.append(UInt8(truncatingIfNeeded: bits >> 10))
      bytes.append(UInt8(truncatingIfNeeded: bits >> 2))
    default: return nil
    }
    return Self.repaired(bytes)
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
