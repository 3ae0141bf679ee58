internal import Compose
internal import Cryptography
internal import Diagnostics
internal import Project
internal import SystemPackage
internal import YAML

extension SealedStore {
  /// The entry of a swap, to which values are added.
  ///
  /// Values that are not named must stay valid: an entry for another name, namespace or scope can
  /// only be sealed as a whole.
  func entry(
    of swap: SecretSwap.Swap, _ placement: Placement, _ scope: SecretSwap.Scope,
    keeping named: Set<String>
  ) throws(BuildFailure) -> Entry {
    guard var entry = self[swap] else {
      return Entry(
        namespace: placement.namespace, name: placement.name, scope: scope, keys: [],
        range: swap.range)
    }
    let isSame =
      entry.namespace == placement.namespace && entry.scope == scope
      && (entry.name == placement.name && swap.rollout != .generation)
    let kept = entry.keys.map(\.name).filter { !named.contains($0) }
    if !isSame, scope == .strict, !kept.isEmpty {
      throw BuildFailure(diagnostics: [.sealsAllKeys(swap, missing: kept)])
    }
    entry.namespace = placement.namespace
    entry.name = placement.name
    entry.scope = scope
    return entry
  }

  /// The files of the store with this entry in the place of the old one: the SealedSecret, and the
  /// lock.
  func files(
    with entry: Entry, of swap: SecretSwap.Swap, in folder: FilePath, _ placement: Placement
  ) -> [(path: FilePath, bytes: [UInt8])] {
    let name = Self.name(of: swap)
    var placement = placement
    placement.name = entry.name
    placement.labels = nil
    placement.annotations = nil
    let resource = SealedSecretMaker(
      placement: placement, scope: entry.scope, sealed: SecretSwap.Sealed()
    ).node(entry)
    var emitter = YAMLEmitter()
    // A resource of our own making has nothing that cannot be printed.
    try? emitter.emit(resource)
    return [
      (folder.appending("\(name).yaml"), emitter.bytes),
      (folder.appending(Self.lockName), lock(with: entry, named: name)),
    ]
  }

  /// The lock: sorted, a key a line, without times.
  private func lock(with entry: Entry, named name: String) -> [UInt8] {
    var entries = all
    entries[name] = entry
    var text = "apiVersion: \(Project.apiVersion)\nkind: SealedLock\nentries:\n"
    for (name, entry) in entries.sorted(by: { $0.key < $1.key }) {
      text += "- secret: \(name)\n  target: {"
      if !entry.namespace.isEmpty { text += "namespace: \(entry.namespace), " }
      text += "name: \(entry.name), scope: \(entry.scope.rawValue)}\n  keys:\n"
      for (key, value) in entry.keys.sorted(by: { $0.name < $1.name }) {
        let isPlain = Node(Scalar(key)).isString
        text += "    \(isPlain ? key : "\"\(key)\""): {spki: \(value.spkiSHA256), "
        text += "generation: \(value.generation), ciphertextSha256: \(value.ciphertextSHA256)}\n"
      }
    }
    return Array(text.utf8)
  }
}

extension SealedStore.Entry {
  /// Seals a value; its key counts one generation more.
  mutating func set(
    _ value: Sealer.Value, _ certificate: Certificate, label: [UInt8]
  ) throws(BuildFailure) {
    let ciphertext: String
    do throws(CryptographyError) {
      ciphertext = try SealedValue.seal(value.bytes, for: certificate.publicKey, label: label)
    } catch {
      throw BuildFailure(diagnostics: [.sealingFailed(value.key, error)])
    }
    let index = keys.firstIndex { $0.name == value.key }
    let key = SealedStore.Key(
      generation: (index.map { keys[$0].key.generation } ?? 0) + 1,
      spkiSHA256: certificate.spkiSHA256, ciphertextSHA256: sha256(ciphertext),
      ciphertext: Node(string: ciphertext, range: range))
    if let index {
      keys[index].key = key
    } else {
      keys.append((value.key, key))
    }
  }
}
