internal import Bundles
internal import Compare
internal import Compose
internal import Diagnostics
internal import Git
internal import Project
internal import Releases
internal import SystemPackage
internal import YAML

/// What becomes of the target of a promotion or a rollback.
struct TargetChange {
  let target: Project.Environment
  let files: TargetFiles
  let moves: [ValueMove]
  /// The lock that it has.
  let lock: ReleaseLock?
  /// The shared trees that it gets.
  let pin: PinnedSources.Pin
}

extension Promoter {
  /// A plan for a target: its overlay edited in memory and built once, and every gate asked.
  func plan(
    _ change: TargetChange, gates: [GateResult]
  ) throws(PromotionFailure) -> PromotionPlan {
    let (target, moves) = (change.target, change.moves)
    var overlay = change.files.overlay
    for move in moves where move.outcome == .moved {
      try building { () throws(BuildFailure) in try overlay.set(move.name, to: move.new) }
    }
    let values = try building { () throws(BuildFailure) in try overlay.values() }
    let edits = try building { () throws(BuildFailure) in try overlay.edits() }
    let view = cache.reading(EditedFileSystem(edits))
    let pinned = PinnedSources(
      view, pins: [target.name: change.pin], repository: ledger.repository)
    let targetGates = PromotionGates(target: target)
    let bundle = bundler(view, pinned).plan(target)
    let report = bundle.report
    if report.outcome == .environmentFailed {
      throw PromotionFailure(report.diagnostics, .environment)
    }
    let limits = try targetGates.limits(report) { () throws(PromotionFailure) in
      try differences(of: target, bundle.resources)
    }
    let release = Release(trees: change.pin.trees, values: values)
    var new = ReleaseLock(
      environment: target.name, release: release, commit: change.pin.commit)
    new.previous = change.lock.flatMap { $0.release == release ? $0.previous : $0.release.id }
    new.kept = moves.filter { $0.outcome == .kept }.map(\.name)
    let clean = targetGates.clean(
      change.files, edits: edits,
      bundle: ledger.gitPath(target.bundle) + "/", report,
      shown: cache.displayPath)
    return PromotionPlan(
      target: target, moves: moves,
      gates: (gates + [clean, limits]
        + TimeGates(environment: target, now: now).results(in: LocalFileSystem())
        + [targetGates.digest(values, project.promotion)]).inOrder,
      lock: new, bundle: bundle, edits: edits,
      problems: report.outcome == .planned
        ? deadOverrides(moves, of: target, in: bundle.resources) : report.diagnostics,
      replaced: change.lock)
  }

  /// A bundler of the project, which reads through `view`.
  func bundler(_ view: SourceCache? = nil, _ pinned: PinnedSources? = nil) -> Bundler {
    Bundler(project: project, cache: view ?? cache, options: options, now: now, pinned: pinned)
  }

  /// What differs between the bundle that a target has and the resources that it is to have.
  private func differences(
    of target: Project.Environment, _ resources: [Resource]
  ) throws(PromotionFailure) -> [ResourceDifference] {
    let folder = project.directory.pushing(FilePath(target.bundle))
    let old = try building { () throws(BuildFailure) in
      try CommittedBundle(at: folder, in: cache)?.resources() ?? []
    }
    return Comparison(
      from: ComparedSet(old, sources: cache.sources),
      to: ComparedSet(resources, sources: cache.sources)
    ).differences
  }

  /// The values of images that nothing in the rendered target has.
  private func deadOverrides(
    _ moves: [ValueMove], of target: Project.Environment, in resources: [Resource]
  ) -> [Diagnostic] {
    let images = moves.filter { $0.outcome == .moved && $0.name.hasPrefix("image:") }
    guard !images.isEmpty else { return [] }
    var texts: Set<String> = []
    for resource in resources { Self.collect(resource.node, into: &texts) }
    return images.compactMap { move in
      guard let value = move.new else { return nil }
      let ending = value.hasPrefix("@") ? value : ":\(value)"
      // With a digest Kustomize leaves the tag out of nothing but keeps both.
      return texts.contains { $0.hasSuffix(ending) }
        ? nil : .deadOverride(move.name, value, in: target.name)
    }
  }

  private static func collect(_ node: Node, into texts: inout Set<String>) {
    switch node.content {
    case .scalar(let scalar): if scalar.text.contains(":") { texts.insert(scalar.text) }
    case .sequence(let elements): for element in elements { collect(element, into: &texts) }
    case .mapping(let entries): for entry in entries { collect(entry.value, into: &texts) }
    }
  }
}
