public import Compose
internal import Diagnostics
internal import Project
public import Releases
public import SystemPackage

/// Builds a directory as what it is: the overlay of an environment, with its Secrets swapped, or any
/// kustomization.
///
/// The project file is looked for in the directory and above it, up to the root of the repository.
/// Where there is none, and no `secret-swap.yaml` beside the kustomization, this is
/// ``Compose/Builder`` and nothing else.
///
/// A build with swaps fails closed: nothing comes out unless every rule holds and no development
/// value survives in any form that the scan knows.
public struct EnvironmentBuilder: Sendable {
  private let cache: SourceCache
  private let options: BuildOptions
  private let now: Int64
  private let pinned: PinnedSources

  /// A builder that reads through `cache`; `now`, in seconds since 1970 in UTC, tells which
  /// allowances expired.
  ///
  /// Builders that share `pinned` share what pinned environments read.
  public init(
    cache: SourceCache, options: BuildOptions, now: Int64, pinned: PinnedSources? = nil
  ) {
    self.cache = cache
    self.options = options
    self.now = now
    self.pinned = pinned ?? PinnedSources(cache)
  }

  /// Builds a root.
  public func build(_ root: Root) throws(BuildFailure) -> Build {
    try build(root, recorder: nil)
  }

  /// Builds the kustomization in `directory`, an absolute path.
  public func build(_ directory: FilePath) throws(BuildFailure) -> Build {
    try build(directory, recorder: nil)
  }

  /// Builds a root, watched by a recorder.
  package func build(_ root: Root, recorder: BuildRecorder?) throws(BuildFailure) -> Build {
    guard case .directory(let directory) = root else {
      return try Builder(cache: cache, options: options)
        .build(root, stage: nil, recorder: recorder)
    }
    return try build(directory, recorder: recorder)
  }

  private func build(
    _ directory: FilePath, recorder: BuildRecorder?
  ) throws(BuildFailure) -> Build {
    let directory = (try? cache.realPath(of: directory)) ?? directory
    let (environment, cache) = try sources(of: directory)
    let isProtected = environment?.isProtected ?? false
    var options = options
    if isProtected { options.isStrict = true }
    let path = directory.appending(SecretSwap.fileName)
    guard cache.kind(of: path) == .file else {
      if let environment, isProtected {
        throw BuildFailure(
          diagnostics: [.swapWithoutDocument(environment.name, in: environment.overlay)])
      }
      return try Builder(cache: cache, options: options).build(
        .directory(directory), stage: nil, recorder: recorder)
    }
    let swap = try SecretSwap.document(in: directory, cache)
    try checkAllowances(of: swap)
    let store = try SealedStore(
      directory.pushing(FilePath(swap.sealedSecrets.store)).lexicallyNormalized(), cache)
    let stage = SwapStage(swap, store, isProtected: isProtected)
    let build: Build
    do throws(BuildFailure) {
      build = try Builder(cache: cache, options: options).build(
        .directory(directory), stage: stage, recorder: recorder)
    } catch {
      // A message may name what a value was made a part of.
      let scan = LeakScan(Needles(stage.development, of: swap))
      throw BuildFailure(
        diagnostics: error.diagnostics.map { $0.withoutValues(scan) },
        cause: error.cause)
    }
    var development = stage.development
    try addOthers(of: swap, directory, to: &development)
    let findings = LeakScan(Needles(development, of: swap)).findings(in: build.resources)
    guard findings.isEmpty else {
      // An excerpt would show the value.
      for finding in findings { finding.range.map(cache.sources.markSecret) }
      throw BuildFailure(diagnostics: build.warnings + findings)
    }
    return build
  }

  /// The development secrets of an overlay with a SecretSwap, which needs to hold no value that is
  /// sealed yet; nil if there is no SecretSwap.
  func developmentSecrets(
    of directory: FilePath
  ) throws(BuildFailure) -> (swap: SecretSwap, secrets: DevelopmentSecrets)? {
    let (_, cache) = try sources(of: directory)
    guard cache.kind(of: directory.appending(SecretSwap.fileName)) == .file else { return nil }
    let swap = try SecretSwap.document(in: directory, cache)
    var development = try observed(in: directory)
    try addOthers(of: swap, directory, to: &development)
    return (swap, development)
  }

