internal import Compose
internal import Diagnostics
internal import YAML

/// Every value of every Secret that existed at any moment of a build.
struct DevelopmentSecrets {
  /// One value of a key.
  struct Value: Hashable {
    var secret: String
    var key: String
    var bytes: [UInt8]
  }

  /// The values, each once.
  private(set) var values: Set<Value> = []
  /// The hash suffixes of generated Secrets, with the name of the Secret.
  private(set) var hashes: [String: String] = [:]

  /// The files that the values were read from.
  private(set) var files: Set<FileID> = []

  /// Takes the values of a Secret as it is now.
  mutating func take(_ secret: Resource) {
    let name = secret.originalName
    if let hash = HashSuffixes.suffix(of: secret) { hashes[hash] = name }
    for entry in secret.node["data"]?.entries ?? [] {
      take(entry, of: name) { Base64.decode($0.utf8) ?? Array($0.utf8) }
    }
    for entry in secret.node["stringData"]?.entries ?? [] {
      take(entry, of: name) { Array($0.utf8) }
    }
  }

  private mutating func take(
    _ entry: Node.Entry, of secret: String, _ bytes: (String) -> [UInt8]
  ) {
    guard let key = entry.key.text, let text = entry.value.textUnlessNull, !text.isEmpty
    else { return }
    take(bytes(text), of: secret, key)
    if let file = entry.value.range?.file { files.insert(file) }
  }

  /// Takes the value of a key of a Secret.
  mutating func take(_ bytes: [UInt8], of secret: String, _ key: String) {
    values.insert(Value(secret: secret, key: key, bytes: bytes))
  }

  /// Forgets the hash suffixes of a Secret.
  mutating func forgetHashes(of secret: String) {
    hashes = hashes.filter { $0.value != secret }
  }

  /// Takes over the values of other builds.
  mutating func formUnion(_ other: DevelopmentSecrets) {
    values.formUnion(other.values)
    files.formUnion(other.files)
    hashes.merge(other.hashes) { own, _ in own }
  }
}
