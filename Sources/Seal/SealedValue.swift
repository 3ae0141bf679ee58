package import Cryptography
internal import YAML

/// One value of `spec.encryptedData`, as kubeseal makes it and a sealed-secrets controller opens it.
///
/// Base64 of `u16be(count of R) ‖ R ‖ AES-256-GCM(K, nonce of 12 zero bytes)`, where R is K encrypted
/// by RSA-OAEP with SHA-256 and the label, and K is 32 random bytes, fresh for every value.
package enum SealedValue {
  private static let nonce = [UInt8](repeating: 0, count: AESGCM.nonceCount)

  /// The label that binds a value to what it is sealed for.
  package static func label(
    _ scope: SecretSwap.Scope, namespace: String, name: String
  ) -> [UInt8] {
    switch scope {
    case .strict: Array("\(namespace)/\(name)".utf8)
    case .namespaceWide: Array(namespace.utf8)
    case .clusterWide: []
    }
  }

  /// Seals a value; two calls never give the same text.
  package static func seal(
    _ value: SensitiveBytes, for key: RSAKey, label: [UInt8]
  ) throws(CryptographyError) -> String {
    let session = try SensitiveBytes.random(count: AESGCM.keyCount)
    let encryptedKey = try key.encrypt(session, label: label)
    let count = encryptedKey.count
    let sealed = try AESGCM.seal(value, key: session, nonce: nonce)
    let blob = [UInt8(count >> 8), UInt8(count & 0xFF)] + encryptedKey + sealed
    return String(decoding: Base64.encode(blob), as: UTF8.self)
  }

  /// The value of a text that ``seal(_:for:label:)`` or kubeseal made.
  package static func open(
    _ text: String, with key: RSAKey, label: [UInt8]
  ) throws(CryptographyError) -> SensitiveBytes {
    guard let blob = Base64.decode(text.utf8), let keyCount = encryptedKeyCount(of: blob) else {
      throw .wrongLength
    }
    let session = try key.decrypt(Array(blob[2..<2 + keyCount]), label: label)
    return try AESGCM.open(blob[(2 + keyCount)...], key: session, nonce: nonce)
  }

  /// Whether a text has the form of a sealed value: base64, and parts of the right lengths.
  package static func isWellFormed(_ text: String) -> Bool {
    encryptedKeyCount(of: text) != nil
  }

  /// How many bytes the encrypted key in a text has: those of the modulus that sealed it.
  package static func encryptedKeyCount(of text: String) -> Int? {
    Base64.decode(text.utf8).flatMap(encryptedKeyCount(of:))
  }

  /// How many bytes the value in a text has, which sealing does not hide.
  static func valueCount(of text: String) -> Int? {
    guard let blob = Base64.decode(text.utf8), let count = encryptedKeyCount(of: blob) else {
      return nil
    }
    return blob.count - 2 - count - AESGCM.tagCount
  }

  private static func encryptedKeyCount(of blob: [UInt8]) -> Int? {
    guard blob.count > 2 else { return nil }
    let count = Int(blob[0]) << 8 | Int(blob[1])
    guard count >= 256, blob.count >= 2 + count + AESGCM.tagCount else { return nil }
    return count
  }
}
