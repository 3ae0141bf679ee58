public import Diagnostics

extension SourceFile {
  /// Whether the file begins with the byte order mark of UTF-16, as editors of Windows write it.
  public var isUTF16: Bool {
    bytes.count >= 2
      && (bytes[0] == 0xFF && bytes[1] == 0xFE || bytes[0] == 0xFE && bytes[1] == 0xFF)
  }

  /// The text of a file in UTF-16, without its mark, as UTF-8.
  ///
  /// Throws if half a character or half of a pair of surrogates is in it.
  public func bytesFromUTF16() throws(Diagnostic) -> [UInt8] {
    let low = bytes[0] == 0xFF ? 0 : 1
    let units = stride(from: 2, to: bytes.count - 1, by: 2).lazy.map { index in
      UInt16(self.bytes[index + low]) | UInt16(self.bytes[index + 1 - low]) << 8
    }
    guard bytes.count % 2 == 0, let text = String(validating: units, as: UTF16.self) else {
      throw .yamlEncoding(
        "half a character of UTF-16", at: SourceRange(file: id, start: 0, end: 0))
    }
    return Array(text.utf8)
  }
}
