internal import Bundles
public import Compose
internal import Cryptography
public import Diagnostics
internal import Git
public import Project
internal import Releases
internal import SystemPackage

/// Looks at what a branch did to environments that get releases: a bundle that changed without one, a
/// lock that was written by hand, an environment that was passed over.
public struct ReleaseGuard {
  private let project: Project
  private let cache: SourceCache
  private let ledger: ReleaseLedger

  /// A guard of the project in the work tree.
  public init(_ project: Project, cache: SourceCache, _ ledger: ReleaseLedger) {
    self.project = project
    self.cache = cache
    self.ledger = ledger
  }

  /// The findings since the work tree parted from `base`.
  public func findings(since base: String) throws(PromotionFailure) -> [Diagnostic] {
    let paths: Set<String>
    do throws(GitFailure) {
      let parting = try ledger.repository.mergeBase(base, "HEAD")
      let output = try ledger.repository.run(
        ["diff", "--name-only", "-z", "--no-renames", parting])
      paths = Set(output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) })
    } catch {
      throw PromotionFailure(error)
    }
    var findings: [Diagnostic] = []
    for environment in project.environments where !environment.sources.isEmpty {
      let lock = ledger.gitPath(ReleaseLock.path(of: environment))
      if paths.contains(lock) {
        findings += try self.findings(of: environment)
      } else if environment.isProtected {
        let bundle = ledger.gitPath(environment.bundle) + "/"
        findings += paths.filter { $0.hasPrefix(bundle) }.sorted().prefix(1).map {
          .bundleWithoutRelease(environment.name, path: $0)
        }
      }
    }
    return findings
  }

  /// What is wrong with a lock that changed.
  private func findings(of environment: Project.Environment) throws(PromotionFailure)
    -> [Diagnostic]
  {
    let path = ReleaseLock.path(of: environment)
    let lock: ReleaseLock?
    let values: [String: String]
    do throws(BuildFailure) {
      lock = try ledger.lock(of: environment)
      values = try ledger.values(of: environment)
    } catch {
      return error.diagnostics
    }
    guard let lock else { return [.releaseRemoved(environment.name, path: path)] }
    var findings: [Diagnostic] = []
    let differing = Set(values.keys).union(lock.release.values.keys)
      .filter { values[$0] != lock.release.values[$0] }.sorted()
    findings += differing.map { .valueNotOfRelease($0, environment.name, path: path) }
    let bundle = project.directory.pushing(FilePath(environment.bundle))
      .appending(BundleLock.fileName)
    let bytes = (try? cache.fileSystem.contents(of: bundle)) ?? []
    if SHA256.hexDigest(of: bytes) != lock.bundle {
      findings.append(.bundleNotOfRelease(environment.name, path: path))
    }
    if lock.hold == nil, try !cameFromSources(lock, environment) {
      findings.append(.sourcePassedOver(environment, path: path))
    }
    return findings
  }

  /// Whether the sources that are asked for had the values of a release.
  private func cameFromSources(
    _ lock: ReleaseLock, _ environment: Project.Environment
  ) throws(PromotionFailure) -> Bool {
    do throws(GitFailure) {
      // What it kept as its own, it has from nowhere.
      let moved = lock.release.values.filter { !lock.kept.contains($0.key) }
      var had: [Bool] = []
      for name in environment.sources {
        guard let source = project.environment(named: name) else { continue }
        // Where releases begin there is no record of them.
        if source.sources.isEmpty {
          had.append(true)
        } else {
          had.append(
            try ledger.history(of: source).contains {
              $0.lock.release.values.filter { !lock.kept.contains($0.key) } == moved
                && (environment.tracking == .head || $0.lock.release.trees == lock.release.trees)
            })
        }
      }
      return environment.requirement == .all ? !had.contains(false) : had.contains(true)
    } catch {
      throw PromotionFailure(error)
    }
  }
}

extension Diagnostic {
  fileprivate static func bundleWithoutRelease(_ name: String, path: String) -> Diagnostic {
    Diagnostic(
      "guard/no-release", "the bundle of \(name) changed, and no release came with it", path: path,
      hint: "changes reach \(name) by \"mlcf-compose promote\"")
  }

  fileprivate static func releaseRemoved(_ name: String, path: String) -> Diagnostic {
    Diagnostic("guard/release-removed", "the release of \(name) is gone", path: path)
  }

  fileprivate static func valueNotOfRelease(
    _ value: String, _ name: String, path: String
  ) -> Diagnostic {
    Diagnostic(
      "guard/value", "the overlay of \(name) has another \(value) than its release", path: path,
      hint: "promote again, or take the edit of the overlay back")
  }

  fileprivate static func bundleNotOfRelease(_ name: String, path: String) -> Diagnostic {
    Diagnostic(
      "guard/bundle", "the bundle of \(name) is not the one that the release came with",
      path: path, hint: "promote again: it writes both")
  }

  fileprivate static func sourcePassedOver(
    _ environment: Project.Environment, path: String
  ) -> Diagnostic {
    Diagnostic(
      "guard/passed-over",
      "\(environment.sources.joined(separator: " and ")) never had this release of "
        + environment.name, path: path, hint: "promote it there first")
  }
}
