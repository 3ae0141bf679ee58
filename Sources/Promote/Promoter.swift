public import Bundles
public import Compose
internal import Cryptography
public import Diagnostics
public import Git
public import Project
internal import Seal
internal import SystemPackage
internal import YAML

/// Why a promotion could not be planned or carried out.
public struct PromotionFailure: Error, Sendable {
  /// Who can mend it.
  public enum Cause: Sendable {
    /// The arguments or the project file.
    case usage
    /// The sources.
    case input
    /// Files, git, the disk.
    case environment
  }

  /// What was found.
  public var diagnostics: [Diagnostic]
  /// Who can mend it.
  public var cause: Cause

  init(_ diagnostics: [Diagnostic], _ cause: Cause) {
    self.diagnostics = diagnostics
    self.cause = cause
  }
}

/// Moves releases between environments: plans without writing, and carries plans out.
///
/// Everything is derived from the files of the project and from git; there is no other state. Costs a
/// build of the target, and a look at the history of the locks.
public struct Promoter: Sendable {
  private let project: Project
  private let cache: SourceCache
  private let options: BuildOptions
  private let ledger: ReleaseLedger
  private let now: Int64

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

  // MARK: Planning

  /// Finds out what a promotion would do; writes nothing.
  public func plan(_ request: PromotionRequest) throws(PromotionFailure) -> PromotionPlan {
    let source = try environment(named: request.source)
    let target = try environment(named: request.target)
    guard !project.promotion.images.isEmpty || !project.promotion.fields.isEmpty else {
      throw PromotionFailure([.nothingPromotable()], .usage)
    }
    let offered = try offer(of: source, request)
    let lock = try input { () throws(BuildFailure) in try ledger.lock(of: target) }
    let start = try targetFiles(of: target, and: source)
    let values = try input { () throws(BuildFailure) in try start.files.values() }
    let known = Set(values.keys).union(offered.release.values.keys)
    if let unknown = request.only.subtracting(known).sorted().first {
      throw PromotionFailure([.unknownValue(unknown, among: Array(known))], .usage)
    }
    let moves = ThreeWay(
      base: lock?.release.values, target: values, source: offered.release.values
    ).moves(only: request.only, sides: request.sides)
    var plan = try plan(
      target, start, moves: moves, lock: lock, sources: [source.name],
      gates: [
        route(from: source, to: target), offered.order, hold(lock), try soak(offered, target),
      ])
    plan.source = source.name
    plan.problems += moves.filter { $0.outcome == .conflict }.map { .valueConflict($0, request) }
    return overriding(plan, request.overrides)
  }

  /// Finds out what going back to an earlier release would do; writes nothing.
  ///
  /// The target gets the values of that release, and is held until it is released by a promotion whose
  /// `hold` gate is overridden.
  public func rollbackPlan(
    _ name: String, to release: String?, reason: String, overriding gates: [GateResult.Name]
  ) throws(PromotionFailure) -> PromotionPlan {
    let target = try environment(named: name)
    let lock = try input { () throws(BuildFailure) in try ledger.lock(of: target) }
    let history = try git { () throws(GitFailure) in try ledger.history(of: target) }
    let known = history.map(\.lock.release.id)
    let wanted = release ?? lock?.previous
    guard let wanted, let entry = history.first(where: { $0.lock.release.id == wanted }) else {
      throw PromotionFailure(
        [.unknownRelease(wanted ?? "previous", of: name, known: known)], .usage)
    }
    let start = try targetFiles(of: target)
    let values = try input { () throws(BuildFailure) in try start.files.values() }
    let earlier = entry.lock.release.values
    let moves = Set(values.keys).union(earlier.keys).filter { values[$0] != earlier[$0] }.sorted()
      .map { ValueMove(name: $0, old: values[$0], new: earlier[$0], outcome: .moved) }
    var plan = try plan(target, start, moves: moves, lock: lock, sources: [], gates: [])
    plan.lock.hold = ReleaseLock.Hold(reason: reason)
    return overriding(plan, Dictionary(gates.map { ($0, reason) }) { first, _ in first })
  }

