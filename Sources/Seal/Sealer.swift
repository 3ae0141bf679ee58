public import Compose
public import Cryptography
public import Diagnostics
internal import Project
public import SystemPackage
internal import YAML

/// Seals values into the store of an overlay.
///
/// Only the keys that are named get another ciphertext; nothing is returned unless every value was
/// sealed.
public struct Sealer: Sendable {
  /// What may be sealed although it looks wrong.
  public struct Permissions: Sendable {
    /// A key that has a value already.
    public var replaces = false
    /// A value that the development Secret has too.
    public var allowsDevelopmentValues = false
    /// A value without bytes.
    public var allowsEmptyValues = false

    /// Nothing.
    public init() {}
  }

  /// A value for a key.
  public struct Value: Sendable {
    /// The key of the Secret.
    public var key: String
    /// The value.
    public var bytes: SensitiveBytes

    /// A value for a key.
    public init(key: String, bytes: SensitiveBytes) {
      self.key = key
      self.bytes = bytes
    }
  }

  /// What came of sealing.
  public struct Outcome: Sendable {
    /// The files of the store to write, the lock last; none if nothing changed.
    ///
    /// A store whose lock is old is noticed by the next build.
    public var files: [(path: FilePath, bytes: [UInt8])] = []
    /// The keys that got another ciphertext.
    public var sealed: [String] = []
    /// The keys whose ciphertext holds the given value already.
    public var unchanged: [String] = []
    /// What could not be told: keys that stay as they are, although their value may be another.
    public var warnings: [Diagnostic] = []
    /// What a cluster may not take as it is, although it was sealed.
    public var notices: [Diagnostic] = []
  }

  private let cache: SourceCache
  private let options: BuildOptions
  /// Seconds since 1970 in UTC.
  private let now: Int64

  /// A sealer that reads through `cache`, and takes `now`, in seconds since 1970, for the time.
  public init(cache: SourceCache, options: BuildOptions, now: Int64) {
    self.cache = cache
    self.options = options
    self.now = now
  }

  /// Seals values of a Secret of the overlay in `directory`.
  ///
  /// With a memory only those whose value changed are sealed, and those that have none. Costs one
  /// build, and an encryption for each value.
  public func seal(
    _ values: [Value], of secret: String, in directory: FilePath,
    _ permissions: Permissions = Permissions(), memory: inout ValueMemory?
  ) throws(BuildFailure) -> Outcome {
    let document = try SecretSwap.document(in: directory, cache)
    // A Secret that shares its name with one of another namespace is called NAMESPACE.NAME.
    let swaps = document.swaps.filter { SealedStore.name(of: $0) == secret }
    guard let swap = (swaps + document.swaps.filter { $0.secret == secret }).first,
      case .sealed(let sealed) = swap.provider
    else {
      throw Self.failure(.notForSealing(secret, document))
    }
    let folder = document.storeDirectory(in: directory)
    var store = try SealedStore(folder, cache)
    let certificate = try Self.certificate(of: document, in: directory, cache, now: now)
    let targets = TargetStage()
    _ = try Builder(cache: cache, options: options).build(.directory(directory), stage: targets)
    let target = try targets.secret(of: swap)
    let placement = Placement(target, at: swap.range)
    let contract = swap.contract(for: target)
    let replaceable = permissions.replaces || memory != nil ? nil : store[swap]
    try check(values, swap, document, contract, targets.development, replaceable, permissions)
    if let problem = TypedContent.problem(values, ofType: placement.type.text, swap) {
      throw Self.failure(problem)
    }
    let scope = sealed.scope ?? document.sealedSecrets.scope
    if scope != .clusterWide, placement.namespace.isEmpty {
      throw Self.failure(.withoutNamespace(swap, at: swap.range))
    }
    var outcome = Outcome()
    var values = values
    if let memory, let entry = store[swap], entry.isFor(placement, scope, swap.rollout) {
      let changed = try self.changed(values, entry, swap, memory, permissions, &outcome)
      guard !changed.isEmpty else { return outcome }
      // All keys of a generation are sealed together.
      if swap.rollout == .generation { outcome = Outcome() } else { values = changed }
    }
    var entry = try store.entry(of: swap, placement, scope, keeping: Set(values.map(\.key)))
    if swap.rollout == .generation {
      entry.name = "\(placement.name)-g\(entry.generation + 1)"
    }
    for value in values {
      let old = entry.digest(of: value.key)
      try entry.set(value, certificate)
      try note(value, entry.digest(of: value.key), insteadOf: old, in: &memory)
    }
    store.set(entry, for: swap)
    outcome.sealed = values.map(\.key)
    let file = store.file(of: entry, for: swap, in: folder)
    outcome.files = [file, store.lockFile(in: folder)]
    outcome.notices = SealedSize(entry, file: file.bytes).problems(of: swap)
    return outcome
  }

  private static func failure(_ diagnostic: Diagnostic) -> BuildFailure {
    BuildFailure(diagnostics: [diagnostic])
  }

  /// The certificate that seals: the first, which must be pinned and valid.
  static func certificate(
    of document: SecretSwap, in directory: FilePath, _ cache: SourceCache, now: Int64
  ) throws(BuildFailure) -> Certificate {
    guard let pinned = document.sealedSecrets.certificates.first else {
      throw Self.failure(.noCertificate(at: document.range))
    }
    let path = directory.pushing(FilePath(pinned.file)).lexicallyNormalized()
    let certificate: Certificate
    do {
      certificate = try Certificate(pem: cache.file(at: path).bytes)
    } catch {
      throw Self.failure(.certificateUnreadable(pinned, error))
    }
    if certificate.spkiSHA256 != pinned.spkiSHA256 {
      throw Self.failure(.certificateOfAnotherKey(pinned, found: certificate.spkiSHA256))
    }
    if now > certificate.notAfter || now < certificate.notBefore {
      throw Self.failure(.certificateNotValid(pinned, isExpired: now > certificate.notAfter))
    }
    return certificate
  }

  private func check(
    _ values: [Value], _ swap: SecretSwap.Swap, _ document: SecretSwap, _ contract: Set<String>,
    _ development: DevelopmentSecrets, _ entry: SealedStore.Entry?, _ permissions: Permissions
  ) throws(BuildFailure) {
    var problems: [Diagnostic] = []
    var named: Set<String> = []
    for value in values {
      if !named.insert(value.key).inserted { problems.append(.keyTwice(value.key, swap)) }
      if !contract.contains(value.key) {
        problems.append(.keyNotInContract(value.key, swap, contract.sorted()))
      }
      if value.bytes.count == 0, !permissions.allowsEmptyValues {
        problems.append(.valueEmpty(value.key, swap))
      }
      if entry?.keys.contains(where: { $0.name == value.key }) == true {
        problems.append(.keySealedAlready(value.key, swap))
      }
      let isDevelopment = development.values.contains {
        $0.secret == swap.secret && $0.key == value.key
          && SensitiveBytes($0.bytes).hasSameBytes(as: value.bytes)
      }
      if isDevelopment, !permissions.allowsDevelopmentValues,
        !document.exempts(swap.secret, value.key)
      {
        problems.append(.valueOfDevelopment(value.key, swap))
      }
    }
    guard problems.isEmpty else { throw BuildFailure(diagnostics: problems) }
  }
}
