public import Compose
internal import Diagnostics
public import Git
public import Project
internal import Releases

/// Moves releases between environments: plans without writing, and carries plans out.
///
/// Everything is derived from the files of the project and from git; there is no other state. Costs a
/// build of the target, and a look at the history of the locks.
public struct Promoter: Sendable {
  let project: Project
  let cache: SourceCache
  let options: BuildOptions
  let ledger: ReleaseLedger
  let now: Int64

  /// A promoter at a time, in seconds since 1970 in UTC.
  public init(
    _ project: Project, cache: SourceCache, options: BuildOptions, _ repository: GitRepository,
    now: Int64
  ) {
    self.project = project
    self.cache = cache
    self.options = options
    self.now = now
    ledger = ReleaseLedger(project, cache: cache, repository)
  }

  /// Finds out what a promotion would do; writes nothing.
  public func plan(_ request: PromotionRequest) throws(PromotionFailure) -> PromotionPlan {
    let source = try environment(named: request.source)
    let target = try environment(named: request.target)
    guard !project.promotion.images.isEmpty || !project.promotion.fields.isEmpty else {
      throw PromotionFailure([.nothingPromotable()], .usage)
    }
    let head = try askingGit { () throws(GitFailure) in try ledger.head() }
    let offered = try offer(of: source, request, head)
    let lock = try ledger.committedLock(of: target)
    let files = try files(of: target, and: source)
    let values = try building { () throws(BuildFailure) in try files.overlay.values() }
    let known = Set(values.keys).union(offered.release.values.keys)
    if let unknown = request.only.subtracting(known).sorted().first {
      throw PromotionFailure([.unknownValue(unknown, among: Array(known))], .usage)
    }
    let moves = ThreeWay(
      base: lock?.release.values, target: values, source: offered.release.values
    ).moves(only: request.only, sides: request.sides)
    let offeredPin = PinnedSources.Pin(trees: offered.release.trees, commit: offered.commit)
    // A value that moves alone leaves the shared trees as they are.
    let own = request.only.isEmpty ? nil : lock.map(PinnedSources.Pin.init)
    let gates = PromotionGates(target: target)
    var plan = try plan(
      TargetChange(
        target: target, files: files, moves: moves, lock: lock,
        pin: target.tracking == .pinned ? own ?? offeredPin : head),
      gates: [
        gates.route(from: source), offered.order, gates.hold(lock),
        target.minimalSoak == 0
          ? .pass(.soak, "none is asked for")
          : gates.soak(since: try liveSince(offered, in: source), now: now),
      ])
    plan.source = source.name
    plan.lock.sources = [source.name]
    plan.problems += moves.filter { $0.outcome == .conflict }.map { .valueConflict($0, request) }
    return plan.overriding(request.overrides)
  }

  /// Finds out what going back to an earlier release would do; writes nothing.
  ///
  /// The target gets the values of that release, and the shared trees too if it is pinned. It is held
  /// until it is released by a promotion whose `hold` gate is overridden.
  public func rollbackPlan(
    _ name: String, to release: String?, reason: String, overriding gates: [GateResult.Name]
  ) throws(PromotionFailure) -> PromotionPlan {
    let target = try environment(named: name)
    let lock = try ledger.committedLock(of: target)
    let history = try askingGit { () throws(GitFailure) in try ledger.history(of: target) }
    let wanted = release ?? lock?.previous ?? "previous"
    let earlier = try history.lock(of: wanted, environment: name)
    let files = try files(of: target, and: nil)
    let values = try building { () throws(BuildFailure) in try files.overlay.values() }
    let wantedValues = earlier.release.values
    let moves = Set(values.keys).union(wantedValues.keys)
      .filter { values[$0] != wantedValues[$0] }.sorted()
      .map { ValueMove(name: $0, old: values[$0], new: wantedValues[$0], outcome: .moved) }
    let pin =
      target.tracking == .pinned
      ? PinnedSources.Pin(earlier)
      : try askingGit { () throws(GitFailure) in try ledger.head() }
    var plan = try plan(
      TargetChange(target: target, files: files, moves: moves, lock: lock, pin: pin), gates: [])
    plan.lock.hold = ReleaseLock.Hold(reason: reason)
    return plan.overriding(Dictionary(gates.map { ($0, reason) }) { first, _ in first })
  }

  // MARK: The source

  /// What a source has to give.
  private struct Offer {
    var release: Release
    /// The commit whose shared trees the release has.
    var commit: String
    var order: GateResult
  }

  private func offer(
    of source: Project.Environment, _ request: PromotionRequest, _ head: PinnedSources.Pin
  ) throws(PromotionFailure) -> Offer {
    if let wanted = request.release {
      let history = try askingGit { () throws(GitFailure) in try ledger.history(of: source) }
      let lock = try history.lock(of: wanted, environment: source.name)
      return Offer(
        release: lock.release, commit: lock.commit,
        order: .pass(.order, "\(wanted) was a release of \(source.name)"))
    }
    let values = try building { () throws(BuildFailure) in try ledger.values(of: source) }
    let lock = try building { () throws(BuildFailure) in try ledger.lock(of: source) }
    var offer = Offer(
      release: Release(trees: head.trees, values: values), commit: head.commit,
      order: .pass(.order, "\(source.name) is where releases begin"))
    guard !source.sources.isEmpty else { return offer }
    guard let lock else {
      offer.order = .fail(.order, "\(source.name) has no release yet: promote to it first")
      return offer
    }
    guard lock.release.values == values else {
      offer.order = .fail(.order, "\(source.name) has values that are no release of it")
      return offer
    }
    return Offer(
      release: lock.release, commit: lock.commit,
      order: .pass(.order, "\(source.name) has \(lock.release.id)"))
  }

  private func liveSince(
    _ offer: Offer, in source: Project.Environment
  ) throws(PromotionFailure) -> Int64? {
    try askingGit { () throws(GitFailure) in
      source.sources.isEmpty
        ? try ledger.lastChange(of: source) : try ledger.liveSince(offer.release.id, in: source)
    }
  }

  // MARK: The target

  /// The environment of a name.
  func environment(named name: String) throws(PromotionFailure) -> Project.Environment {
    guard let environment = project.environment(named: name) else {
      throw PromotionFailure([.unknownEnvironment(name, of: project)], .usage)
    }
    return environment
  }

  private func files(
    of target: Project.Environment, and source: Project.Environment?
  ) throws(PromotionFailure) -> TargetFiles {
    try askingGit { () throws(GitFailure) in
      try TargetFiles(of: target, and: source, in: project, ledger, cache: cache)
    }
  }
}

extension [ReleaseLedger.Entry] {
  /// The newest lock of a release.
  fileprivate func lock(
    of release: String, environment: String
  ) throws(PromotionFailure) -> ReleaseLock {
    guard let entry = first(where: { $0.lock.release.id == release }) else {
      let known = map(\.lock.release.id)
      throw PromotionFailure([.unknownRelease(release, of: environment, known: known)], .usage)
    }
    return entry.lock
  }
}
