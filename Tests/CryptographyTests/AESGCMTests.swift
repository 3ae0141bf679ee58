import Cryptography
import Testing

/// The vectors for keys of 256 bits in "The Galois/Counter Mode of Operation", appendix B.
@Suite struct AESGCMTests {
  struct Vector: CustomTestStringConvertible, Sendable {
    let name: String
    let key: String
    let nonce: String
    let plaintext: String
    let sealed: String

    var testDescription: String { name }
  }

  static let vectors = [
    Vector(
      name: "case 13, empty", key: String(repeating: "0", count: 64),
      nonce: String(repeating: "0", count: 24), plaintext: "",
      sealed: "530f8afbc74536b9a963b4f1c4cb738b"),
    Vector(
      name: "case 14, a block of zeros", key: String(repeating: "0", count: 64),
      nonce: String(repeating: "0", count: 24), plaintext: String(repeating: "0", count: 32),
      sealed: "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"),
    Vector(
      name: "case 15, four blocks",
      key: "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
      nonce: "cafebabefacedbaddecaf888",
      plaintext: "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255",
      sealed: "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad"
        + "b094dac5d93471bdec1a502270e3cc6c"),
  ]

  @Test(arguments: vectors)
  func sealsAndOpensKnownVectors(_ vector: Vector) throws {
    let key = SensitiveBytes(bytes(vector.key))
    let plaintext = SensitiveBytes(bytes(vector.plaintext))
    let sealed = try AESGCM.seal(plaintext, key: key, nonce: bytes(vector.nonce))
    #expect(sealed.hex == vector.sealed)
    let opened = try AESGCM.open(sealed, key: key, nonce: bytes(vector.nonce))
    #expect(opened.hasSameBytes(as: plaintext))
  }

  @Test func noticesEveryChangedByte() throws {
    let key = try SensitiveBytes.random(count: AESGCM.keyCount)
    let nonce = [UInt8](repeating: 0, count: AESGCM.nonceCount)
    let sealed = try AESGCM.seal(SensitiveBytes(Array("hello".utf8)), key: key, nonce: nonce)
    for index in sealed.indices {
      var changed = sealed
      changed[index] ^= 1
      #expect(throws: CryptographyError.doesNotDecrypt) {
        try AESGCM.open(changed, key: key, nonce: nonce)
      }
    }
  }

  @Test func refusesOtherLengths() throws {
    let key = try SensitiveBytes.random(count: 16)
    #expect(throws: CryptographyError.wrongLength) {
      try AESGCM.seal(SensitiveBytes([]), key: key, nonce: [UInt8](repeating: 0, count: 12))
    }
    #expect(throws: CryptographyError.wrongLength) {
      try AESGCM.open(
        [1, 2], key: SensitiveBytes.random(count: 32), nonce: [UInt8](repeating: 0, count: 12))
    }
  }
}
