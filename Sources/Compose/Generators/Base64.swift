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
}
