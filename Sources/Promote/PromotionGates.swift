internal import Bundles
internal import Compare
internal import Compose
internal import Project
internal import Releases
internal import SystemPackage

/// The gates of a promotion to one environment, but for those that depend on time alone.
struct PromotionGates {
  let target: Project.Environment

  /// The project allows the route.
  func route(from source: Project.Environment) -> GateResult {
    guard target.sources.contains(source.name) else {
      let allowed = target.sources.isEmpty ? "none" : target.sources.joined(separator: ", ")
      return .fail(.route, "\(target.name) takes releases from: \(allowed)")
    }
    return .pass(.route, "\(target.name) takes releases from \(source.name)")
  }

  /// The files that matter are those of the last commit; `bundle` is the directory of the target's.
  func clean(
    _ files: TargetFiles, edits: [FilePath: [UInt8]], bundle: String, _ report: EnvironmentReport,
    shown: (FilePath) -> String
  ) -> GateResult {
    // What an interrupted promotion has written already is what this one writes: the overlay, or
    // where nothing in that changes, the bundle.
    let isResumed =
      files.dirty.allSatisfy { edits[$0.key] == $0.value }
      && (!files.dirty.isEmpty || edits.isEmpty && !report.hasChanges)
    var dirty = files.dirty.filter { edits[$0.key] != $0.value }.map { shown($0.key) }
    dirty += files.others.filter { !(isResumed && $0.hasPrefix(bundle)) }
    guard let first = dirty.sorted().first else { return .pass(.clean, "all is committed") }
    let more = dirty.count == 1 ? "" : " and \(dirty.count - 1) more"
    return .fail(.clean, "\(first)\(more) is not committed")
  }

  /// No rollback holds the target.
  func hold(_ lock: ReleaseLock?) -> GateResult {
    guard let hold = lock?.hold else { return .pass(.hold, "there is none") }
    return .fail(.hold, "held: \(hold.reason)")
  }

  /// The release has been live long enough, since a time in seconds since 1970; nil if it is not
  /// committed.
  func soak(since: Int64?, now: Int64) -> GateResult {
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

  /// The rendered difference is small enough, and nothing in it is denied; `differences` are those of
  /// resources, looked for if something is.
  func limits(
    _ report: EnvironmentReport,
    differences: () throws(PromotionFailure) -> [ResourceDifference]
  ) throws(PromotionFailure) -> GateResult {
    let count = report.added.count + report.changed.count + report.removed.count
    if let maximum = target.limits.maximalChanges, count > maximum {
      return .fail(.limits, "\(count) resources change, \(maximum) may")
    }
    if count > 0, !target.limits.denied.isEmpty {
      let denied = try differences().flatMap(denials)
      if let first = denied.first {
        let more = denied.count == 1 ? "" : ", and \(denied.count - 1) more"
        return .fail(.limits, first + more)
      }
    }
    return .pass(.limits, count == 1 ? "1 resource changes" : "\(count) resources change")
  }

  /// What is denied in a difference, in words.
  private func denials(_ difference: ResourceDifference) -> [String] {
    switch difference.action {
    case .added: return []
    case .deleted:
      return target.limits.denied
        .filter { $0.lowercased() == "delete:\(difference.identity.kind.lowercased())" }
        .map { "\(difference.identity) would be deleted, which \($0) forbids" }
    case .changed:
      guard target.limits.denied.contains("immutable") else { return [] }
      return difference.changes.filter { $0.category == .immutable }
        .map { "\($0.path) of \(difference.identity) changes, which immutable forbids" }
    }
  }

  /// Images of a protected target have digests, if the project asks for that.
  func digest(_ values: [String: String], _ promotion: Project.Promotion) -> GateResult {
    guard promotion.requiresDigests, target.isProtected else {
      return .pass(.digest, "none is asked for")
    }
    let without = values.filter { $0.key.hasPrefix("image:") && !$0.value.contains("@") }
    guard let first = without.keys.sorted().first else { return .pass(.digest, "all have one") }
    return .fail(.digest, "\(first) has no digest")
  }
}

extension [GateResult] {
  /// The gates in the order in which they are looked at.
  var inOrder: [GateResult] {
    GateResult.Name.allCases.flatMap { name in filter { $0.name == name } }
  }
}
