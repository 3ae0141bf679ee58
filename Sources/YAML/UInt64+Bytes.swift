/// Eight bytes of text at once.
extension UInt64 {
  /// Whether one of the bytes is this one.
  @inline(__always)
  func hasByte(_ byte: UInt8) -> Bool {
    let difference = self ^ Self.repeating(byte)
    return (difference &- Self.repeating(1)) & ~difference & Self.repeating(0x80) != 0
  }

  /// Whether one of the bytes is below this one, which is at most 0x80.
  @inline(__always)
  func hasByte(below limit: UInt8) -> Bool {
    (self &- Self.repeating(limit)) & ~self & Self.repeating(0x80) != 0
  }

  /// Whether the bytes are surely all ASCII characters from one up to U+007E.
  @inline(__always)
  func isPrintableASCII(from first: UInt8 = 0x20) -> Bool {
    // A byte below borrows from its highest bit, one above carries into it.
    let below = self &- Self.repeating(first)
    let above = self &+ Self.repeating(1)
    return (self | below | above) & Self.repeating(0x80) == 0
  }

  /// The bytes with another printable character in the place of each line feed.
  @inline(__always)
  var replacingLineFeeds: UInt64 {
    let difference = self ^ Self.repeating(0x0A)
    let nonzero = ((difference & Self.repeating(0x7F)) &+ Self.repeating(0x7F)) | difference
    return self | (~nonzero & Self.repeating(0x80)) >> 2
  }

  /// That byte eight times.
  @inline(__always)
  static func repeating(_ byte: UInt8) -> UInt64 {
    0x0101_0101_0101_0101 &* UInt64(byte)
  }
}
