public import Compose
internal import Diagnostics
public import Project
public import Releases
internal import SystemPackage

/// What is to be done with bundles.
public struct BundleRequest: Sendable {
  /// Whether bundles are written.
  public enum Mode: Sendable {
    /// They are.
    case write
    /// Only what would change is found.
    case plan
    /// They are compared with what the sources make.
    case check
  }

  /// Whether bundles are written.
  public var mode = Mode.write
  /// The layout; nil for that of the last bundle.
  public var layout: BundleLayout?
  /// Whether a bundle without resources is no error.
  public var allowsEmpty = false
  /// Whether an environment is rendered although nothing it is made from has changed.
  public var isForced = false
  /// Files that no bundle may be made from, relative to the project: what is not committed.
  public var refusedInputs: Set<String> = []

  /// Bundles are written where something has changed.
  public init() {}
}

/// Makes, checks and verifies the bundles of a project's environments.
///
/// Environments are worked on at the same time and share every file that is read. A failure in one
/// leaves the others alone.
public struct Bundler: Sendable {
  private let project: Project
  private let renderer: BundleRenderer
  /// The files that were read, for diagnostics.
  var sources: SourceTable { renderer.cache.sources }

  /// A bundler that reads through `cache`, which should be shared among builds.
  ///
  /// `now`, in seconds since 1970 in UTC, tells what allowances expired; `pinned` what pinned
  /// environments read, if that is not what their releases say.
  public init(
    project: Project, cache: SourceCache, options: BuildOptions = BuildOptions(), now: Int64,
    pinned: PinnedSources? = nil
  ) {
    self.project = project
    renderer = BundleRenderer(
      project: project, cache: cache, options: options, now: now, digests: DigestTable(),
      pinned: pinned ?? PinnedSources(cache))
  }

  /// Does what is asked for; the reports are in the order of `environments`.
  ///
  /// `wait` is called if another run has to end first, `progress` after each environment, from any
  /// thread, with the number of those that are done.
  public func run(
    _ request: BundleRequest, for environments: [Project.Environment],
    wait: () -> Void = {}, progress: @escaping @Sendable (EnvironmentReport) -> Void = { _ in }
  ) -> [EnvironmentReport] {
    withRunLock(isShared: request.mode != .write, environments, wait: wait) {
      WorkerThreads.map(environments.count) { index in
        let report = run(request, for: environments[index])
        progress(report)
        return report
      }
    }
  }

  /// Compares bundles with their locks; reads no source.
  public func verify(
    _ environments: [Project.Environment], wait: () -> Void = {}
  ) -> [EnvironmentReport] {
    withRunLock(isShared: true, environments, wait: wait) {
      WorkerThreads.map(environments.count) { index in
        let environment = environments[index]
        return guarded(environment) { (folder) throws(Stop) in
          var report = EnvironmentReport(environment.name, environment.bundle, .checked)
          report.findings = try stopping { () throws(FileFailure) in
            let inspector = try BundleInspector(
              environment: environment, folder: folder, state: folder.readLock(sources))
            return try inspector.verify(sources)
          }
          return report
        }
      }
    }
  }

  /// The reports that `body` gives while no other run is in its way.
  func withRunLock(
    isShared: Bool, _ environments: [Project.Environment], wait: () -> Void,
    _ body: () -> [EnvironmentReport]
  ) -> [EnvironmentReport] {
    do throws(FileFailure) {
      let lock = try RunLock(project.directory, isShared: isShared, wait: wait)
      let reports = body()
      _ = consume lock
      return reports
    } catch {
      return environments.map { environment in
        var report = EnvironmentReport(environment.name, environment.bundle, .environmentFailed)
        report.diagnostics = [.bundleWrite(error)]
        return report
      }
    }
  }

  // MARK: One environment

  /// Why the work on an environment ended early.
  struct Stop: Error {
    var outcome: EnvironmentReport.Outcome
    var diagnostics: [Diagnostic]