  /// What a source has to give.
  private struct Offer {
    var source: Project.Environment
    var release: Release
    var order: GateResult
  }

  private func offer(
    of source: Project.Environment, _ request: PromotionRequest
  ) throws(PromotionFailure) -> Offer {
    if let wanted = request.release {
      let history = try git { () throws(GitFailure) in try ledger.history(of: source) }
      guard let entry = history.first(where: { $0.lock.release.id == wanted }) else {
        let known = history.map(\.lock.release.id)
        throw PromotionFailure([.unknownRelease(wanted, of: source.name, known: known)], .usage)
      }
      return Offer(
        source: source, release: entry.lock.release,
        order: .pass(.order, "\(wanted) was a release of \(source.name)"))
    }
    let values = try input { () throws(BuildFailure) in
      try OverlayFiles(of: source, in: project, cache: cache).values()
    }
    let trees = try git { () throws(GitFailure) in try ledger.trees(at: "HEAD") }
    let release = Release(trees: trees, values: values)
    let lock = try input { () throws(BuildFailure) in try ledger.lock(of: source) }
    guard !source.sources.isEmpty else {
      return Offer(
        source: source, release: release,
        order: .pass(.order, "\(source.name) is where releases begin"))
    }
    guard let lock else {
      return Offer(
        source: source, release: release,
        order: .fail(.order, "\(source.name) has no release yet: promote to it first"))
    }
    guard lock.release.values == release.values else {
      return Offer(
        source: source, release: release,
        order: .fail(.order, "\(source.name) has values that are no release of it"))
    }
    return Offer(
      source: source, release: lock.release,
      order: .pass(.order, "\(source.name) has \(lock.release.id)"))
  }

  /// The files of a target as git has them, and those of them that differ in the work tree.
  private struct TargetFiles {
    var files: OverlayFiles
    var dirty: [FilePath: [UInt8]]
    /// The other paths that are not as in the last commit.
    var others: [String]
  }

  /// A promotion that was interrupted after it wrote the overlay is planned from what it began with.
  private func targetFiles(
    of target: Project.Environment, and source: Project.Environment? = nil
  ) throws(PromotionFailure) -> TargetFiles {
    let repository = ledger.repository
    let overlay = ledger.gitPath(target.overlay)
    var paths = [overlay, ledger.gitPath(target.bundle)] + project.shared.map(ledger.gitPath)
    if let source { paths.append(ledger.gitPath(source.overlay)) }
    let changes = try git { () throws(GitFailure) in try repository.changes(below: paths) }
    var committed: [FilePath: [UInt8]] = [:]
    var dirty: [FilePath: [UInt8]] = [:]
    var others: [String] = []
    for change in changes {
      let path = repository.root.pushing(FilePath(change.path))
      if change.path.hasPrefix(overlay + "/"), !change.isNew,
        let now = try? LocalFileSystem().contents(of: path),
        let before = try git({ () throws(GitFailure) in
          try repository.contents(of: change.path, at: "HEAD")
        })
      {
        committed[path] = before
        dirty[path] = now
      } else if !(change.isNew && Self.isRemnant(path)) {
        others.append(change.path)
      }
    }
    let cache = dirty.isEmpty ? self.cache : self.cache(with: committed)
    return TargetFiles(
      files: OverlayFiles(of: target, in: project, cache: cache), dirty: dirty, others: others)
  }

  /// Whether a file is what a killed run was about to put in the place of another: the next run
  /// replaces it.
  private static func isRemnant(_ path: FilePath) -> Bool {
    let name = path.lastComponent?.string ?? ""
    guard name.hasPrefix("."), name.hasSuffix("-new") else { return false }
    let original = path.removingLastComponent().appending(String(name.dropFirst().dropLast(4)))
    return LocalFileSystem().kind(of: original) == .file
  }

