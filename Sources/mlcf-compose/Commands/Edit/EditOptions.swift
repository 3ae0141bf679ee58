internal import ArgumentParser
internal import Compose
internal import Diagnostics
internal import Edit
internal import Project
internal import SystemPackage

/// The kustomizations that a command edits; shared by the commands under `edit`.
struct EditOptions: ParsableArguments {
  @Option(
    name: .customLong("env"),
    help: "Edit the overlays of these environments, with commas between them.")
  var environments: [String] = []

  @Flag(help: "Print the difference, and write nothing.")
  var dryRun = false

  @Option(
    name: .customLong("project"), help: "A directory of the project, instead of the working one.",
    completion: .directory)
  var project: String?

  @OptionGroup(title: "Diagnostics") var diagnosticOptions: DiagnosticOptions

  func validate() throws {
    if environments.isEmpty, project != nil {
      throw ValidationError("--project is for --env: name environments")
    }
  }

  /// Edits each kustomization, and writes all of them unless one cannot be edited.
  func run(
    _ edit: (inout KustomizationEditor, EditedOverlay) throws(Diagnostic) -> Void
  ) {
    let overlays = overlays()
    var files: [(path: FilePath, bytes: [UInt8])] = []
    var report = ""
    var differences: [UInt8] = []
    var problems: [Diagnostic] = []
    for overlay in overlays {
      do throws(Diagnostic) {
        let path = try overlay.cache.kustomizationFile(in: overlay.directory)
        let file = try overlay.file(at: path)
        var editor = try KustomizationEditor(file)
        let secrets = editor.secrets
        overlay.hide(secrets, of: file)
        try edit(&editor, overlay)
        let edited = SourceFile(id: file.id, path: file.path, bytes: try editor.bytes)
        let isChanged = edited.bytes != file.bytes
        if isChanged { files.append((path, edited.bytes)) }
        report += "\(isChanged ? "changed" : "unchanged") \(file.path)\n"
        guard dryRun else { continue }
        differences +=
          UnifiedDiff(
            from: file.bytes, at: file.path, to: edited.bytes, at: file.path,
            secrets: (secrets, try KustomizationEditor(edited).secrets)
          ).bytes
      } catch {
        problems.append(error)
      }
    }
    guard problems.isEmpty else {
      diagnosticOptions.show(problems, of: overlays[0].cache.sources)
      ExitStatus.input.leave()
    }
    guard !dryRun else { return Standard.output.writeOrLeave(differences) }
    OutputFile.writeOrLeave(files)
    if !diagnosticOptions.quiet { Standard.error.writeOrLeave(report) }
  }

  private func overlays() -> [EditedOverlay] {
    let names = environments.flatMap { $0.split(separator: ",").map(String.init) }
    guard !names.isEmpty else {
      let fileSystem = LocalFileSystem()
      let directory = ProjectContext.workingDirectory(of: fileSystem)
      let cache = SourceCache(fileSystem: fileSystem, workingDirectory: directory)
      return [EditedOverlay(cache: cache, directory: directory)]
    }
    let context = ProjectContext(
      from: project, isOffline: true, display: diagnosticOptions.display)
    return context.environments(named: names).map { environment in
      EditedOverlay(
        cache: context.cache,
        directory: context.project.directory.pushing(FilePath(environment.overlay))
          .lexicallyNormalized())
    }
  }
}