    init(outcome: EnvironmentReport.Outcome, diagnostics: [Diagnostic]) {
      self.outcome = outcome
      self.diagnostics = diagnostics
    }

    init(_ failure: BuildFailure) {
      self.init(
        outcome: failure.cause == .environment ? .environmentFailed : .inputFailed,
        diagnostics: failure.diagnostics)
    }
  }

  /// What `body` gives; a failure of the disk ends the work on the environment.
  func stopping<R>(_ body: () throws(FileFailure) -> R) throws(Stop) -> R {
    do throws(FileFailure) {
      return try body()
    } catch {
      throw Stop(outcome: .environmentFailed, diagnostics: [.bundleWrite(error)])
    }
  }

  /// The report that `body` gives, or that of what stopped it.
  func guarded(
    _ environment: Project.Environment,
    _ body: (BundleFolder) throws(Stop) -> EnvironmentReport
  ) -> EnvironmentReport {
    do throws(Stop) {
      return try body(folder(of: environment))
    } catch {
      var report = EnvironmentReport(environment.name, environment.bundle, error.outcome)
      report.diagnostics = error.diagnostics
      return report
    }
  }

  /// The folder of a bundle; no link on the way leads out of the project.
  private func folder(of environment: Project.Environment) throws(Stop) -> BundleFolder {
    let path = project.directory.pushing(FilePath(environment.bundle))
    let folder = BundleFolder(path: path, shownPath: environment.bundle)
    var existing = path
    while existing != project.directory, SystemFile.kind(of: existing) == nil {
      existing.removeLastComponent()
    }
    let real = try? LocalFileSystem().realPath(of: existing)
    guard let real, real.starts(with: project.directory) else {
      throw Stop(outcome: .refused, diagnostics: [.bundleOutside(environment.bundle)])
    }
    for place in [folder.path, folder.manifests] {
      let kind = SystemFile.kind(of: place)
      if kind != nil,
        LocalFileSystem().kind(of: place) != .directory
          || (kind == .other && place == folder.manifests)
      {
        let shown = place == folder.path ? environment.bundle : "\(environment.bundle)/manifests"
        throw Stop(outcome: .refused, diagnostics: [.bundleInTheWay(shown)])
      }
    }
    return folder
  }

  private func run(
    _ request: BundleRequest, for environment: Project.Environment
  ) -> EnvironmentReport {
    guarded(environment) { (folder) throws(Stop) in
      if request.mode == .write {
        try stopping { () throws(FileFailure) in try BundleWriter(folder: folder).recover() }
      }
      let state = try stopping { () throws(FileFailure) in try folder.readLock(sources) }
      let inspector = BundleInspector(environment: environment, folder: folder, state: state)
      let layout = layout(request, state)
      if request.mode != .check, !request.isForced,
        try isUpToDate(environment, layout, state, inspector)
      {
        return EnvironmentReport(environment.name, environment.bundle, .skipped)
      }
      let rendered = try render(environment, layout, state, request)
      var report = EnvironmentReport(environment.name, environment.bundle, .checked)
      report.resourceCount = rendered.resources.count
      report.diagnostics = rendered.warnings
      if request.mode == .check {
        report.findings = try stopping { () throws(FileFailure) in
          try inspector.check(against: rendered, sources)
        }
      } else {
        try write(rendered, to: folder, state, request, &report)
      }
      return report
    }
  }

  /// The layout that is asked for, or that of the last bundle.
  func layout(_ request: BundleRequest, _ state: BundleFolder.LockState) -> BundleLayout {
    request.layout ?? state.lock?.options["layout"].flatMap(BundleLayout.init) ?? .resource
  }

