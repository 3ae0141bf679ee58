internal import ArgumentParser
internal import Compare
internal import Compose
internal import Project
internal import SystemPackage

/// `mlcf-compose diff`.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show what differs between two sets of resources, by meaning.",
    discussion: """
      Example: mlcf-compose diff                      HEAD and the work tree, all environments
               mlcf-compose diff --base origin/main   what this branch changes
               mlcf-compose diff staging prod         two environments
               mlcf-compose diff HEAD~3:overlays/prod environments/prod

      A side is an environment, a directory with a kustomization, the folder of a bundle, a file of \
      manifests, "-" for standard input, or REF: before one of them for a commit, which is not \
      checked out. One side alone is compared with itself at HEAD. Values of Secrets are not shown. \
      Exit code 1 if there is a difference.
      """)

  @Argument(help: "The side before; with no other, what is compared with itself at HEAD.")
  var before: String?

  @Argument(help: "The side after.")
  var after: String?

  @Option(help: "Compare with the commit that this branch, tag or commit shares with HEAD.")
  var base: String?

  @Option(name: .shortAndLong, help: "The form of the result.")
  var output = DiffFormat.human

  @Flag(help: "End with exit code 0 if there is a difference, too.")
  var exitZero = false

  @Option(
    name: .customLong("project"), help: "A directory of the project, instead of the working one.",
    completion: .directory)
  var project: String?

  @OptionGroup var renderingOptions: RenderingOptions

  @OptionGroup(title: "Diagnostics") var diagnosticOptions: DiagnosticOptions

  func validate() throws {
    if after != nil, base != nil {
      throw ValidationError("--base says what the side before is: leave out one of them")
    }
    if before == "-", after == "-" || after == nil {
      throw ValidationError("standard input can be one of two sides only")
    }
  }

  func run() throws {
    let display = diagnosticOptions.display
    let finder = finder
    let pairs: [DiffRun.Pair]
    do throws(SideFailure) {
      pairs = try self.pairs(finder)
    } catch {
      display.show(error.diagnostics, of: error.sources ?? finder.workTree.cache.sources)
      error.status.leave()
    }
    var options = renderingOptions.options
    options.addsManagedByLabel = options.addsManagedByLabel || Environment.addsManagedByLabel
    let run = DiffRun(options: options, now: Clock.now, display: display)
    let reports = run.reports(of: pairs)
    let usesColor =
      display.color == .always || (display.color == .auto && Standard.output.showsColor)
    Standard.output.writeOrLeave(output.bytes(of: reports, usesColor: usesColor))
    let hasDifference = reports.contains { !$0.comparison.isEmpty }
    (hasDifference && !exitZero ? ExitStatus.finding : .done).leave()
  }

  private var finder: SideFinder {
    let workingDirectory = ProjectContext.workingDirectory(of: LocalFileSystem())
    let remotes = RemoteStore(
      directory: Environment.cacheDirectory,
      isOffline: renderingOptions.isOffline || Environment.isOffline)
    return SideFinder(
      workingDirectory: workingDirectory,
      projectFrom: project.map { workingDirectory.pushing(FilePath($0)) } ?? workingDirectory,
      fetched: Environment.cacheDirectory, showsRepositoryPaths: output.showsRepositoryPaths
    ) { fileSystem, shownFrom in
      SourceCache(
        fileSystem: fileSystem, workingDirectory: shownFrom, remotes: remotes, sharing: .builds)
    }
  }

  private func pairs(_ finder: SideFinder) throws(SideFailure) -> [DiffRun.Pair] {
    if let before, let after {
      let (old, new) = (try finder.side(before), try finder.side(after))
      return [DiffRun.Pair(name: after, old: old, new: new)]
    }
    let tree = if let base { try finder.mergeBase(with: base) } else { try finder.tree(at: "HEAD") }
    if let before {
      return [
        DiffRun.Pair(
          name: before, old: try finder.side(before, at: tree), new: try finder.side(before))
      ]
    }
    return try finder.environments(since: tree).map { name in
      DiffRun.Pair(
        name: name, old: finder.environment(name, in: tree),
        new: finder.environment(name, in: finder.workTree))
    }
  }
}
