internal import Compose
internal import Diagnostics
internal import Schema
internal import YAML

/// Puts what a SecretSwap says in the place of development Secrets, and notes every development
/// value on the way.
final class SwapStage: RootStage {
  private let swap: SecretSwap
  private let store: SealedStore
  /// Whether every Secret must be swapped or allowed.
  private let isProtected: Bool
  /// Every development value that was seen.
  private(set) var development = DevelopmentSecrets()
  /// The Secrets in whose place nothing is put.
  private var dropped: [Resource] = []
  /// What was put in place, for the rollout of pods.
  private var replacements: [Replacement] = []

  /// A Secret that a controller will make.
  private struct Target: Hashable {
    var namespace: String
    var name: String
  }

  /// A resource in the place of a Secret.
  private struct Replacement {
    var target: Target
    /// The annotation that changes when a value does; nil if pods are not to notice.
    var checksum: String?
    /// Whether pods are restarted by the operator, for which it must know them.
    var namesTargets: Bool
    var range: SourceRange?
  }

  init(_ swap: SecretSwap, _ store: SealedStore, isProtected: Bool) {
    self.swap = swap
    self.store = store
    self.isProtected = isProtected
  }

  func observe(_ secret: Resource) {
    development.take(secret)
  }

  // MARK: Swapping

  func swap(in resources: inout ResourceSet) throws(BuildFailure) {
    var problems: [Diagnostic] = []
    var dropped: Set<Int> = []
    let positions = secrets(in: resources)
    var done: Set<Int> = []
    for swap in swap.swaps {
      let matches = (positions[swap.secret] ?? [])
        .filter { swap.mayMean(resources.resources[$0]) }
      guard let position = matches.first else {
        problems.append(.swapMissing(swap, among: positions.keys.sorted()))
        continue
      }
      guard matches.count == 1 else {
        problems.append(.swapAmbiguous(swap, matches.map { resources.resources[$0].id }))
        continue
      }
      done.insert(position)
      do throws(Diagnostic) {
        let secret = resources.resources[position]
        guard let replacement = try self.replacement(of: secret, by: swap) else {
          dropped.insert(position)
          self.dropped.append(secret)
          continue
        }
        try resources.replace(at: position, with: replacement)
      } catch {
        problems.append(error)
      }
    }
    for position in positions.values.joined().sorted() where !done.contains(position) {
      problems += plainProblems(resources.resources[position])
    }
    guard problems.isEmpty else { throw BuildFailure(diagnostics: problems) }
    resources.remove(at: dropped)
  }

  /// The positions of the Secrets, by the names that they had and have.
  private func secrets(in resources: ResourceSet) -> [String: [Int]] {
    var positions: [String: [Int]] = [:]
    for (position, resource) in resources.resources.enumerated() where resource.isSecret {
      positions[resource.originalName, default: []].append(position)
    }
    return positions
  }

  /// What takes the place of a Secret; nil if nothing does.
  private func replacement(
    of secret: Resource, by swap: SecretSwap.Swap
  ) throws(Diagnostic) -> Node? {
    let contract = swap.contract(for: secret)
    let placement = Placement(secret, at: swap.range)
    switch swap.provider {
    case .drop:
      return nil
    case .sealed(let sealed):
      guard let entry = store[swap] else { throw .notSealed(swap, keys: contract.sorted()) }
      try check(entry, swap, sealed, contract, placement)
      note(
        placement, swap, generation: entry.generation,
        of: entry.keys.map { "\($0.name) \($0.key.generation)" })
      return SealedSecretMaker(
        placement: named(placement, swap, entry.generation), scope: entry.scope, sealed: sealed
      ).node(entry)
    case .external(let external):
      if external.extracts.isEmpty {
        try checkKeys(Set(external.data.map(\.key)), contract, swap)
      }
      note(placement, swap, generation: 0, of: external.references)
      return ExternalSecretMaker(placement: placement, external: external).node
    case .vault(let vault):
      note(
        placement, swap, generation: 0, of: ["\(vault.mount) \(vault.path) \(vault.version ?? 0)"])
      return VaultSecretMaker(placement: placement, vault: vault).node
    }
  }

  private func named(
    _ placement: Placement, _ swap: SecretSwap.Swap, _ generation: Int
  ) -> Placement {
    var placement = placement
    if swap.rollout == .generation { placement.name += "-g\(generation)" }
    return placement
  }

  /// The entry must hold just the contract, and be sealed for what the resource is called now.
  private func check(
    _ entry: SealedStore.Entry, _ swap: SecretSwap.Swap, _ sealed: SecretSwap.Sealed,
    _ contract: Set<String>, _ placement: Placement
  ) throws(Diagnostic) {
    try checkKeys(Set(entry.keys.map(\.name)), contract, swap)
    let placement = named(placement, swap, entry.generation)
    let scope = sealed.scope ?? self.swap.sealedSecrets.scope
    let isBound =
      switch scope {
      case .strict: entry.namespace == placement.namespace && entry.name == placement.name
      case .namespaceWide: entry.namespace == placement.namespace
      case .clusterWide: true
      }
    guard scope == entry.scope, isBound else {
      throw .sealedForAnother(swap, entry, placement, scope)
    }
    if scope != .clusterWide, placement.namespace.isEmpty {
      throw .withoutNamespace(swap, at: swap.range)
    }
    let pins = Set(self.swap.sealedSecrets.certificates.map(\.spkiSHA256))
    for (name, key) in entry.keys {
      guard let text = key.ciphertext.text, SealedValue.isWellFormed(text) else {
        throw .notCiphertext(key: name, at: key.ciphertext.range)
      }
      guard pins.contains(key.spkiSHA256) else {
        throw .unknownCertificate(swap, key: name, at: swap.range)
      }
    }
  }