  private func cache(with edited: [FilePath: [UInt8]]) -> SourceCache {
    cache.reading(EditedFileSystem(edited))
  }

  private func plan(
    _ target: Project.Environment, _ start: TargetFiles, moves: [ValueMove], lock: ReleaseLock?,
    sources: [String], gates: [GateResult]
  ) throws(PromotionFailure) -> PromotionPlan {
    var files = start.files
    for move in moves where move.outcome == .moved {
      try input { () throws(BuildFailure) in try files.set(move.name, to: move.new) }
    }
    let edits = files.edited
    let values = try input { () throws(BuildFailure) in try files.values() }
    let view = cache(with: edits)
    let bundler = Bundler(project: project, cache: view, options: options, now: now)
    var request = BundleRequest()
    request.mode = .plan
    let report = bundler.run(request, for: [target])[0]
    let moved = moves.filter { $0.outcome == .moved && $0.new != nil }
    var problems =
      report.outcome == .planned || report.outcome == .skipped ? [] : report.diagnostics
    if problems.isEmpty {
      problems += try input { () throws(BuildFailure) in
        try deadOverrides(moved, target, view)
      }
    }
    let commit = try git { () throws(GitFailure) in try ledger.repository.commit("HEAD") }
    let trees = try git { () throws(GitFailure) in try ledger.trees(at: commit) }
    let release = Release(trees: trees, values: values)
    var new = ReleaseLock(
      environment: target.name, release: release,
      previous: lock.flatMap { $0.release == release ? $0.previous : $0.release.id },
      sources: sources, commit: commit, bundle: "")
    new.kept = moves.filter { $0.outcome == .kept }.map(\.name)
    let all =
      gates + [clean(start, edits)]
      + TimeGates(environment: target, now: now).results(in: LocalFileSystem())
      + [limits(of: target, report), digest(of: target, values)]
    let order = GateResult.Name.allCases
    return PromotionPlan(
      source: nil, target: target, moves: moves,
      gates: all.sorted {
        (order.firstIndex(of: $0.name) ?? 0) < (order.firstIndex(of: $1.name) ?? 0)
      }, lock: new, rendered: report, edits: edits, problems: problems, released: lock?.release)
  }

  private func overriding(
    _ plan: PromotionPlan, _ reasons: [GateResult.Name: String]
  ) -> PromotionPlan {
    var plan = plan
    for index in plan.gates.indices where plan.gates[index].state == .fail {
      let name = plan.gates[index].name
      guard let reason = reasons[name] else { continue }
      guard plan.target.overridable.contains(where: { $0.rawValue == name.rawValue }) else {
        plan.gates[index].reason += " (\(plan.target.name) does not let it be overridden)"
        continue
      }
      plan.gates[index].state = .overridden
      plan.lock.overrides.append(ReleaseLock.Override(gate: name.rawValue, reason: reason))
    }
    return plan
  }

  // MARK: Gates

  private func route(
    from source: Project.Environment, to target: Project.Environment
  ) -> GateResult {
    guard target.sources.contains(source.name) else {
      let allowed = target.sources.isEmpty ? "none" : target.sources.joined(separator: ", ")
      return .fail(.route, "\(target.name) takes releases from: \(allowed)")
    }
    return .pass(.route, "\(target.name) takes releases from \(source.name)")
  }

  private func clean(_ start: TargetFiles, _ edits: [FilePath: [UInt8]]) -> GateResult {
    // What an interrupted promotion has written already is what this one writes.
    let isResumed = !start.dirty.isEmpty && start.dirty.allSatisfy { edits[$0.key] == $0.value }
    var dirty = start.dirty.filter { edits[$0.key] != $0.value }.map { cache.displayPath($0.key) }
    let bundles = project.environments.map { ledger.gitPath($0.bundle) + "/" }
    dirty += start.others.filter { path in
      !(isResumed && bundles.contains { path.hasPrefix($0) })
    }
    guard let first = dirty.sorted().first else { return .pass(.clean, "all is committed") }
    let more = dirty.count == 1 ? "" : " and \(dirty.count - 1) more"
    return .fail(.clean, "\(first)\(more) is not committed")
  }

