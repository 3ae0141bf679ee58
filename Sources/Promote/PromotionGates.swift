internal import Bundles
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

  /// The files that matter are those of the last commit; `bundles` are the directories of all bundles.
  func clean(
    _ files: TargetFiles, edits: [FilePath: [UInt8]], bundles: [String],
    shown: (FilePath) -> String
  ) -> GateResult {
    // What an interrupted promotion has written already is what this one writes.
    let isResumed = !files.dirty.isEmpty && files.dirty.allSatisfy { edits[$0.key] == $0.value }
    var dirty = files.dirty.filter { edits[$0.key] != $0.value }.map { shown($0.key) }
    dirty += files.others.filter { path in
      !(isResumed && bundles.contains { path.hasPrefix($0) })
    }
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

  /// The rendered difference is small enough, and nothing in it is denied.
  func limits(_ report: EnvironmentReport) -> GateResult {
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