  /// Throws if an allowance of the overlay in `directory` has expired: what a build depends on beside
  /// its files.
  public func checkAllowances(in directory: FilePath) throws(BuildFailure) {
    guard cache.kind(of: directory.appending(SecretSwap.fileName)) == .file else { return }
    try checkAllowances(of: SecretSwap.document(in: directory, cache))
  }

  private func checkAllowances(of swap: SecretSwap) throws(BuildFailure) {
    guard !swap.allowances.isEmpty else { return }
    let today = Instant(seconds: now).day
    let expired = swap.allowances.filter { $0.expires < today }
    guard expired.isEmpty else {
      throw BuildFailure(diagnostics: expired.map { .allowanceExpired($0) })
    }
  }

  /// Takes in the Secrets of the overlays that `alsoFrom` names.
  private func addOthers(
    of swap: SecretSwap, _ directory: FilePath, to development: inout DevelopmentSecrets
  ) throws(BuildFailure) {
    for (path, range) in swap.scan.alsoFrom {
      do throws(BuildFailure) {
        let other = directory.pushing(FilePath(path)).lexicallyNormalized()
        development.formUnion(try observed(in: other))
      } catch {
        throw BuildFailure(
          diagnostics: error.diagnostics + [.alsoFromFailed(path, at: range)])
      }
    }
  }

  /// The Secrets of an overlay as Kustomize builds it.
  private func observed(in directory: FilePath) throws(BuildFailure) -> DevelopmentSecrets {
    let stage = SwapStage(SecretSwap(), SealedStore(), isProtected: false)
    var options = options
    options.isStrict = false
    let (_, cache) = try sources(of: directory)
    _ = try Builder(cache: cache, options: options).build(.directory(directory), stage: stage)
    return stage.development
  }

  // MARK: The project

  /// The environment whose overlay is `directory`, and the files that it is made from; no environment
  /// without one, or without a project.
  private func sources(
    of directory: FilePath
  ) throws(BuildFailure) -> (environment: Project.Environment?, cache: SourceCache) {
    guard case .file(let path) = Project.locate(above: directory, in: cache) else {
      return (nil, cache)
    }
    let file = try cache.document(at: path)
    let project: Project
    do throws(DocumentFailure) {
      project = try Project(file, in: path.removingLastComponent())
    } catch {
      throw BuildFailure(diagnostics: error.diagnostics, cause: .project)
    }
    guard let environment = project.environment(ofOverlay: directory) else { return (nil, cache) }
    if environment.tracking == .pinned, options.helm.isEnabled || options.functions.areEnabled {
      throw BuildFailure(diagnostics: [.pinnedPrograms(environment)])
    }
    return (environment, try pinned.cache(of: environment, in: project, as: cache))
  }
}

extension SourceCache {
  /// A document of our own.
  func document(at path: FilePath) throws(BuildFailure) -> SourceFile {
    do throws(FileSystemError) {
      return try file(at: path)
    } catch {
      throw BuildFailure(diagnostics: [.documentUnreadable(displayPath(path), error)])
    }
  }
}

extension Needles {
  /// The forms of development values that the SecretSwap does not exempt.
  init(_ development: DevelopmentSecrets, of swap: SecretSwap) {
    var development = development
    // What is allowed to ship has its hash in its name.
    for allowance in swap.allowances { development.forgetHashes(of: allowance.secret) }
    self.init(development, minimalLength: swap.scan.minimalLength) { secret, key in
      swap.exempts(secret, key)
    }
  }
}

extension SecretSwap {
  /// The document of an overlay.
  static func document(
    in directory: FilePath, _ cache: SourceCache
  ) throws(BuildFailure) -> SecretSwap {
    let file = try cache.document(at: directory.appending(fileName))
    do throws(DocumentFailure) {
      return try SecretSwap(file)
    } catch {
      throw BuildFailure(diagnostics: error.diagnostics)
    }
  }

  /// Whether the value of a key may stand in the output.
  func exempts(_ secret: String, _ key: String) -> Bool {
    scan.exceptions.contains { $0.secret == secret && $0.key == key }
      || allowances.contains { $0.secret == secret && $0.keys.contains(key) }
  }
}