  private func hold(_ lock: ReleaseLock?) -> GateResult {
    guard let hold = lock?.hold else { return .pass(.hold, "there is none") }
    return .fail(.hold, "held: \(hold.reason)")
  }

  private func soak(
    _ offer: Offer, _ target: Project.Environment
  ) throws(PromotionFailure) -> GateResult {
    guard target.minimalSoak > 0 else { return .pass(.soak, "none is asked for") }
    let since = try git { () throws(GitFailure) in
      offer.source.sources.isEmpty
        ? try ledger.lastChange(of: offer.source)
        : try ledger.liveSince(offer.release.id, in: offer.source)
    }
    guard let since else { return .fail(.soak, "the release is not committed yet") }
    guard since <= now else {
      return .fail(
        .soak, "the clock is behind the commit that brought the release", passesAt: since)
    }
    let passesAt = since + Int64(target.minimalSoak)
    let live = Duration.text(now - since)
    guard passesAt <= now else {
      return .fail(
        .soak, "live for \(live) of \(Duration.text(Int64(target.minimalSoak)))",
        passesAt: passesAt)
    }
    return .pass(.soak, "live for \(live)")
  }

  private func limits(
    of target: Project.Environment, _ report: EnvironmentReport
  ) -> GateResult {
    let count = report.added.count + report.changed.count + report.removed.count
    if let maximum = target.limits.maximalChanges, count > maximum {
      return .fail(.limits, "\(count) resources change, \(maximum) may")
    }
    // What cannot be told is not allowed.
    if count > 0, target.limits.denied.contains("immutable") {
      return .fail(.limits, "immutable fields are not compared yet, and deny names \"immutable\"")
    }
    for denied in target.limits.denied where denied.hasPrefix("delete:") {
      let kind = denied.dropFirst("delete:".count).lowercased()
      // A file is called `<kind>[.<group>]_<name>.yaml`.
      let file = report.removed.first { path in
        let name = path.split(separator: "/").last ?? ""
        return name.prefix { $0 != "." && $0 != "_" } == kind
      }
      if let file { return .fail(.limits, "\(file) would be deleted, which \(denied) forbids") }
    }
    return .pass(.limits, count == 1 ? "1 resource changes" : "\(count) resources change")
  }

  private func digest(
    of target: Project.Environment, _ values: [String: String]
  ) -> GateResult {
    guard project.promotion.requiresDigests, target.isProtected else {
      return .pass(.digest, "none is asked for")
    }
    let without = values.filter { $0.key.hasPrefix("image:") && !$0.value.contains("@") }
    guard let first = without.keys.sorted().first else { return .pass(.digest, "all have one") }
    return .fail(.digest, "\(first) has no digest")
  }

