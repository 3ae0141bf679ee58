internal import CLibCrypto

/// HMAC with SHA-256 (RFC 2104): tells whether two messages are the same to who has the key, and
/// nothing to anybody else.
public enum HMACSHA256 {
  /// The 32-byte tag of `prefix` and `message` behind it.
  public static func tag(
    of prefix: [UInt8], _ message: SensitiveBytes, key: SensitiveBytes
  ) throws(CryptographyError) -> [UInt8] {
    let joined = SensitiveBytes(count: prefix.count + message.count) { buffer in
      buffer.copyBytes(from: prefix)
      message.withBytes { bytes in
        UnsafeMutableRawBufferPointer(rebasing: buffer[prefix.count...]).copyMemory(from: bytes)
      }
    }
    var tag = [UInt8](repeating: 0, count: 32)
    var count: UInt32 = 0
    let result = key.withBytes { key in
      joined.withBytes { bytes in
        HMAC(
          EVP_sha256(), key.baseAddress, Int32(key.count), bytes.bytes, bytes.count, &tag, &count)
      }
    }
    guard result != nil, count == 32 else { throw .failed }
    return tag
  }
}
