/// Why a cryptographic operation failed.
///
/// Says what was wrong with the input and never what the input was.
public enum CryptographyError: Error, Hashable, Sendable {
  /// The text is not PEM of what was expected.
  case notPEM
  /// The key is not an RSA key, or one of fewer than 2,048 bits.
  case unsuitableKey
  /// A key or nonce has another length than the algorithm takes.
  case wrongLength
  /// The ciphertext was not made with this key, this label, or is damaged.
  case doesNotDecrypt
  /// libcrypto could not do it, such as for lack of memory or randomness.
  case failed
}
