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
  /// What was noted since the memory was read; nil for what was forgotten.
  private var changes: [String: String?] = [:]

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

  /// This memory with what another, which was read from the same file before, has noted since.
  ///
  /// Tags under another key would say nothing here, and are left out.
  public func merging(_ other: ValueMemory) -> ValueMemory {
    let isSameKey = key.withBytes { own in other.key.withBytes { own.elementsEqual($0) } }
    guard isSameKey else { return self }
    var memory = self
    for (digest, tag) in other.changes { memory.tags[digest] = tag }
    return memory
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
    let tag = try tag(of: value, for: ciphertextSHA256)
    if let old {
      tags[old] = nil
      changes[old] = .some(nil)
    }
    tags[ciphertextSHA256] = tag
    changes[ciphertextSHA256] = tag
  }

  /// The digest is in it, so that equal values of two ciphertexts have different tags.
  private func tag(
    of value: SensitiveBytes, for ciphertextSHA256: String
  ) throws(CryptographyError) -> String {
    let tag = try HMACSHA256.tag(of: Array(ciphertextSHA256.utf8), value, key: key)
    return String(decoding: Base64.encode(tag), as: UTF8.self)
  }
}
