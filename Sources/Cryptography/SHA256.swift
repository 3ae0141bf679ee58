internal import CLibCrypto

/// SHA-256 (FIPS 180-4), computed by OpenSSL's libcrypto.
///
/// A message that comes in pieces is never held as a whole:
///
/// ```
/// var hash = SHA256()
/// for piece in pieces { hash.update(piece.span) }
/// let digits = hash.hexDigest()
/// ```
public struct SHA256 {
  private var context = SHA256_CTX()

  /// The state before the first byte.
  public init() {
    SHA256_Init(&context)
  }

  /// Takes the next bytes of the message.
  public mutating func update(_ bytes: Span<UInt8>) {
    bytes.withUnsafeBytes { _ = SHA256_Update(&context, $0.baseAddress, $0.count) }
  }

  /// The 32-byte digest of all bytes so far.
  public consuming func digest() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    SHA256_Final(&digest, &context)
    return digest
  }

  /// The digest of all bytes so far as 64 lower-case hexadecimal digits.
  public consuming func hexDigest() -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in digest() {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The 32-byte digest of `bytes`.
  public static func digest(of bytes: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(bytes.span)
    return hash.digest()
  }

  /// The digest of `bytes` as 64 lower-case hexadecimal digits.
  public static func hexDigest(of bytes: [UInt8]) -> String {
    var hash = SHA256()
    hash.update(bytes.span)
    return hash.hexDigest()
  }
}
