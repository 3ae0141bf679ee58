/// Base64 as Kustomize writes it into manifests.
enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The encoding of `bytes` (RFC 4648, section 4), broken after every 70 characters.
  ///
  /// A text of 70 characters or more ends each line, the last too, with a line feed; a shorter one
  /// is a single line without.
  static func encodeForManifest(_ bytes: [UInt8]) -> String {
    let text = encode(bytes)
    guard text.count >= 70 else { return String(decoding: text, as: UTF8.self) }
    var lines: [UInt8] = []
    lines.reserveCapacity(text.count + text.count / 70 + 1)
    for start in stride(from: 0, to: text.count, by: 70) {
      lines += text[start..<min(start + 70, text.count)]
      lines.append(UInt8(ascii: "\n"))
    }
    return String(decoding: lines, as: UTF8.self)
  }

  private static func encode(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let count = min(3, bytes.count - start)
      var group = UInt32(bytes[start]) << 16
      if count > 1 { group |= UInt32(bytes[start + 1]) << 8 }
      if count > 2 { group |= UInt32(bytes[start + 2]) }
      for position in 0..<4 {
        let digit = Int(group >> UInt32(18 - 6 * position) & 63)
        text.append(position <= count ? alphabet[digit] : UInt8(ascii: "="))
      }
    }
    return text
  }
}
