internal import ArgumentParser
internal import Bundles
internal import Compose
internal import Project
internal import SystemPackage

/// `mlcf-compose init`.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write mlcf-compose.yaml for the overlays that are there.",
    discussion: """
      Example: mlcf-compose init

      Every directory below overlays/ with a kustomization becomes an environment. A line in \
      .gitattributes lets git merge the locks of bundles. Nothing that is there is overwritten.
      """)

  @Argument(help: "The directory of the project.", completion: .directory)
  var directory = "."

  @Flag(help: "Print what would be written, and write nothing.")
  var dryRun = false

  @OptionGroup(title: "Diagnostics") var diagnosticOptions: DiagnosticOptions

  func run() throws {
    let fileSystem = LocalFileSystem()
    let workingDirectory = ProjectContext.workingDirectory(of: fileSystem)
    let cache = SourceCache(fileSystem: fileSystem, workingDirectory: workingDirectory)
    let initializer = ProjectInitializer(
      workingDirectory.pushing(FilePath(directory)).lexicallyNormalized(), cache: cache)
    let files: ProjectInitializer.Files
    do throws(DocumentFailure) {
      files = try initializer.files()
    } catch {
      diagnosticOptions.show(error.diagnostics, of: cache.sources)
      throw ExitStatus.usage
    }
    if dryRun { return Standard.output.writeOrLeave(files.project) }
    do throws(DocumentFailure) {
      try initializer.write(files)
    } catch {
      diagnosticOptions.show(error.diagnostics, of: cache.sources)
      throw ExitStatus.environment
    }
    Standard.output.writeOrLeave(
      "\(Project.fileName): \(files.environments.joined(separator: ", "))\n")
  }
}
