import Cryptography
import Testing

/// The vectors of FIPS 180-4 and NIST's example values.
@Suite struct SHA256Tests {
  struct Vector: CustomTestStringConvertible, Sendable {
    let name: String
    let message: [UInt8]
    let digest: String

    var testDescription: String { name }
  }

  static let vectors = [
    Vector(
      name: "empty", message: [],
      digest: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    Vector(
      name: "abc", message: Array("abc".utf8),
      digest: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    Vector(
      name: "two blocks",
      message: Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8),
      digest: "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
    Vector(
      name: "one byte", message: [0xBD],
      digest: "68325720aabd7c82f30f554b313d0570c95accbb7dc4b5aae11204c08ffe732b"),
    Vector(
      name: "55 zeros, the most that pads within a block",
      message: [UInt8](repeating: 0, count: 55),
      digest: "02779466cdec163811d078815c633f21901413081449002f24aa3e80f0b88ef7"),
    Vector(
      name: "64 zeros, just a block", message: [UInt8](repeating: 0, count: 64),
      digest: "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b"),
    Vector(
      name: "a million a", message: [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000),
      digest: "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
  ]

  @Test(arguments: vectors)
  func hashesKnownVectors(_ vector: Vector) {
    #expect(SHA256.hexDigest(of: vector.message) == vector.digest)
  }

  @Test(arguments: vectors, [63, 64, 100_000])
  func hashesInPieces(_ vector: Vector, size: Int) {
    var hash = SHA256()
    for start in stride(from: 0, to: vector.message.count, by: size) {
      let piece = Array(vector.message[start..<min(start + size, vector.message.count)])
      hash.update(piece.span)
    }
    #expect(hash.hexDigest() == vector.digest)
  }

  @Test func writesEachByteInTwoDigits() {
    let digest = SHA256.digest(of: Array("abc".utf8))
    #expect(digest.count == 32)
    #expect(digest.prefix(4) == [0xBA, 0x78, 0x16, 0xBF])
    #expect(SHA256.hexDigest(of: Array("abc".utf8)).utf8.count == 64)
  }
}
