internal import Compare
internal import Compose
internal import Git
internal import Project
internal import Releases
internal import Seal
internal import SystemPackage

extension Promoter {
  /// What differs between two environments, and what explains it; writes nothing.
  ///
  /// Builds both, and the second one once more as a promotion of all that the first has would leave
  /// it.
  public func drift(
    from first: String, to second: String
  ) throws(PromotionFailure) -> EnvironmentDrift {
    let (first, second) = (try environment(named: first), try environment(named: second))
    let pinned = PinnedSources(cache, repository: ledger.repository)
    var old = try resources(of: first, cache, pinned)
    let new = try resources(of: second, cache, pinned)
    // Each environment may have a namespace of its own.
    let places = try building { () throws(BuildFailure) in
      try [first, second].map { environment throws(BuildFailure) in
        try OverlayFiles(of: environment, in: project, cache: cache).namespace()
      }
    }
    if let from = places[0], let to = places[1], from != to { old.namespaces = [from: to] }
    return EnvironmentDrift(
      from: old, to: new, promoted: try promoted(first, second), project.divergences)
  }

  private func resources(
    of environment: Project.Environment, _ cache: SourceCache, _ pinned: PinnedSources
  ) throws(PromotionFailure) -> ComparedSet {
    try building { () throws(BuildFailure) in
      let overlay = project.directory.pushing(FilePath(environment.overlay))
      let build = try EnvironmentBuilder(
        cache: cache, options: options, now: now, pinned: pinned
      ).build(overlay)
      return ComparedSet(build.resources, sources: cache.sources)
    }
  }

  /// An environment with all the values of another one, and its shared trees if it is pinned.
  private func promoted(
    _ source: Project.Environment, _ target: Project.Environment
  ) throws(PromotionFailure) -> ComparedSet {
    let edits = try building { () throws(BuildFailure) in
      let values = try ledger.values(of: source)
      var overlay = OverlayFiles(of: target, in: project, cache: cache)
      for move in ThreeWay(base: nil, target: try overlay.values(), source: values)
        .moves(only: [], sides: [:])
      {
        try overlay.set(move.name, to: move.new)
      }
      return try overlay.edits()
    }
    let view = cache.reading(EditedFileSystem(edits))
    var pins: [String: PinnedSources.Pin] = [:]
    if target.tracking == .pinned {
      let lock = try building { () throws(BuildFailure) in try ledger.lock(of: source) }
      pins[target.name] =
        if let lock {
          PinnedSources.Pin(lock)
        } else {
          try askingGit { () throws(GitFailure) in try ledger.head() }
        }
    }
    return try resources(
      of: target, view, PinnedSources(view, pins: pins, repository: ledger.repository))
  }
}
