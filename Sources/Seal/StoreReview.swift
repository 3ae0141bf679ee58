public import Compose
internal import Cryptography
internal import Diagnostics
internal import Project
internal import Schema
public import SystemPackage

/// How the Secrets of an overlay stand: what each is swapped for, which keys are there, and which
/// certificates seal.
public struct StoreReview: Sendable {
  /// One swap.
  public struct Secret: Sendable {
    /// The name in the base.
    public var name: String
    /// `sealed`, `external`, `vault` or `drop`.
    public var provider: String
    /// The keys of the contract, and those beyond it.
    public var keys: [Key]
    /// The scope of a sealed Secret.
    public var scope: String?
    /// What it was sealed for, as `shop/database`.
    public var sealedFor: String?
    /// What it is called now, as `shop/database`; nil if there is no such Secret.
    public var target: String?
    /// The generation, which counts changed values.
    public var generation: Int?
    /// Whether a build takes it as it is.
    public var isReady: Bool
  }

  /// One key of a Secret.
  public struct Key: Sendable {
    /// What is known of a key.
    public enum State: String, Sendable {
      /// It has a value.
      case present
      /// The contract wants it.
      case missing
      /// The contract does not know it.
      case extra
    }

    /// Its name.
    public var name: String
    /// What is known of it.
    public var state: State
    /// How many values it had.
    public var generation: Int?
    /// The pin of the certificate that sealed it.
    public var spkiSHA256: String?
  }

  /// One certificate of the document.
  public struct CertificateState: Sendable {
    /// The file, relative to the document.
    public var file: String
    /// The pin in the document.
    public var spkiSHA256: String
    /// The last day on which it seals, as `2027-06-30`; nil if the file cannot be read.
    public var lastDay: String?
    /// Days until then; negative when it is over.
    public var daysLeft: Int?
    /// Whether it ends within the days of `warnDaysBeforeExpiry`.
    public var endsSoon: Bool { problem == nil && daysLeft.map { $0 < warningDays } ?? false }
    /// How many days before its end are too few.
    var warningDays: Int
    /// What is wrong with it, in a few words; nil if it seals.
    public var problem: String?
    /// How many values were sealed with it.
    public var values: Int
  }

  /// The swaps in the order of the document.
  public private(set) var secrets: [Secret] = []
  /// The certificates in the order of the document; the first seals.
  public private(set) var certificates: [CertificateState] = []

  /// Whether a build takes everything as it is, and the first certificate seals.
  public var isReady: Bool {
    secrets.allSatisfy(\.isReady) && certificates.first?.problem == nil
  }

  /// Looks at the overlay in `directory`; costs one build.
  public init(
    _ directory: FilePath, cache: SourceCache, options: BuildOptions, now: Int64
  ) throws(BuildFailure) {
    let document = try SecretSwap.document(in: directory, cache)
    let store = try SealedStore(document.storeDirectory(in: directory), cache)
    let targets = TargetStage()
    _ = try Builder(cache: cache, options: options).build(.directory(directory), stage: targets)
    var uses: [String: Int] = [:]
    for swap in document.swaps {
      let secret = Self.secret(swap, document, store[swap], targets)
      for key in secret.keys { if let pin = key.spkiSHA256 { uses[pin, default: 0] += 1 } }
      secrets.append(secret)
    }
    certificates = document.sealedSecrets.certificates.map { pinned in
      Self.certificate(
        pinned, in: directory, cache, now: now, values: uses[pinned.spkiSHA256] ?? 0,
        warningDays: document.sealedSecrets.warningDays)
    }
  }

  private static func secret(
    _ swap: SecretSwap.Swap, _ document: SecretSwap, _ entry: SealedStore.Entry?,
    _ targets: TargetStage
  ) -> Secret {
    let target = try? targets.secret(of: swap)
    let placement = target.map { Placement($0, at: swap.range) }
    let contract = target.map(swap.contract) ?? Set(swap.keys)
    var secret = Secret(
      name: SealedStore.name(of: swap), provider: swap.provider.name, keys: [], isReady: false)
    secret.target = placement.map { Self.name($0.namespace, $0.name) }
    var present: [String: Key] = [:]
    switch swap.provider {
    case .sealed(let sealed):
      let scope = sealed.scope ?? document.sealedSecrets.scope
      secret.scope = scope.rawValue
      for (name, key) in entry?.keys ?? [] {
        present[name] = Key(
          name: name, state: .present, generation: key.generation, spkiSHA256: key.spkiSHA256)
      }
      secret.generation = entry?.generation
      secret.sealedFor = entry.map { Self.name($0.namespace, $0.name) }
    case .external(let external):
      let names = external.extracts.isEmpty ? external.data.map(\.key) : Array(contract)
      for name in names { present[name] = Key(name: name, state: .present) }
    case .vault, .drop:
      for name in contract { present[name] = Key(name: name, state: .present) }
    }
    secret.keys = contract.union(present.keys).sorted().map { name in
      var key = present[name] ?? Key(name: name, state: .missing)
      if !contract.contains(name) { key.state = .extra }
      return key
    }
    secret.isReady = placement != nil && secret.keys.allSatisfy { $0.state == .present }
    if case .sealed = swap.provider, let placement, let entry {
      let stage = SwapStage(document, SealedStore(), isProtected: false)
      secret.isReady = secret.isReady && stage.accepts(entry, swap, placement)
    }
    return secret
  }

  private static func name(_ namespace: String, _ name: String) -> String {
    namespace.isEmpty ? name : "\(namespace)/\(name)"
  }

  private static func certificate(
    _ pinned: SecretSwap.PinnedCertificate, in directory: FilePath, _ cache: SourceCache,
    now: Int64, values: Int, warningDays: Int
  ) -> CertificateState {
    var state = CertificateState(
      file: pinned.file, spkiSHA256: pinned.spkiSHA256, warningDays: warningDays,
      values: values)
    let path = directory.pushing(FilePath(pinned.file)).lexicallyNormalized()
    guard let file = try? cache.file(at: path),
      let certificate = try? Certificate(pem: file.bytes)
    else {
      state.problem = "cannot be read"
      return state
    }
    state.lastDay = Instant(seconds: certificate.notAfter).day
    state.daysLeft = Int((certificate.notAfter - now) / 86400)
    if certificate.spkiSHA256 != pinned.spkiSHA256 {
      state.problem = "has another key than the pin"
    } else if now > certificate.notAfter {
      state.problem = "is no longer valid"
    } else if now < certificate.notBefore {
      state.problem = "is not yet valid"
    }
    return state
  }
}

extension SecretSwap {
  /// The folder of sealed values of an overlay.
  func storeDirectory(in directory: FilePath) -> FilePath {
    directory.pushing(FilePath(sealedSecrets.store)).lexicallyNormalized()
  }
}

extension SecretSwap.Provider {
  /// The name of its field in the document.
  var name: String {
    switch self {
    case .sealed: "sealed"
    case .external: "external"
    case .vault: "vault"
    case .drop: "drop"
    }
  }
}
