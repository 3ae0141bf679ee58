public import Compose
public import Cryptography
internal import Diagnostics
internal import Project
public import SystemPackage
internal import YAML

/// Opens the sealed values of an overlay with private keys: to prove that they open, or to seal them
/// for another certificate.
///
/// No value leaves it but as a ciphertext.
public struct Resealer: Sendable {
  /// What came of one value.
  public struct Finding: Sendable {
    /// The Secret, by its name in the base.
    public var secret: String
    /// The key.
    public var key: String
    /// Whether one of the private keys opens it.
    public var opens: Bool
  }

  private let cache: SourceCache
  private let directory: FilePath
  private let keys: [RSAKey]
  private let document: SecretSwap
  private let store: SealedStore

  /// Opens the store of the overlay in `directory` with these keys.
  public init(
    _ directory: FilePath, cache: SourceCache, keys: [RSAKey]
  ) throws(BuildFailure) {
    self.cache = cache
    self.directory = directory
    self.keys = keys
    document = try SecretSwap.document(in: directory, cache)
    store = try SealedStore(document.storeDirectory(in: directory), cache)
  }

  /// Whether each value of the store opens, in the order of names.
  public func findings() -> [Finding] {
    store.all.sorted { $0.key < $1.key }.flatMap { secret, entry in
      entry.keys.sorted { $0.name < $1.name }.map { name, key in
        Finding(secret: secret, key: name, opens: open(key, of: entry) != nil)
      }
    }
  }

  /// The files of the store with every value sealed for the first certificate, those that were
  /// sealed for it left as they are; and how many values changed.
  ///
  /// Generations stay: the values are the same, and no pod rolls.
  public func resealed(now: Int64) throws(BuildFailure) -> (
    files: [(path: FilePath, bytes: [UInt8])], count: Int
  ) {
    let certificate = try Sealer.certificate(of: document, in: directory, cache, now: now)
    var files: [(path: FilePath, bytes: [UInt8])] = []
    var changed = store
    var count = 0
    for swap in document.swaps {
      guard case .sealed = swap.provider, var entry = store[swap] else { continue }
      let before = count
      for index in entry.keys.indices
      where entry.keys[index].key.spkiSHA256 != certificate.spkiSHA256 {
        let name = entry.keys[index].name
        guard let value = open(entry.keys[index].key, of: entry) else {
          throw BuildFailure(diagnostics: [.valueDoesNotOpen(name, swap)])
        }
        try entry.reseal(at: index, value, certificate)
        count += 1
      }
      guard count > before else { continue }
      changed.set(entry, for: swap)
      files.append(changed.file(of: entry, for: swap, in: folder))
    }
    if count > 0 { files.append(changed.lockFile(in: folder)) }
    return (files, count)
  }

  private var folder: FilePath { document.storeDirectory(in: directory) }

  private func open(_ key: SealedStore.Key, of entry: SealedStore.Entry) -> SensitiveBytes? {
    guard let text = key.ciphertext.text else { return nil }
    for candidate in keys {
      if let value = try? SealedValue.open(text, with: candidate, label: entry.label) {
        return value
      }
    }
    return nil
  }
}
