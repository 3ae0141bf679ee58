internal import CLibCrypto

/// An RSA key: the public half of a certificate, or a private key.
///
/// Encrypts and decrypts by RSAES-OAEP with SHA-256 for both hashes (RFC 8017, section 7.1).
/// Released when the last reference goes; safe to use from several threads.
public final class RSAKey: Sendable {
  // Only read after it was made; libcrypto counts references and locks by itself.
  private nonisolated(unsafe) let key: OpaquePointer

  /// Takes over a key of libcrypto.
  init(takingOver key: OpaquePointer) throws(CryptographyError) {
    self.key = key
    guard EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA, EVP_PKEY_get_bits(key) >= 2048 else {
      throw .unsuitableKey
    }
  }

  /// The private key in PEM: `PRIVATE KEY` or `RSA PRIVATE KEY`, without a passphrase.
  public convenience init(privateKeyPEM pem: SensitiveBytes) throws(CryptographyError) {
    let key = pem.withBytes { bytes -> OpaquePointer? in
      guard let bio = BIO_new_mem_buf(bytes.baseAddress, Int32(bytes.count)) else { return nil }
      defer { BIO_free(bio) }
      // An empty passphrase; without one libcrypto would ask the terminal.
      return PEM_read_bio_PrivateKey(bio, nil, { _, _, _, _ in 0 }, nil)
    }
    guard let key else {
      ERR_clear_error()
      throw .notPEM
    }
    try self.init(takingOver: key)
  }

  deinit { EVP_PKEY_free(key) }

  /// How many bytes a ciphertext has: those of the modulus.
  public var byteCount: Int { Int(EVP_PKEY_get_size(key)) }

  /// The SHA-256 of the SubjectPublicKeyInfo in DER, in hexadecimal: what pins a key.
  public func spkiSHA256() throws(CryptographyError) -> String {
    var der: UnsafeMutablePointer<UInt8>?
    let count = i2d_PUBKEY(key, &der)
    guard count > 0, let der else { throw .failed }
    defer { CRYPTO_free(der, nil, 0) }
    return SHA256.hexDigest(of: Array(UnsafeBufferPointer(start: der, count: Int(count))))
  }

  /// The ciphertext of `message`, which no one opens without the same label.
  public func encrypt(
    _ message: SensitiveBytes, label: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    let context = try context(label: label, EVP_PKEY_encrypt_init)
    defer { EVP_PKEY_CTX_free(context) }
    var ciphertext = [UInt8](repeating: 0, count: byteCount)
    var count = ciphertext.count
    let isDone = message.withBytes {
      EVP_PKEY_encrypt(context, &ciphertext, &count, $0.bytes, $0.count)
    }
    guard isDone == 1, count == byteCount else {
      ERR_clear_error()
      throw .failed
    }
    return ciphertext
  }

  /// The message of a ciphertext; needs a private key.
  public func decrypt(
    _ ciphertext: [UInt8], label: [UInt8]
  ) throws(CryptographyError) -> SensitiveBytes {
    let context = try context(label: label, EVP_PKEY_decrypt_init)
    defer { EVP_PKEY_CTX_free(context) }
    var count = byteCount
    let padded = try SensitiveBytes(count: count) { (buffer) throws(CryptographyError) in
      guard
        EVP_PKEY_decrypt(context, buffer.bytes, &count, ciphertext, ciphertext.count) == 1
      else {
        ERR_clear_error()
        throw .doesNotDecrypt
      }
    }
    return padded.withBytes { SensitiveBytes($0.prefix(count)) }
  }

  private func context(
    label: [UInt8], _ begin: (OpaquePointer?) -> Int32
  ) throws(CryptographyError) -> OpaquePointer {
    guard let context = EVP_PKEY_CTX_new(key, nil) else { throw .failed }
    guard begin(context) == 1,
      EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) == 1,
      EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha256()) == 1,
      EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha256()) == 1,
      set(label, in: context)
    else {
      EVP_PKEY_CTX_free(context)
      ERR_clear_error()
      throw .failed
    }
    return context
  }

  private func set(_ label: [UInt8], in context: OpaquePointer) -> Bool {
    guard !label.isEmpty else { return true }
    // The context takes over the memory and frees it.
    guard let copy = CRYPTO_memdup(label, label.count, nil, 0) else { return false }
    if EVP_PKEY_CTX_set0_rsa_oaep_label(context, copy, Int32(label.count)) == 1 { return true }
    CRYPTO_free(copy, nil, 0)
    return false
  }
}
