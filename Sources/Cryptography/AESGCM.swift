internal import CLibCrypto

/// AES-256 in Galois/Counter Mode with a tag of 16 bytes (NIST SP 800-38D), without further
/// authenticated data.
public enum AESGCM {
  /// How many bytes a key has.
  public static let keyCount = 32
  /// How many bytes a nonce has.
  public static let nonceCount = 12
  /// How many bytes the tag behind a ciphertext has.
  public static let tagCount = 16

  /// The ciphertext of `plaintext` and the tag behind it.
  ///
  /// A pair of key and nonce must never be used for two plaintexts.
  public static func seal(
    _ plaintext: SensitiveBytes, key: SensitiveBytes, nonce: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    guard key.count == keyCount, nonce.count == nonceCount else { throw .wrongLength }
    guard let context = EVP_CIPHER_CTX_new() else { throw .failed }
    defer { EVP_CIPHER_CTX_free(context) }
    let isReady = key.withBytes {
      EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), nil, $0.bytes, nonce)
    }
    guard isReady == 1 else { throw .failed }
    var sealed = [UInt8](repeating: 0, count: plaintext.count + tagCount)
    var written: Int32 = 0
    if plaintext.count > 0 {
      let isDone = plaintext.withBytes {
        EVP_EncryptUpdate(context, &sealed, &written, $0.bytes, Int32($0.count))
      }
      guard isDone == 1, Int(written) == plaintext.count else { throw .failed }
    }
    var rest: Int32 = 0
    let isFinished = sealed.withUnsafeMutableBytes { sealed in
      let tag = sealed.baseAddress?.advanced(by: plaintext.count)
      return EVP_EncryptFinal_ex(context, tag?.assumingMemoryBound(to: UInt8.self), &rest) == 1
        && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(tagCount), tag) == 1
    }
    guard isFinished, rest == 0 else { throw .failed }
    return sealed
  }

  /// The plaintext of what ``seal(_:key:nonce:)`` made.
  public static func open(
    _ sealed: some Collection<UInt8>, key: SensitiveBytes, nonce: [UInt8]
  ) throws(CryptographyError) -> SensitiveBytes {
    guard key.count == keyCount, nonce.count == nonceCount, sealed.count >= tagCount else {
      throw .wrongLength
    }
    guard let context = EVP_CIPHER_CTX_new() else { throw .failed }
    defer { EVP_CIPHER_CTX_free(context) }
    let isReady = key.withBytes {
      EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), nil, $0.bytes, nonce)
    }
    guard isReady == 1 else { throw .failed }
    let ciphertext = Array(sealed.dropLast(tagCount))
    var tag = Array(sealed.suffix(tagCount))
    return try SensitiveBytes(count: ciphertext.count) { (buffer) throws(CryptographyError) in
      var written: Int32 = 0
      if !ciphertext.isEmpty {
        let isDone = EVP_DecryptUpdate(
          context, buffer.bytes, &written, ciphertext, Int32(ciphertext.count))
        guard isDone == 1, Int(written) == ciphertext.count else { throw .failed }
      }
      var rest: Int32 = 0
      var none = [UInt8](repeating: 0, count: tagCount)
      guard EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tagCount), &tag) == 1,
        EVP_DecryptFinal_ex(context, &none, &rest) == 1
      else { throw .doesNotDecrypt }
    }
  }
}
