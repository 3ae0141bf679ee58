internal import YAML

/// What is looked for: the forms in which a development value may survive.
struct Needles {
  /// One form of one value.
  struct Needle {
    var bytes: [UInt8]
    /// The form in the words of a report, as `base64`.
    var encoding: String
    /// Which development value it is, as `app-secrets:DB_PASSWORD`.
    var name: String
    /// Whether white space within the text that is searched counts for nothing.
    var ignoresSpace: Bool
  }

  /// Forms that are looked for within any text.
  private(set) var parts: [Needle] = []
  /// Values that are too short for that, which are compared with whole scalars and tokens.
  private(set) var words: [[UInt8]: Needle] = [:]
  /// How many bytes the longest of the words has.
  private(set) var longestWord = 0

  /// The needles of development values; those of fewer than `minimalLength` bytes count as words.
  ///
  /// Without one of the `encodings`, values that survive in it are not found.
  init(
    _ secrets: DevelopmentSecrets, minimalLength: Int, encodings: [Encoding] = Encoding.allCases,
    isExempt: (String, String) -> Bool
  ) {
    let values = secrets.values.filter { !isExempt($0.secret, $0.key) }
    for value in values.sorted(by: Self.precedes) {
      let name = "\(value.secret):\(value.key)"
      if value.bytes.count < minimalLength {
        addWord(value.bytes, name)
        continue
      }
      add(value.bytes, name, encodings)
      for line in Self.lines(of: value.bytes) where line.count >= minimalLength {
        add(line, name, encodings)
      }
    }
    for (hash, secret) in secrets.hashes.sorted(by: { $0.key < $1.key }) {
      parts.append(
        Needle(
          bytes: Array("-\(hash)".utf8), encoding: Self.hashSuffix, name: secret,
          ignoresSpace: false))
    }
  }

  /// What the hash of a generated Secret in a name is called.
  static let hashSuffix = "hash suffix"

  private static func precedes(
    _ a: DevelopmentSecrets.Value, _ b: DevelopmentSecrets.Value
  ) -> Bool {
    (a.secret, a.key) != (b.secret, b.key)
      ? (a.secret, a.key) < (b.secret, b.key)
      : a.bytes.lexicographicallyPrecedes(b.bytes)
  }

  /// The lines of a value that has several, without white space around them.
  private static func lines(of bytes: [UInt8]) -> [[UInt8]] {
    let lines = bytes.split(separator: UInt8(ascii: "\n")).map { line in
      Array(line.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    }
    return lines.count == 1 && lines[0] == bytes ? [] : lines
  }

  static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (9...13).contains(byte)
  }

  private mutating func addWord(_ bytes: [UInt8], _ name: String) {
    words[bytes] = Needle(bytes: bytes, encoding: "plain text", name: name, ignoresSpace: false)
    let encoded = Base64.encode(bytes)
    words[encoded] = Needle(bytes: encoded, encoding: "base64", name: name, ignoresSpace: false)
    longestWord = max(longestWord, encoded.count)
  }

  private mutating func add(_ bytes: [UInt8], _ name: String, _ encodings: [Encoding]) {
    let start = parts.count
    func add(_ bytes: [UInt8], _ encoding: String, ignoresSpace: Bool = false) {
      guard !parts[start...].contains(where: { $0.bytes == bytes }) else { return }
      parts.append(
        Needle(bytes: bytes, encoding: encoding, name: name, ignoresSpace: ignoresSpace))
    }
    add(bytes, "plain text")
    for encoding in encodings {
      for form in encoding.forms(of: bytes) {
        add(form, encoding.rawValue, ignoresSpace: encoding.ignoresSpace)
      }
    }
  }
}
