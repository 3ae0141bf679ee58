public import Compose
public import Diagnostics
public import Project
internal import Releases
internal import SystemPackage

/// Looks for the development secrets of a project outside the places where they belong.
///
/// They belong into the files that development builds are made from, and into the bundles of
/// environments that are not protected. Anywhere else a file must hold them in no form of the leak
/// scan: what git has is known to everybody who can read the repository, for ever.
public struct SecretCheck {
  private let scans: [LeakScan]
  private let cache: SourceCache
  private let project: Project
  /// The files that development values are read from, as they are shown.
  private let sources: Set<String>

  /// Builds the overlays of those environments that have a SecretSwap, to learn what is secret;
  /// throws if none has.
  public init(
    _ environments: [Project.Environment], of project: Project, cache: SourceCache,
    options: BuildOptions, now: Int64
  ) throws(BuildFailure) {
    self.cache = cache
    self.project = project
    let pinned = PinnedSources(cache)
    let builder = EnvironmentBuilder(cache: cache, options: options, now: now, pinned: pinned)
    var scans: [LeakScan] = []
    var files: Set<FileID> = []
    for environment in environments {
      guard
        let (swap, development) = try builder.developmentSecrets(
          of: project.directory.pushing(FilePath(environment.overlay)).lexicallyNormalized())
      else { continue }
      scans.append(LeakScan(Needles(development, of: swap)))
      files.formUnion(development.files)
    }
    guard !scans.isEmpty else {
      throw BuildFailure(diagnostics: [.nothingToCheck(environments.map(\.name))])
    }
    self.scans = scans
    sources = Set(files.compactMap { cache.sources.file($0)?.path }.map(pinned.workTreePath))
  }

  /// What a file holds, at most one finding for each development value.
  ///
  /// `path` is relative to the project. What `before` holds already, such as the last commit's
  /// version of the file, is no finding.
  public func findings(
    in bytes: [UInt8], at path: String, before: [UInt8]? = nil
  ) -> [Diagnostic] {
    let shown = cache.displayPath(project.directory.pushing(FilePath(path)))
    guard !sources.contains(shown), !isOfDevelopment(path) else { return [] }
    var occurrences = occurrences(in: bytes)
    guard !occurrences.isEmpty else { return [] }
    if let before {
      let known = Set(self.occurrences(in: before).map(\.needle.name))
      occurrences.removeAll { known.contains($0.needle.name) }
    }
    let file = cache.sources.add(path: shown, bytes: bytes)
    return occurrences.map { needle, range in
      let place = SourceRange(file: file.id, start: range.lowerBound, end: range.upperBound)
      // An excerpt would show the value.
      cache.sources.markSecret(place)
      return .leakInFile(needle, at: place)
    }
  }

  private func occurrences(
    in bytes: [UInt8]
  ) -> [(needle: Needles.Needle, range: Range<Int>)] {
    var names: Set<String> = []
    return scans.flatMap { $0.occurrences(in: bytes) }
      .filter { names.insert($0.needle.name).inserted }
      .sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// Whether a file is of the bundle of an environment that is not protected.
  private func isOfDevelopment(_ path: String) -> Bool {
    project.environments.contains { !$0.isProtected && path.hasPrefix($0.bundle + "/") }
  }
}
