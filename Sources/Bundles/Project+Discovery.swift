public import Compose
internal import Diagnostics
public import Project
internal import Seal
public import SystemPackage

extension Project {
  /// Finds the project that `directory`, an absolute path, belongs to.
  ///
  /// The file is looked for in the directory and its ancestors, up to the one that holds `.git`.
  /// Without a file, the environments are the directories of `overlays` with a kustomization, by
  /// name, in the root of the repository, or in `directory` itself outside one; nothing is protected.
  public static func find(
    from directory: FilePath, in cache: SourceCache
  ) throws(DocumentFailure) -> (project: Project, hasFile: Bool) {
    let start = (try? cache.realPath(of: directory)) ?? directory
    switch locate(above: start, in: cache) {
    case .file(let path):
      let file: SourceFile
      do throws(FileSystemError) {
        file = try cache.file(at: path)
      } catch {
        throw DocumentFailure([
          Diagnostic(
            "project/unreadable", "the project file cannot be read: \(error.reason)",
            path: cache.displayPath(path))
        ])
      }
      return (try Project(file, in: path.removingLastComponent()), true)
    case .none(let root, let isRepository):
      let directory = isRepository ? root : start
      let environments = OverlayScan(cache: cache).environments(below: directory)
      return (Project(directory: directory, environments: environments), false)
    }
  }

  /// The environments of those names, in promotion order; all of them for no name.
  public func environments(
    named names: [String]
  ) throws(DocumentFailure) -> [Environment] {
    let unknown = names.filter { environment(named: $0) == nil }
    guard unknown.isEmpty else {
      throw DocumentFailure(unknown.map { .notAnEnvironment($0, of: self) })
    }
    let chosen = names.isEmpty ? environments : environments.filter { names.contains($0.name) }
    try checkOverlaps()
    return chosen
  }

  /// No bundle lies in another one or in an overlay, nor an overlay in a bundle.
  private func checkOverlaps() throws(DocumentFailure) {
    // In the order of their parts, a directory stands right before what lies in it.
    var paths: [(parts: [String], text: String, isBundle: Bool)] = []
    for environment in environments {
      for (text, isBundle) in [(environment.bundle, true), (environment.overlay, false)] {
        let parts = FilePath(text).lexicallyNormalized().components.map(\.string)
        paths.append((parts, text, isBundle))
      }
    }
    paths.sort { $0.parts.lexicographicallyPrecedes($1.parts) }
    var bundle: Int?
    for index in paths.indices {
      let path = paths[index]
      if let outer = bundle.map({ paths[$0] }), path.parts.starts(with: outer.parts) {
        throw DocumentFailure([.bundleOverlap(outer.text, path.text)])
      }
      if path.isBundle { bundle = index }
    }
    // An overlay may hold other overlays, but no bundle.
    let overlays = Set(paths.filter { !$0.isBundle }.map(\.parts))
    for path in paths where path.isBundle {
      for count in path.parts.indices where overlays.contains(Array(path.parts[..<count])) {
        throw DocumentFailure([
          .bundleOverlap(path.text, path.parts[..<count].joined(separator: "/"))
        ])
      }
    }
  }
}
