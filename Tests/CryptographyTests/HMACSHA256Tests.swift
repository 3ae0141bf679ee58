import Cryptography
import Testing

/// The test cases of RFC 4231, whose message is split in two.
@Suite struct HMACSHA256Tests {
  static let vectors: [(key: [UInt8], message: String, tag: String)] = [
    (
      Array(repeating: 0x0B, count: 20), "Hi There",
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    ),
    (
      Array("Jefe".utf8), "what do ya want for nothing?",
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    ),
  ]

  @Test(arguments: vectors, [0, 1, 8])
  func tagsAsPublished(
    vector: (key: [UInt8], message: String, tag: String), split: Int
  ) throws {
    let bytes = Array(vector.message.utf8)
    let tag = try HMACSHA256.tag(
      of: Array(bytes[..<split]), SensitiveBytes(bytes[split...]), key: SensitiveBytes(vector.key))
    let digits = Array("0123456789abcdef")
    let text = tag.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    #expect(String(text) == vector.tag)
  }
}
