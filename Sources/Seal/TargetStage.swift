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

  /// Where the Secret of a swap ends up.
  func placement(of swap: SecretSwap.Swap) throws(BuildFailure) -> Placement {
    let matches = secrets.filter { secret in
      secret.originalName == swap.secret
        && (swap.namespace == nil || secret.originalNamespace == swap.namespace
          || secret.id.namespace == swap.namespace)
    }
    guard let secret = matches.first else {
      let names = secrets.map(\.originalName).sorted()
      throw BuildFailure(diagnostics: [.swapMissing(swap, among: names)])
    }
    guard matches.count == 1 else {
      throw BuildFailure(diagnostics: [.swapAmbiguous(swap, matches.map(\.id))])
    }
    return Placement(secret, at: swap.range)
  }
}
