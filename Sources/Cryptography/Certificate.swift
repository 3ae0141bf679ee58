internal import CLibCrypto

/// An X.509 certificate of an RSA key (RFC 5280): what values are sealed for.
///
/// Read for its key and its dates. No chain, key usage or name is checked, as with kubeseal: trust
/// comes from the pin of the key.
public struct Certificate: Sendable {
  /// The public key.
  public let publicKey: RSAKey
  /// The first second in which it is valid, since 1970 in UTC.
  public let notBefore: Int64
  /// The last second in which it is valid, since 1970 in UTC.
  public let notAfter: Int64
  /// The SHA-256 of the key's SubjectPublicKeyInfo in DER, in hexadecimal.
  public let spkiSHA256: String

  /// The first certificate of a text in PEM.
  public init(pem: [UInt8]) throws(CryptographyError) {
    guard let bio = BIO_new_mem_buf(pem, Int32(pem.count)) else { throw .failed }
    defer { BIO_free(bio) }
    guard let certificate = PEM_read_bio_X509(bio, nil, { _, _, _, _ in 0 }, nil) else {
      ERR_clear_error()
      throw .notPEM
    }
    defer { X509_free(certificate) }
    guard let key = X509_get_pubkey(certificate) else {
      ERR_clear_error()
      throw .unsuitableKey
    }
    publicKey = try RSAKey(takingOver: key)
    spkiSHA256 = try publicKey.spkiSHA256()
    guard let start = Self.seconds(X509_get0_notBefore(certificate)),
      let end = Self.seconds(X509_get0_notAfter(certificate))
    else { throw .notPEM }
    notBefore = start
    notAfter = end
  }

  private static func seconds(_ time: UnsafePointer<ASN1_TIME>?) -> Int64? {
    var days: Int32 = 0
    var seconds: Int32 = 0
    guard let time, let epoch = ASN1_TIME_set(nil, 0) else { return nil }
    defer { ASN1_TIME_free(epoch) }
    guard ASN1_TIME_diff(&days, &seconds, epoch, time) == 1 else { return nil }
    return Int64(days) * 86400 + Int64(seconds)
  }
}
