internal import CLibCrypto

/// The certificate and the private key of a server, as a Secret of type `kubernetes.io/tls` has them.
///
/// Keys of any algorithm that libcrypto knows.
public enum TLSKeyPair {
  /// What is wrong with a pair.
  public enum Problem: Sendable {
    /// The certificate is none, in PEM.
    case notCertificate
    /// The key is none, in PEM and without a passphrase.
    case notPrivateKey
    /// The key is not the one of the certificate.
    case differ
  }

  /// The first problem of a pair, of which one half may be unknown; nil if there is none.
  public static func problem(certificate: SensitiveBytes?, key: SensitiveBytes?) -> Problem? {
    let parsed = certificate.map { bytes in
      reading(bytes) { PEM_read_bio_X509($0, nil, { _, _, _, _ in 0 }, nil) }
    }
    defer { X509_free(parsed ?? nil) }
    let parsedKey = key.map { bytes in
      // An empty passphrase; without one libcrypto would ask the terminal.
      reading(bytes) { PEM_read_bio_PrivateKey($0, nil, { _, _, _, _ in 0 }, nil) }
    }
    defer { EVP_PKEY_free(parsedKey ?? nil) }
    defer { ERR_clear_error() }
    if case .some(nil) = parsed { return .notCertificate }
    if case .some(nil) = parsedKey { return .notPrivateKey }
    guard let parsed, let parsedKey else { return nil }
    return X509_check_private_key(parsed, parsedKey) == 1 ? nil : .differ
  }

  private static func reading(
    _ bytes: SensitiveBytes, _ body: (OpaquePointer?) -> OpaquePointer?
  ) -> OpaquePointer? {
    bytes.withBytes { bytes in
      guard let bio = BIO_new_mem_buf(bytes.baseAddress, Int32(bytes.count)) else { return nil }
      defer { BIO_free(bio) }
      return body(bio)
    }
  }
}
