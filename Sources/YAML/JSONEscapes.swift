/// JSON text that YAML's readers take: with other escapes in the place of those that they refuse.
enum JSONEscapes {
  /// Whether the text is JSON with escapes that YAML does not know.
  static func areIn(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var index = 0
    var areFound = false
    while !areFound, index + 1 < bytes.count {
      if bytes[index] == UInt8(ascii: "\\") {
        areFound = bytes[index + 1] == UInt8(ascii: "/") || surrogate(at: index, in: bytes) != nil
        index += 1
      }
      index += 1
    }
    return areFound && JSONSyntax.accepts(Array(bytes))
  }

  /// The same text with each pair of surrogates as one escape of YAML and a broken line before it,
  /// which stands for nothing, so that no place moves.
  ///
  /// A surrogate that is alone is U+FFFD, as in Go.
  static func replacingSurrogates(in bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var text = Array(bytes)
    var index = 0
    while index + 1 < bytes.count {
      guard bytes[index] == UInt8(ascii: "\\") else {
        index += 1
        continue
      }
      guard let first = surrogate(at: index, in: bytes) else {
        index += 2
        continue
      }
      var escape = "\\uFFFD"
      if first < 0xDC00, let second = surrogate(at: index + 6, in: bytes), second >= 0xDC00 {
        let scalar = 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
        let digits = String(scalar, radix: 16, uppercase: true)
        escape = "\\\n\\U" + String(repeating: "0", count: 8 - digits.utf8.count) + digits
      }
      text.replaceSubrange(index..<index + escape.utf8.count, with: escape.utf8)
      index += escape.utf8.count
    }
    return text
  }

  /// The surrogate that an escape such as `\ud83d` stands for.
  private static func surrogate(at index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> UInt32? {
    guard index + 6 <= bytes.count, bytes[index] == UInt8(ascii: "\\"),
      bytes[index + 1] == UInt8(ascii: "u"),
      let value = UInt32(String(decoding: bytes[index + 2..<index + 6], as: UTF8.self), radix: 16)
    else { return nil }
    return (0xD800..<0xE000).contains(value) ? value : nil
  }
}
