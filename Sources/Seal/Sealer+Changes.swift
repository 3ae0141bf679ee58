internal import Compose
internal import Cryptography
internal import Diagnostics

extension Sealer {
  /// The values that are not those of the store: keys without one, and keys with another.
  ///
  /// What nobody remembers stays, with a warning, unless it may be replaced.
  func changed(
    _ values: [Value], _ entry: SealedStore.Entry, _ swap: SecretSwap.Swap, _ memory: ValueMemory,
    _ permissions: Permissions, _ outcome: inout Outcome
  ) throws(BuildFailure) -> [Value] {
    var changed: [Value] = []
    for value in values {
      guard let digest = entry.digest(of: value.key) else {
        changed.append(value)
        continue
      }
      let verdict: ValueMemory.Verdict
      do throws(CryptographyError) {
        verdict = try memory.verdict(on: value.bytes, for: digest)
      } catch {
        throw BuildFailure(diagnostics: [.sealingFailed(value.key, error)])
      }
      switch verdict {
      case .same: outcome.unchanged.append(value.key)
      case .other: changed.append(value)
      case .unknown where permissions.replaces: changed.append(value)
      case .unknown: outcome.warnings.append(.valueNotRemembered(value.key, swap))
      }
    }
    return changed
  }

  /// Takes note of a value that was sealed.
  func note(
    _ value: Value, _ digest: String?, insteadOf old: String?, in memory: inout ValueMemory?
  ) throws(BuildFailure) {
    guard let digest else { return }
    do throws(CryptographyError) {
      try memory?.note(value.bytes, for: digest, insteadOf: old)
    } catch {
      throw BuildFailure(diagnostics: [.sealingFailed(value.key, error)])
    }
  }
}
