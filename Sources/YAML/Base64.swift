/// Base64 with padding (RFC 4648, section 4).
package enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The encoding of `bytes` as Kustomize writes it: broken after every 70 characters.
  ///
  /// A text of 70 characters or more ends each line, the last too, with a line feed; a shorter one
  /// is a single line without.
  package static func encodeForManifest(_ bytes: [UInt8]) -> String {
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

  /// The encoding of `bytes` on one line.
  package static func encode(_ bytes: [UInt8]) -> [UInt8] {
    let count = (bytes.count + 2) / 3 * 4
    return [UInt8](unsafeUninitializedCapacity: count) { text, initialized in
      alphabet.withUnsafeBufferPointer { alphabet in
        bytes.withUnsafeBufferPointer { bytes in
          var end = 0
          for start in stride(from: 0, to: bytes.count, by: 3) {
            let count = min(3, bytes.count - start)
            var group = UInt32(bytes[start]) << 16
            if count > 1 { group |= UInt32(bytes[start + 1]) << 8 }
            if count > 2 { group |= UInt32(bytes[start + 2]) }
            text[end] = alphabet[Int(group >> 18)]
            text[end + 1] = alphabet[Int(group >> 12 & 63)]
            text[end + 2] = count > 1 ? alphabet[Int(group >> 6 & 63)] : UInt8(ascii: "=")
            text[end + 3] = count > 2 ? alphabet[Int(group & 63)] : UInt8(ascii: "=")
            end += 4
          }
        }
      }
      initialized = count
    }
  }

  /// The bytes that a text stands for; nil if it is not base64.
  ///
  /// Line breaks count for nothing; padding is needed.
  package static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
    var bits: UInt32 = 0
    var count = 0
    var padding = 0
    var bytes: [UInt8] = []
    for byte in text {
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
    return bytes
  }
}
