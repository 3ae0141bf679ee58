extension Scalar {
  /// Whether this is a string that surely stands as it is in every style and place: a letter, then
  /// printable ASCII without blanks.
  ///
  /// Most keys and many values are; the general rules say the same of them and take longer.
  var isWord: Bool {
    switch tag {
    case .implicit, .unresolved, .string: style != .folded && text.utf8.span.isWord
    default: false
    }
  }
}

extension Span<UInt8> {
  fileprivate var isWord: Bool {
    guard count > 0, count <= 128, self[count - 1] != UInt8(ascii: ":") else { return false }
    switch self[0] {
    case UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "y"), UInt8(ascii: "Y"),
      UInt8(ascii: "o"), UInt8(ascii: "O"), UInt8(ascii: "t"), UInt8(ascii: "T"),
      UInt8(ascii: "f"), UInt8(ascii: "F"):
      // None of `null`, `yes`, `no`, `on`, `off`, `true`, `false` is longer.
      guard count > 5 || !resolvesOtherwise(self) else { return false }
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
      break
    default: return false
    }
    return withUnsafeBytes { bytes in
      // The last eight bytes overlap those before.
      guard bytes.count >= 8 else {
        return bytes.allSatisfy { $0 &- 0x21 < 0x5E }
      }
      var index = 0
      while true {
        let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        guard word.isPrintableASCII(from: 0x21) else { return false }
        if index == bytes.count - 8 { return true }
        index = Swift.min(index + 8, bytes.count - 8)
      }
    }
  }
}
