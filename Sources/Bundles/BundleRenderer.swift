internal import Compose
internal import Cryptography
internal import Diagnostics
internal import Project
internal import Releases
internal import Seal
internal import Synchronization
internal import SystemPackage

/// What an environment's sources make: the files of the bundle and its lock.
struct RenderedBundle {
  var files: [BundleFile]
  var resources: [Resource]
  var lock: BundleLock
  var warnings: [Diagnostic]
}

/// Renders environments of one project; all renderings share the files they read.
struct BundleRenderer: Sendable {
  let project: Project
  let cache: SourceCache
  let options: BuildOptions
  /// The time in seconds since 1970, which tells what allowances expired; no byte depends on it.
  let now: Int64
  let digests: DigestTable
  /// What pinned environments read.
  let pinned: PinnedSources

  /// Renders one environment.
  func render(
    _ environment: Project.Environment, layout: BundleLayout
  ) throws(BuildFailure) -> RenderedBundle {
    let record = ReadRecord()
    let build = try build(environment, cache.recording(in: record))
    let files = try layout.files(of: build)
    var lock = BundleLock(
      environment: environment.name, overlay: environment.overlay,
      options: lockedOptions(environment, layout))
    lock.inputs = inputs(record.content)
    for file in files {
      lock.outputs[file.path] = BundleLock.Output(
        resource: file.resource, sha256: SHA256.hexDigest(of: file.bytes))
    }
    for resource in build.resources {
      if let keys = SealedKeys.keys(of: resource) { lock.sealed[resource.label] = keys }
    }
    return RenderedBundle(
      files: files, resources: build.resources, lock: lock, warnings: build.warnings)
  }

  /// The resources of an environment: the one place where bundles build.
  private func build(
    _ environment: Project.Environment, _ cache: SourceCache
  ) throws(BuildFailure) -> Build {
    let overlay = overlay(of: environment)
    // What is protected is told by the path of its overlay.
    if environment.isProtected, let real = try? cache.realPath(of: overlay), real != overlay {
      throw BuildFailure(diagnostics: [.bundleLinkedOverlay(environment.overlay)])
    }
    return try EnvironmentBuilder(cache: cache, options: options, now: now, pinned: pinned)
      .build(overlay)
  }

  /// The directory of an environment's overlay, absolute.
  func overlay(of environment: Project.Environment) -> FilePath {
    project.directory.pushing(FilePath(environment.overlay)).lexicallyNormalized()
  }

  /// What was chosen beside the input and may change the output; defaults are left out.
  func lockedOptions(
    _ environment: Project.Environment, _ layout: BundleLayout
  ) -> [String: String] {
    var locked = ["layout": layout.rawValue]
    if environment.isProtected { locked["protected"] = "true" }
    if options.loadRestrictor != .rootOnly {
      locked["loadRestrictor"] = options.loadRestrictor.rawValue
    }
    if options.order != .legacy { locked["order"] = options.order.rawValue }
    if options.addsManagedByLabel { locked["managedByLabel"] = "true" }
    if options.isStrict { locked["strict"] = "true" }
    if options.helm.isEnabled { locked["helm"] = "true" }
    if options.functions.areEnabled { locked["functions"] = "true" }
    return locked
  }

  /// Whether a rendering depends on more than files, because programs may run.
  var mayRunPrograms: Bool { options.helm.isEnabled || options.functions.areEnabled }

  /// Whether something that was allowed when a bundle was made has expired since.
  func hasExpired(_ environment: Project.Environment) -> Bool {
    let builder = EnvironmentBuilder(cache: cache, options: options, now: now, pinned: pinned)
    do throws(BuildFailure) {
      try builder.checkAllowances(in: overlay(of: environment))
      return false
    } catch {
      return true
    }
  }

  // MARK: Inputs

  private func inputs(_ content: ReadRecord.Content) -> [String: BundleLock.Input] {
    var inputs: [String: BundleLock.Input] = [:]
    for path in content.absent where cache.remoteName(of: path) == nil {
      inputs[relative(path)] = .absent
    }
    for (path, target) in content.links where cache.remoteName(of: path) == nil {
      if cache.remoteName(of: target) != nil { continue }
      inputs[relative(path)] = .link(to: relative(target))
    }
    // What the project file says of the environment is among the options.
    let projectFile = project.directory.appending(Project.fileName)
    for (path, file) in content.files where path != projectFile {
      let digest = digests.digest(of: file)
      if let name = cache.remoteName(of: path) {
        inputs[name] = .remote(sha256: digest)
      } else {
        inputs[relative(path)] = .file(sha256: digest)
      }
    }
    return inputs
  }

  /// The path of a lock for an absolute one: relative to the project, with `..` where needed.
  private func relative(_ path: FilePath) -> String {
    var base = project.directory
    var climb = ""
    while true {
      var rest = path
      if rest.removePrefix(base) {
        return rest.isEmpty ? (climb.isEmpty ? "." : String(climb.dropLast())) : climb + rest.string
      }
      guard base.removeLastComponent() else { return path.string }
      climb += "../"
    }
  }

  /// Whether the files of an environment are as the inputs of a lock say.
  func areUnchanged(
    _ inputs: [String: BundleLock.Input], of environment: Project.Environment
  ) throws(BuildFailure) -> Bool {
    let cache = try pinned.cache(of: environment, in: project, as: cache)
    return inputs.allSatisfy { isUnchanged($0.key, $0.value, cache) }
  }

  private func isUnchanged(
    _ name: String, _ input: BundleLock.Input, _ cache: SourceCache
  ) -> Bool {
    let path = project.directory.pushing(FilePath(name)).lexicallyNormalized()
    switch input {
    case .file(let digest):
      guard let file = try? cache.file(at: path) else { return false }
      return digests.digest(of: file) == digest
    case .absent:
      return cache.kind(of: path) == nil
    case .link(let target):
      let target = project.directory.pushing(FilePath(target)).lexicallyNormalized()
      return (try? cache.realPath(of: path)) == target
    case .merged:
      return false
    case .remote:
      // It could only be known by fetching.
      return false
    }
  }
}

/// The SHA-256 of files, each computed once.
///
/// Safe to use from several threads.
final class DigestTable: Sendable {
  private let known = Mutex<[FileID: String]>([:])

  func digest(of file: SourceFile) -> String {
    if let digest = known.withLock({ $0[file.id] }) { return digest }
    let digest = SHA256.hexDigest(of: file.bytes)
    known.withLock { $0[file.id] = digest }
    return digest
  }
}
