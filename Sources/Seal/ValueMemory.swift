public import Cryptography
internal import YAML

/// What one machine remembers of the values that it sealed, so that it can tell which have changed.
///
/// For each ciphertext there is an HMAC of its value under a random key that never leaves the
/// machine. It belongs outside of every repository, readable by its owner alone.
///
/// As a file: `key BASE64`, then a line for each ciphertext, its SHA-256 and the tag in base64.
public struct ValueMemory: Sendable {
  /// What is known of a value.
  enum Verdict {
    /// The ciphertext holds it.
    case same
    /// The ciphertext holds another.
    case other
    /// The ciphertext was made elsewhere, or before anything was remembered.
    case unknown
  }

  private static let keyCount = 32

  private let key: SensitiveBytes
  /// The tags by the SHA-256 of the ciphertexts, in hexadecimal.
  private var tags: [String: String] = [:]

  /// A memory of nothing.
  public init() throws(CryptographyError) {
    key = try .random(count: Self.keyCount)
  }

  /// The memory that a file has; nil if the file is another's.
  public init?(_ bytes: [UInt8]) {
    var lines = bytes.split(separator: UInt8(ascii: "\n")).map { line in
      line.split(separator: UInt8(ascii: " "), maxSplits: 1)
    }
    guard lines.allSatisfy({ $0.count == 2 }), !lines.isEmpty else { return nil }
    let first = lines.removeFirst()
    guard first[0].elementsEqual("key".utf8), let key = Base64.decode(first[1]),
      key.count == Self.keyCount
    else { return nil }
    self.key = SensitiveBytes(key)
    for line in lines {
      tags[String(decoding: line[0], as: UTF8.self)] = String(decoding: line[1], as: UTF8.self)
    }
  }

  /// The file, sorted.
  public var bytes: [UInt8] {
    var bytes = Array("key ".utf8)
    bytes += key.withBytes { Base64.encode(Array($0)) }
    bytes.append(UInt8(ascii: "\n"))
    for (digest, tag) in tags.sorted(by: { $0.key < $1.key }) { bytes += "\(digest) \(tag)\n".utf8 }
    return bytes
  }

  /// Whether a value is the one that a ciphertext holds.
  func verdict(
    on value: SensitiveBytes, for ciphertextSHA256: String
  ) throws(CryptographyError) -> Verdict {
    guard let known = tags[ciphertextSHA256] else { return .unknown }
    return try tag(of: value, for: ciphertextSHA256) == known ? .same : .other
  }

  /// Takes note of the value of a ciphertext, and forgets the ciphertext before it.
  mutating func note(
    _ value: SensitiveBytes, for ciphertextSHA256: String, insteadOf old: String?
  ) throws(CryptographyError) {
    if let old { tags[old] = nil }
    tags[ciphertextSHA256] = try tag(of: value, for: ciphertextSHA256)
  }

  /// The digest is in it, so that equal values of two ciphertexts have different tags.
  private func tag(
    of value: SensitiveBytes, for ciphertextSHA256: String
  ) throws(CryptographyError) -> String {
    let tag = try HMACSHA256.tag(of: Array(ciphertextSHA256.utf8), value, key: key)
    return String(decoding: Base64.encode(tag), as: UTF8.self)
  }
}