  /// The values of images that nothing in the rendered target has.
  private func deadOverrides(
    _ moves: [ValueMove], _ target: Project.Environment, _ view: SourceCache
  ) throws(BuildFailure) -> [Diagnostic] {
    let images = moves.filter { $0.name.hasPrefix("image:") }
    guard !images.isEmpty else { return [] }
    let overlay = project.directory.pushing(FilePath(target.overlay)).lexicallyNormalized()
    let build = try EnvironmentBuilder(cache: view, options: options, now: now).build(overlay)
    var texts: Set<String> = []
    for resource in build.resources { Self.collect(resource.node, into: &texts) }
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

  // MARK: Carrying out

  /// Writes the overlay, the bundle and, last, the lock of a plan that is allowed.
  ///
  /// Each file is old or new at every moment. An interrupted run is finished by the next one, which
  /// begins with what was there before.
  public func carryOut(_ plan: PromotionPlan) throws(PromotionFailure) -> EnvironmentReport {
    try files { () throws(FileFailure) in
      for (path, bytes) in plan.edits.sorted(by: { $0.key.string < $1.key.string }) {
        try SystemFile.replace(path, with: bytes)
      }
    }
    let view = cache.reading(LocalFileSystem())
    let bundler = Bundler(project: project, cache: view, options: options, now: now)
    let report = bundler.run(BundleRequest(), for: [plan.target])[0]
    switch report.outcome {
    case .written, .unchanged, .skipped: break
    case .planned, .checked, .inputFailed, .refused:
      throw PromotionFailure(report.diagnostics, .input)
    case .environmentFailed: throw PromotionFailure(report.diagnostics, .environment)
    }
    let folder = project.directory.pushing(FilePath(plan.target.bundle))
    try files { () throws(FileFailure) in
      var lock = plan.lock
      let bundle = try SystemFile.contents(of: folder.appending(BundleLock.fileName)) ?? []
      lock.bundle = SHA256.hexDigest(of: bundle)
      try SystemFile.replace(folder.appending(ReleaseLock.fileName), with: lock.bytes)
    }
    return report
  }

  /// The paths of the repository that a plan writes.
  func writtenPaths(of plan: PromotionPlan) -> [String] {
    let root = ledger.repository.root
    let edited = plan.edits.keys.compactMap { path -> String? in
      var rest = path
      return rest.removePrefix(root) ? rest.string : nil
    }
    return edited.sorted() + [ledger.gitPath(plan.target.bundle)]
  }

  /// Commits what a plan has written, and nothing else; with `branch` on a new branch.
  public func commit(
    _ plan: PromotionPlan, message: String, branch: String?
  ) throws(PromotionFailure) {
    try git { () throws(GitFailure) in
      let repository = ledger.repository
      if let branch { _ = try repository.run(["switch", "--quiet", "--create", branch]) }
      let paths = writtenPaths(of: plan)
      _ = try repository.run(["add", "--all", "--"] + paths)
      _ = try repository.run(
        ["commit", "--quiet", "--only", "--message", message, "--"] + paths)
    }
  }

  // MARK: Failures

  private func environment(
    named name: String
  ) throws(PromotionFailure) -> Project.Environment {
    guard let environment = project.environment(named: name) else {
      throw PromotionFailure([.unknownEnvironment(name, of: project)], .usage)
    }
    guard environment.tracking == .head else {
      throw PromotionFailure([.pinnedUnsupported(environment)], .usage)
    }
    return environment
  }

  private func input<R>(_ body: () throws(BuildFailure) -> R) throws(PromotionFailure) -> R {
    do throws(BuildFailure) {
      return try body()
    } catch {
      throw PromotionFailure(error.diagnostics, error.isOfProject ? .usage : .input)
    }
  }

  private func git<R>(_ body: () throws(GitFailure) -> R) throws(PromotionFailure) -> R {
    do throws(GitFailure) {
      return try body()
    } catch {
      throw PromotionFailure([error.diagnostic], .environment)
    }
  }

  private func files<R>(_ body: () throws(FileFailure) -> R) throws(PromotionFailure) -> R {
    do throws(FileFailure) {
      return try body()
    } catch {
      throw PromotionFailure([.promotionWrite(error.path, error.reason)], .environment)
    }
  }
}

/// Spans of time for people.
enum Duration {
  /// The two largest units of a number of seconds, as `1d 4h`.
  static func text(_ seconds: Int64) -> String {
    let units: [(String, Int64)] = [("d", 86400), ("h", 3600), ("m", 60), ("s", 1)]
    var rest = max(0, seconds)
    var parts: [String] = []
    for (name, size) in units {
      let count = rest / size
      rest %= size
      if count > 0 || (size == 1 && parts.isEmpty) { parts.append("\(count)\(name)") }
      if parts.count == 2 { break }
    }
    return parts.joined(separator: " ")
  }
}