  /// Whether a rendering would give what is there: equal inputs, options and epoch, untouched files.
  private func isUpToDate(
    _ environment: Project.Environment, _ layout: BundleLayout, _ state: BundleFolder.LockState,
    _ inspector: BundleInspector
  ) throws(Stop) -> Bool {
    guard let lock = state.lock, !renderer.mayRunPrograms, lock.overlay == environment.overlay,
      lock.options == renderer.lockedOptions(environment, layout),
      SystemFile.kind(of: inspector.folder.pendingLock) == nil
    else { return false }
    let isWhole = try stopping { () throws(FileFailure) in
      try inspector.verify(sources).isEmpty
    }
    guard isWhole, !renderer.hasExpired(environment) else { return false }
    do throws(BuildFailure) {
      return try renderer.areUnchanged(lock.inputs, of: environment)
    } catch {
      throw Stop(error)
    }
  }

  /// What an environment's sources make, which is more than nothing and only of what it may be.
  func render(
    _ environment: Project.Environment, _ layout: BundleLayout, _ state: BundleFolder.LockState,
    _ request: BundleRequest
  ) throws(Stop) -> RenderedBundle {
    let rendered: RenderedBundle
    do throws(BuildFailure) {
      rendered = try renderer.render(environment, layout: layout)
    } catch {
      // An input that the last bundle was made from and that is gone is a failure of the disk.
      let vanished = (state.lock?.inputs ?? [:]).keys.sorted().filter { name in
        guard environment.tracking == .head, case .file = state.lock?.inputs[name] else {
          return false
        }
        return LocalFileSystem().kind(of: project.directory.pushing(FilePath(name))) == nil
      }
      var stop = Stop(error)
      if !vanished.isEmpty { stop.outcome = .environmentFailed }
      stop.diagnostics += vanished.map { .bundleVanished($0) }
      throw stop
    }
    if rendered.resources.count == 0, !request.allowsEmpty {
      throw Stop(
        outcome: .inputFailed,
        diagnostics: rendered.warnings
          + [.bundleEmpty(environment.name, overlay: environment.overlay)])
    }
    let refused = rendered.lock.inputs.filter { isRefused($0.key, $0.value, request) }
    guard refused.isEmpty else {
      throw Stop(
        outcome: .refused, diagnostics: refused.keys.sorted().map { .gitDirtyInput($0) })
    }
    return rendered
  }

  /// Whether an input is not committed; of a directory that git leaves out, everything is not.
  private func isRefused(
    _ name: String, _ input: BundleLock.Input, _ request: BundleRequest
  ) -> Bool {
    guard case .file = input, !request.refusedInputs.isEmpty else { return false }
    if request.refusedInputs.contains(name) { return true }
    var path = FilePath(name)
    while path.removeLastComponent() {
      if request.refusedInputs.contains(path.string + "/") { return true }
    }
    return false
  }

  /// Writes a bundle, or finds what would change, as the request says.
  func write(
    _ rendered: RenderedBundle, to folder: BundleFolder, _ state: BundleFolder.LockState,
    _ request: BundleRequest, _ report: inout EnvironmentReport
  ) throws(Stop) {
    let plan = try stopping { () throws(FileFailure) in
      let known = try folder.pendingOutputs(sources).union(
        state.lock?.outputs.keys.map(\.self) ?? [])
      return try BundlePlan(rendered.files, in: folder, known: known)
    }
    report.added = plan.added
    report.changed = plan.changed
    report.removed = plan.removed
    guard plan.unexpected.isEmpty else {
      throw Stop(
        outcome: .refused,
        diagnostics: rendered.warnings
          + plan.unexpected.map { .bundleUnexpected("\(folder.shownPath)/manifests/\($0)") })
    }
    guard request.mode == .write else {
      report.outcome = .planned
      return
    }
    let bytes = rendered.lock.bytes
    if case .present(_, let old) = state, plan.isEmpty,
      old == bytes,
      SystemFile.kind(of: folder.pendingLock) == nil, SystemFile.kind(of: folder.manifests) != nil
    {
      report.outcome = .unchanged
      return
    }
    try stopping { () throws(FileFailure) in
      try BundleWriter(folder: folder).write(rendered.files, plan: plan, lock: bytes)
    }
    report.outcome = .written
  }
}
