internal import Diagnostics
internal import YAML

/// How large a sealed Secret is, which clusters limit.
struct SealedSize {
  /// What a Secret may hold in all; the API server refuses more.
  static let secretLimit = 1_048_576
  /// Above this, `kubectl apply` from the client's side may not find room for its copy of the
  /// SealedSecret: annotations have 256 KiB, and those of others are there too.
  static let appliedLimit = 190_000

  /// The bytes of all values.
  let values: Int
  /// The bytes of the SealedSecret.
  let resource: Int

  /// The size of an entry of the store, and of its file.
  init(_ entry: SealedStore.Entry, file: [UInt8]) {
    values = entry.keys.reduce(0) { count, key in
      count + (key.key.ciphertext.text.flatMap(SealedValue.valueCount(of:)) ?? 0)
    }
    resource = file.count
  }

  /// What may not work.
  func problems(of swap: SecretSwap.Swap) -> [Diagnostic] {
    // Nine tenths: names and labels count in the cluster too.
    if values > Self.secretLimit / 10 * 9 { return [.secretLarge(swap, count: values)] }
    return resource > Self.appliedLimit ? [.sealedSecretLarge(swap, count: resource)] : []
  }
}
