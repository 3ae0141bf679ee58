internal import Compose
internal import Project
internal import SystemPackage

/// Finds the overlays of a project that has no file.
struct OverlayScan {
  let cache: SourceCache

  /// The directories of `overlays` that hold a kustomization, by name.
  func environments(below root: FilePath) -> [Project.Environment] {
    names(in: root.appending("overlays")).filter {
      isEnvironmentName($0) && isOverlay(root.appending("overlays").appending($0))
    }.map { Project.Environment(name: $0, overlay: "overlays/\($0)") }
  }

  /// The overlays at any depth below `overlays`; those of `overlays/eu/prod` are called `eu-prod`.
  ///
  /// In the order in which releases usually go.
  func nestedEnvironments(below root: FilePath) -> [Project.Environment] {
    var found: [Project.Environment] = []
    var pending = [(FilePath("overlays"), [String]())]
    while let (path, parts) = pending.popLast() {
      if !parts.isEmpty, isOverlay(root.pushing(path)) {
        let name = parts.joined(separator: "-")
        if isEnvironmentName(name), !found.contains(where: { $0.name == name }) {
          found.append(Project.Environment(name: name, overlay: path.string))
        }
      } else if parts.count < 4 {
        for name in names(in: root.pushing(path))
        where SystemFile.kind(of: root.pushing(path).appending(name)) == .directory {
          pending.append((path.appending(name), parts + [name]))
        }
      }
    }
    return found.sorted { (rank($0), $0.name) < (rank($1), $1.name) }
  }

  private func names(in directory: FilePath) -> [String] {
    ((try? cache.fileSystem.names(in: directory)) ?? [])
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private func isOverlay(_ directory: FilePath) -> Bool {
    !cache.kustomizationFiles(in: directory).isEmpty
  }

  /// The words that names of environments are made of, in the order of promotion.
  private static let stages = [
    ["local", "dev", "development"], ["test", "ci", "qa", "int", "integration"],
    ["uat", "stage", "staging", "preprod"], ["prod", "production", "live"],
  ]

  private func rank(_ environment: Project.Environment) -> Int {
    let words = environment.name.split(separator: "-").map(String.init)
    return Self.stages.firstIndex { stage in words.contains { stage.contains($0) } }
      ?? Self.stages.count - 2
  }

  private func isEnvironmentName(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
      }
  }
}
