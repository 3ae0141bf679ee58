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
      swap.rollout != .generation && entry.isFor(placement, scope, swap.rollout)
    let kept = entry.keys.map(\.name).filter { !named.contains($0) }
    if !isSame, scope == .strict, !kept.isEmpty {
      throw BuildFailure(diagnostics: [.sealsAllKeys(swap, missing: kept)])
    }
    entry.namespace = placement.namespace
    entry.name = placement.name
    entry.scope = scope
    return entry
  }

  /// The SealedSecret of an entry, as a file of the store.
  func file(
    of entry: Entry, for swap: SecretSwap.Swap, in folder: FilePath
  ) -> (path: FilePath, bytes: [UInt8]) {
    let placement = Placement(name: entry.name, namespace: entry.namespace, at: swap.range)
    let resource = SealedSecretMaker(
      placement: placement, scope: entry.scope, sealed: SecretSwap.Sealed()
    ).node(entry)
    var emitter = YAMLEmitter()
    // A resource of our own making has nothing that cannot be printed.
    try? emitter.emit(resource)
    return (File.path(of: Self.name(of: swap), in: folder), emitter.bytes)
  }

  /// The lock: sorted, a key a line, without times.
  func lockFile(in folder: FilePath) -> (path: FilePath, bytes: [UInt8]) {
    var text = "apiVersion: \(Project.apiVersion)\nkind: SealedLock\nentries:\n"
    for (name, entry) in all.sorted(by: { $0.key < $1.key }) {
      text += "- secret: \(name)\n  target: {"
      if !entry.namespace.isEmpty { text += "namespace: \(entry.namespace), " }
      text += "name: \(entry.name), scope: \(entry.scope.rawValue)}\n  keys:\n"
      for (key, value) in entry.keys.sorted(by: { $0.name < $1.name }) {
        let isPlain = Node(Scalar(key)).isString
        text += "    \(isPlain ? key : "\"\(key)\""): {spki: \(value.spkiSHA256), "
        text += "generation: \(value.generation), ciphertextSha256: \(value.ciphertextSHA256)}\n"
      }
    }
    return (folder.appending(Self.lockName), Array(text.utf8))
  }
}

extension SealedStore.Entry {
  /// Whether its values are sealed for what a Secret is called now.
  func isFor(
    _ placement: Placement, _ scope: SecretSwap.Scope, _ rollout: SecretSwap.Rollout
  ) -> Bool {
    let suffix = rollout == .generation ? "-g\(generation)" : ""
    return namespace == placement.namespace && name == placement.name + suffix
      && self.scope == scope
  }

  /// The SHA-256 of the ciphertext that a key has.
  func digest(of key: String) -> String? {
    keys.first { $0.name == key }?.key.ciphertextSHA256
  }

  /// Seals a value; its key counts one generation more.
  mutating func set(
    _ value: Sealer.Value, _ certificate: Certificate
  ) throws(BuildFailure) {
    let index = keys.firstIndex { $0.name == value.key }
    let key = try sealed(
      value.bytes, as: value.key, certificate,
      generation: (index.map { keys[$0].key.generation } ?? 0) + 1)
    if let index {
      keys[index].key = key
    } else {
      keys.append((value.key, key))
    }
  }

  /// Seals the value that a key has for another certificate; its generation stays.
  mutating func reseal(
    at index: Int, _ value: SensitiveBytes, _ certificate: Certificate
  ) throws(BuildFailure) {
    keys[index].key = try sealed(
      value, as: keys[index].name, certificate, generation: keys[index].key.generation)
  }

  /// The label that its values are bound to.
  var label: [UInt8] { SealedValue.label(scope, namespace: namespace, name: name) }

  private func sealed(
    _ value: SensitiveBytes, as key: String, _ certificate: Certificate, generation: Int
  ) throws(BuildFailure) -> SealedStore.Key {
    let ciphertext: String
    do throws(CryptographyError) {
      ciphertext = try SealedValue.seal(value, for: certificate.publicKey, label: label)
    } catch {
      throw BuildFailure(diagnostics: [.sealingFailed(key, error)])
    }
    return SealedStore.Key(
      generation: generation, spkiSHA256: certificate.spkiSHA256,
      ciphertextSHA256: sha256(ciphertext), ciphertext: Node(string: ciphertext, range: range))
  }
}
