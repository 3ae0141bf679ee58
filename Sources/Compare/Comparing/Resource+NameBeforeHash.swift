package import Compose

extension Resource {
  /// The name without the hash of its content that a generator put behind it.
  ///
  /// A resource that was read from a file or a bundle does not say that it was generated: its name
  /// then does, if it ends with what its content hashes to.
  package var nameBeforeHash: String {
    let name = nameWithoutHash
    guard name.utf8.count == id.name.utf8.count, id.gvk.group.isEmpty,
      id.gvk.kind == "ConfigMap" || id.gvk.kind == "Secret", id.name.utf8.count > 11
    else { return name }
    let suffix = id.name.utf8.suffix(11)
    guard suffix.first == UInt8(ascii: "-"),
      suffix.dropFirst().allSatisfy({ Self.hashDigits.contains($0) }),
      HashSuffixes.isHash(suffix.dropFirst(), of: self)
    else { return name }
    return String(decoding: id.name.utf8.dropLast(11), as: UTF8.self)
  }

  /// What a hash is made of: hexadecimal digits, of which those that could spell words are replaced.
  private static let hashDigits = Set("2456789bcdfghkmt".utf8)
}
