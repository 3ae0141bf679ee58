internal import Compose
internal import Diagnostics
internal import Schema

/// Learns where the Secrets of an overlay end up, and changes nothing.
final class TargetStage: RootStage {
  private(set) var development = DevelopmentSecrets()
  private var secrets: [Resource] = []

  func observe(_ secret: Resource) { development.take(secret) }

  func swap(in resources: inout ResourceSet) {
    secrets = resources.resources.filter(\.isSecret)
  }

  func finish(_ resources: inout ResourceSet, references: [NameReference]) {}

  /// The Secret of a swap, as it ends up.
  func secret(of swap: SecretSwap.Swap) throws(BuildFailure) -> Resource {
    let matches = secrets.filter { $0.originalName == swap.secret && swap.mayMean($0) }
    guard let secret = matches.first else {
      let names = secrets.map(\.originalName).sorted()
      throw BuildFailure(diagnostics: [.swapMissing(swap, among: names)])
    }
    guard matches.count == 1 else {
      throw BuildFailure(diagnostics: [.swapAmbiguous(swap, matches.map(\.id))])
    }
    return secret
  }
}

extension SecretSwap.Swap {
  /// Whether a Secret of the right name is in the namespace of the swap, now or at first.
  func mayMean(_ secret: Resource) -> Bool {
    namespace == nil || secret.originalNamespace == namespace || secret.id.namespace == namespace
  }
}
