internal import Bundles
internal import Compose
internal import Diagnostics
internal import Project
internal import SystemPackage

/// The project that a command works on, and the files that it reads.
struct ProjectContext {
  /// The project.
  let project: Project
  /// The files, shared by all builds.
  let cache: SourceCache
  /// How diagnostics are shown.
  let display: DiagnosticDisplay

  /// Finds the project of a directory, or ends the program.
  init(from directory: String?, isOffline: Bool, display: DiagnosticDisplay) {
    let fileSystem = LocalFileSystem()
    let workingDirectory = Self.workingDirectory(of: fileSystem)
    cache = SourceCache(
      fileSystem: fileSystem, workingDirectory: workingDirectory,
      remotes: RemoteStore(
        directory: Environment.cacheDirectory, isOffline: isOffline || Environment.isOffline),
      sharing: .builds)
    self.display = display
    let start = directory.map { workingDirectory.pushing(FilePath($0)) } ?? workingDirectory
    do throws(DocumentFailure) {
      project = try Project.find(from: start, in: cache).project
    } catch {
      display.show(error.diagnostics, of: cache.sources)
      ExitStatus.usage.leave()
    }
  }

  /// The environments of those names, or all; unknown names end the program.
  func environments(named names: [String]) -> [Project.Environment] {
    do throws(DocumentFailure) {
      let environments = try project.environments(named: names)
      guard environments.isEmpty else { return environments }
      Standard.error.writeOrLeave(
        """
        error[project/no-environments]: there are no environments
        hint: "mlcf-compose init" writes \(Project.fileName) for the overlays that it finds

        """)
    } catch {
      display.show(error.diagnostics, of: cache.sources)
    }
    ExitStatus.usage.leave()
  }

  /// The working directory, or the end of the program.
  static func workingDirectory(of fileSystem: LocalFileSystem) -> FilePath {
    do throws(FileSystemError) {
      return try fileSystem.workingDirectory()
    } catch {
      Standard.error.writeOrLeave(
        "error[io/working-directory]: no working directory: \(error.reason)\n")
      ExitStatus.environment.leave()
    }
  }
}
