internal import Compose
internal import Git
public import Project
public import Releases

/// Where an environment stands: its release, since when, and what has changed since.
public struct EnvironmentStatus: Sendable {
  /// The environment.
  public var environment: Project.Environment
  /// Its lock; nil before the first promotion.
  public var lock: ReleaseLock?
  /// Since when it has its release, in seconds since 1970; nil if that is not committed.
  public var since: Int64?
  /// The values that are not those of the release, by name.
  public var drift: [String]
  /// Whether it has the release that one of its sources has; nil if it has no sources.
  public var isBehind: Bool?
  /// The promotable values that it has now.
  var currentValues: [String: String]
}

extension ReleaseLedger {
  /// The status of every environment, in promotion order.
  public func status() throws(PromotionFailure) -> [EnvironmentStatus] {
    var statuses: [EnvironmentStatus] = []
    do {
      let head = try head()
      for environment in projectEnvironments {
        let lock = try lock(of: environment)
        let values = try values(of: environment)
        let drift =
          lock.map { lock in
            Set(values.keys).union(lock.release.values.keys)
              .filter { values[$0] != lock.release.values[$0] }.sorted()
          } ?? []
        let since = try lock.flatMap { try liveSince($0.release.id, in: environment) }
        // Only what is pinned stays behind the shared trees.
        func isOffered(_ status: EnvironmentStatus) -> Bool {
          let values = status.lock?.release.values ?? status.currentValues
          let trees = status.lock?.release.trees ?? head.trees
          return values == lock?.release.values
            && (environment.tracking == .head || trees == lock?.release.trees)
        }
        let offering = statuses.filter { environment.sources.contains($0.environment.name) }
        statuses.append(
          EnvironmentStatus(
            environment: environment, lock: lock, since: since, drift: drift,
            isBehind: offering.isEmpty ? nil : !offering.contains(where: isOffered),
            currentValues: values))
      }
    } catch let failure as BuildFailure {
      throw PromotionFailure(failure)
    } catch let failure as GitFailure {
      throw PromotionFailure(failure)
    } catch {
      preconditionFailure("nothing else is thrown")
    }
    return statuses
  }
}
