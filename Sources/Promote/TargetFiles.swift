internal import Compose
internal import Git
internal import Project
internal import SystemPackage

/// The overlay of a promotion's target as the last commit has it, and what in the work tree is not as
/// committed.
///
/// A promotion that was interrupted after it wrote the overlay is so planned from what it began with.
struct TargetFiles {
  /// The overlay as it was committed.
  let overlay: OverlayFiles
  /// The files of the overlay that differ, as they are in the work tree.
  private(set) var dirty: [FilePath: [UInt8]] = [:]
  /// The other paths that are not as in the last commit, relative to the repository.
  private(set) var others: [String] = []

  /// The files of a target; those of the source count as others.
  init(
    of target: Project.Environment, and source: Project.Environment?, in project: Project,
    _ ledger: ReleaseLedger, cache: SourceCache
  ) throws(GitFailure) {
    let repository = ledger.repository
    let directory = ledger.gitPath(target.overlay)
    var paths = [directory, ledger.gitPath(target.bundle)] + project.shared.map(ledger.gitPath)
    if let source { paths.append(ledger.gitPath(source.overlay)) }
    var committed: [FilePath: [UInt8]] = [:]
    for change in try repository.changes(below: paths) {
      let path = repository.root.pushing(FilePath(change.path))
      if change.path.hasPrefix(directory + "/"), !change.isNew,
        let now = try? LocalFileSystem().contents(of: path),
        let before = try repository.contents(of: change.path, at: "HEAD")
      {
        committed[path] = before
        dirty[path] = now
      } else if !(change.isNew && Self.isRemnant(path)) {
        others.append(change.path)
      }
    }
    let cache = committed.isEmpty ? cache : cache.reading(EditedFileSystem(committed))
    overlay = OverlayFiles(of: target, in: project, cache: cache)
  }

  /// Whether a file is what a killed run was about to put in the place of another: the next run
  /// replaces it.
  private static func isRemnant(_ path: FilePath) -> Bool {
    let name = path.lastComponent?.string ?? ""
    guard name.hasPrefix("."), name.hasSuffix("-new") else { return false }
    let original = path.removingLastComponent().appending(String(name.dropFirst().dropLast(4)))
    return LocalFileSystem().kind(of: original) == .file
  }
}
