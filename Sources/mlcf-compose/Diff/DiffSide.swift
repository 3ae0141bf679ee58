internal import Bundles
internal import Compare
internal import Compose
internal import Diagnostics
internal import Releases
internal import Seal
internal import SystemPackage

/// One side of a comparison: where its resources come from.
struct DiffSide: Sendable {
  /// What makes the resources.
  enum Content: Sendable {
    /// A kustomization in a directory.
    case overlay(FilePath)
    /// A bundle in a folder.
    case bundle(FilePath)
    /// A file of manifests.
    case file(SourceFile)
    /// Nothing: the environment is not there.
    case absent
  }

  /// The side as a user names it.
  let name: String
  /// What makes the resources.
  let content: Content
  /// The files.
  let cache: SourceCache
  /// What pinned environments read.
  var pinned: PinnedSources?
  /// Whether the files are those of a commit, which programs do not see.
  var isAtCommit = false

  /// The resources; what is wrong says on which side.
  func resources(_ options: BuildOptions, now: Int64) throws(BuildFailure) -> ComparedSet {
    do throws(BuildFailure) {
      return ComparedSet(try read(options, now: now), sources: cache.sources)
    } catch {
      throw error.noting("while \"\(name)\" was read")
    }
  }

  private func read(_ options: BuildOptions, now: Int64) throws(BuildFailure) -> [Resource] {
    switch content {
    case .absent: return []
    case .overlay(let directory):
      if isAtCommit, options.helm.isEnabled || options.functions.areEnabled {
        throw BuildFailure(diagnostics: [.diffPrograms(name)])
      }
      return try EnvironmentBuilder(cache: cache, options: options, now: now, pinned: pinned)
        .build(directory).resources
    case .bundle(let folder):
      return try CommittedBundle(at: folder, in: cache)?.resources() ?? []
    case .file(let file):
      do throws(Diagnostic) {
        return try ManifestFile.resources(in: file, of: cache.sources)
      } catch {
        throw BuildFailure(diagnostics: [error])
      }
    }
  }
}

extension BuildFailure {
  /// The failure, whose errors say in which part of the work they were found.
  fileprivate func noting(_ words: String) -> BuildFailure {
    var failure = self
    for index in failure.diagnostics.indices where failure.diagnostics[index].severity == .error {
      failure.diagnostics[index].notes.append(Diagnostic.Note(words))
    }
    return failure
  }
}
