public import Compose
internal import Cryptography
internal import Diagnostics
public import SystemPackage
internal import YAML

/// Takes over what another tool changed in the files of a store, such as `kubeseal --merge-into` or
/// `--re-encrypt`: the lock tells of it afterwards.
///
/// Which certificate sealed a value cannot be seen: the first of the document with a key of that size
/// counts as it. Nor can it be seen whether the value is the same, so the caller says it.
public struct StoreAdoption: Sendable {
  /// What became of a key.
  public enum Change: String, Sendable {
    case added, changed, removed
  }

  /// One key that is not as the lock told.
  public struct Finding: Sendable {
    /// The Secret, by its name in the base.
    public var secret: String
    /// The key.
    public var key: String
    /// What became of it.
    public var change: Change
  }

  /// What is not as the lock told, in the order of the document.
  public let findings: [Finding]
  /// The lock that tells it.
  public let lock: (path: FilePath, bytes: [UInt8])

  /// Looks at the store of the overlay in `directory`.
  ///
  /// A changed ciphertext counts as a new value of its key if `countsGenerations`: pods then roll.
  public init(
    _ directory: FilePath, cache: SourceCache, countsGenerations: Bool
  ) throws(BuildFailure) {
    let document = try SecretSwap.document(in: directory, cache)
    let folder = document.storeDirectory(in: directory)
    var store = try SealedStore(lockIn: folder, cache)
    var findings: [Finding] = []
    let certificates = Self.certificates(of: document, in: directory, cache)
    do throws(Diagnostic) {
      for swap in document.swaps {
        guard case .sealed = swap.provider else { continue }
        let old = store[swap]
        let secret = SealedStore.name(of: swap)
        let path = SealedStore.File.path(of: secret, in: folder)
        if old == nil, cache.fileSystem.kind(of: path) != .file { continue }
        let file = try SealedStore.File(of: secret, in: folder, cache, lockedAt: old?.range)
        var entry = SealedStore.Entry(
          namespace: file.namespace, name: file.name, scope: file.scope, keys: [],
          range: old?.range ?? swap.range)
        for ciphertext in file.ciphertexts.entries ?? [] {
          let name = ciphertext.key.text ?? ""
          let key = try Self.key(
            name, ciphertext.value, of: swap, certificates,
            before: old?.keys.first { $0.name == name }?.key, countsGenerations)
          entry.keys.append((name, key))
        }
        findings += Self.findings(entry, old, secret)
        store.set(entry, for: swap)
      }
    } catch {
      throw BuildFailure(diagnostics: [error])
    }
    self.findings = findings
    lock = store.lockFile(in: folder)
  }

  /// A key of the lock for a ciphertext.
  private static func key(
    _ name: String, _ ciphertext: Node, of swap: SecretSwap.Swap,
    _ certificates: [(spkiSHA256: String, byteCount: Int)], before: SealedStore.Key?,
    _ countsGenerations: Bool
  ) throws(Diagnostic) -> SealedStore.Key {
    guard let text = ciphertext.text, let count = SealedValue.encryptedKeyCount(of: text) else {
      throw .notCiphertext(key: name, at: ciphertext.range)
    }
    let digest = sha256(text)
    if var before, before.ciphertextSHA256 == digest {
      before.ciphertext = ciphertext
      return before
    }
    guard let certificate = certificates.first(where: { $0.byteCount == count }) else {
      throw .unknownCertificate(swap, key: name, at: ciphertext.range)
    }
    let generation = before.map { $0.generation + (countsGenerations ? 1 : 0) } ?? 1
    return SealedStore.Key(
      generation: generation, spkiSHA256: certificate.spkiSHA256, ciphertextSHA256: digest,
      ciphertext: ciphertext)
  }

  private static func findings(
    _ entry: SealedStore.Entry, _ old: SealedStore.Entry?, _ secret: String
  ) -> [Finding] {
    var rest = Dictionary(
      (old?.keys ?? []).map { ($0.name, $0.key.ciphertextSHA256) }, uniquingKeysWith: { $1 })
    var findings: [Finding] = []
    for (name, key) in entry.keys {
      let before = rest.removeValue(forKey: name)
      guard before != key.ciphertextSHA256 else { continue }
      let change = before == nil ? Change.added : .changed
      findings.append(Finding(secret: secret, key: name, change: change))
    }
    return findings
      + rest.keys.sorted().map { Finding(secret: secret, key: $0, change: .removed) }
  }

  /// The certificates of the document that have the key they are pinned to.
  private static func certificates(
    of document: SecretSwap, in directory: FilePath, _ cache: SourceCache
  ) -> [(spkiSHA256: String, byteCount: Int)] {
    document.sealedSecrets.certificates.compactMap { pinned in
      let path = directory.pushing(FilePath(pinned.file)).lexicallyNormalized()
      guard let file = try? cache.file(at: path),
        let certificate = try? Certificate(pem: file.bytes),
        certificate.spkiSHA256 == pinned.spkiSHA256
      else { return nil }
      return (pinned.spkiSHA256, certificate.publicKey.byteCount)
    }
  }
}