  /// Whether a build would take an entry as it is.
  func accepts(
    _ entry: SealedStore.Entry, _ swap: SecretSwap.Swap, _ placement: Placement
  ) -> Bool {
    guard case .sealed(let sealed) = swap.provider else { return false }
    return (try? check(entry, swap, sealed, Set(entry.keys.map(\.name)), placement)) != nil
  }

  private func checkKeys(
    _ keys: Set<String>, _ contract: Set<String>, _ swap: SecretSwap.Swap
  ) throws(Diagnostic) {
    let missing = contract.subtracting(keys).sorted()
    guard missing.isEmpty else { throw .keysMissing(missing, swap) }
    let extra = keys.subtracting(contract).sorted()
    guard extra.isEmpty else { throw .keysExtra(extra, swap) }
  }

  /// What is wrong with a Secret that no swap replaces.
  private func plainProblems(_ secret: Resource) -> [Diagnostic] {
    let allowance = swap.allowances.first {
      $0.secret == secret.originalName
        && ($0.namespace == nil || $0.namespace == secret.id.namespace)
    }
    guard let allowance else { return isProtected ? [.plainSecret(secret)] : [] }
    let extra = secret.secretKeys.subtracting(allowance.keys).sorted()
    return extra.isEmpty ? [] : [.keysNotAllowed(extra, secret, at: allowance.range)]
  }

  /// Every Secret that pods need must come from somewhere, and from no store that is a mere test.
  private func checkReferences(
    in resources: [Resource], _ references: SecretReferences
  ) throws(BuildFailure) {
    var declared = DeclaredSecrets(of: resources, swap)
    for secret in dropped { declared.add(dropped: secret) }
    var problems = DeclaredSecrets.fakeStores(in: resources)
    do throws(Diagnostic) {
      problems += try declared.problems(in: resources, references)
    } catch {
      problems.append(error)
    }
    guard problems.isEmpty else { throw BuildFailure(diagnostics: problems) }
  }

  // MARK: Rollout

  private func note(
    _ placement: Placement, _ swap: SecretSwap.Swap, generation: Int, of values: [String]
  ) {
    let final = named(placement, swap, generation)
    var isVault = false
    if case .vault = swap.provider { isVault = true }
    var checksum: String?
    if swap.rollout == .checksum, !isVault {
      let version = generation > 0 ? "g\(generation)" : "r"
      checksum = "\(version)-\(Self.checksum(of: values))"
    }
    replacements.append(
      Replacement(
        target: Target(namespace: final.namespace, name: final.name), checksum: checksum,
        namesTargets: isVault && swap.rollout != .none, range: swap.range))
  }

  private static func checksum(of values: [String]) -> String {
    String(sha256(values.sorted().joined(separator: "\n")).prefix(10))
  }

  func finish(
    _ resources: inout ResourceSet, references: [NameReference]
  ) throws(BuildFailure) {
    let finder = SecretReferences(references)
    if isProtected { try checkReferences(in: resources.resources, finder) }
    guard replacements.contains(where: { $0.checksum != nil || $0.namesTargets }) else { return }
    var indices: [Target: [Int]] = [:]
    for (index, replacement) in replacements.enumerated() {
      indices[replacement.target, default: []].append(index)
    }
    var restarted: [Target: [(kind: String, name: String)]] = [:]
    do throws(Diagnostic) {
      for position in resources.resources.indices {
        let workload = resources.resources[position].id
        guard let template = PodTemplate(resources.resources[position]) else { continue }
        for name in try finder.names(in: resources.resources[position]).sorted() {
          let target = Target(namespace: workload.namespace, name: name)
          for replacement in (indices[target] ?? []).map({ replacements[$0] }) {
            if replacement.namesTargets {
              restarted[target, default: []].append((workload.gvk.kind, workload.name))
            }
            guard let checksum = replacement.checksum else { continue }
            try resources.updateContent(at: position) { node in
              template.annotate(
                &node, Self.annotation(for: name), checksum, origin: replacement.range)
            }
          }
        }
      }
      try restart(restarted, &resources)
    } catch {
      throw BuildFailure(diagnostics: [error])
    }
  }

  /// Tells each VaultStaticSecret which workloads to restart.
  private func restart(
    _ workloads: [Target: [(kind: String, name: String)]], _ resources: inout ResourceSet
  ) throws(Diagnostic) {
    guard !workloads.isEmpty else { return }
    for position in resources.resources.indices {
      let id = resources.resources[position].id
      guard id.gvk.kind == VaultSecretMaker.kind,
        let targets = workloads[Target(namespace: id.namespace, name: id.name)]
      else { continue }
      let range = resources.resources[position].node.range
      try resources.updateContent(at: position) { node in
        node.update("spec") { VaultSecretMaker.setTargets(targets, in: &$0, origin: range) }
      }
    }
  }

  /// The key of the annotation of a Secret: a name part of at most 63 characters.
  private static func annotation(for name: String) -> String {
    let part = "secret.\(name)"
    guard part.utf8.count > 63 else { return "compose.mlcf.dev/\(part)" }
    return "compose.mlcf.dev/\(part.prefix(52))-\(sha256(name).prefix(10))"
  }
}
