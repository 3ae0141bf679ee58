internal import ArgumentParser
internal import Compose
internal import Diagnostics
internal import Seal
internal import SystemPackage

/// `mlcf-compose secrets seal`.
struct SecretsSealCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "seal",
    abstract: "Seal values of a Secret into the store of an overlay.",
    discussion: """
      Example: mlcf-compose secrets seal overlays/prod mlcf-database --prompt NEO4J_PASSWORD

      Values are never given on the command line, where other users could read them. Only the \
      keys that are named change; nothing is written unless every value was sealed.
      """)

  @Argument(help: "The directory that holds the kustomization.yaml.", completion: .directory)
  var directory: String

  @Argument(help: "The Secret, by its name in the base.")
  var secret: String

  @Option(help: "Seal every KEY=VALUE of an env file.", completion: .file())
  var fromEnvFile: [String] = []

  @Option(help: "Seal the content of a file: KEY=FILE.")
  var fromFile: [String] = []

  @Option(help: "Seal what standard input gives, as this key.")
  var fromStdin: String?

  @Option(help: "Seal a variable of the environment: KEY, or KEY=VARIABLE.")
  var fromEnv: [String] = []

  @Option(help: "Ask for the value of this key, twice, without showing it.")
  var prompt: [String] = []

  @Option(
    help: ArgumentHelp(
      "Seal what a program prints, as this key.",
      discussion: "The program and its arguments follow --, and no shell reads them.",
      valueName: "key"))
  var fromCommand: String?

  @Argument(parsing: .postTerminator, help: .hidden)
  var command: [String] = []

  @Flag(help: "Seal keys anew that have a value already.")
  var replace = false

  @Flag(
    help: ArgumentHelp(
      "Seal the keys whose value is another than the sealed one, and those without one.",
      discussion: "This machine remembers what it sealed with this option, outside of git."))
  var changed = false

  @Flag(help: "Keep the line feed at the end of a value.")
  var keepNewline = false

  @Flag(help: "Take away the line feed at the end of a value.")
  var stripNewline = false

  @Flag(help: "Read files that version control tracks.")
  var allowTracked = false

  @Flag(help: "Seal values that the development Secret has too.")
  var allowDevValue = false

  @Flag(help: "Seal values without bytes.")
  var allowEmpty = false

  @Flag(help: "Say what would be written, and write nothing.")
  var dryRun = false

  @OptionGroup(title: "Diagnostics") var diagnosticOptions: DiagnosticOptions

  func validate() throws {
    if keepNewline, stripNewline {
      throw ValidationError("--keep-newline and --strip-newline exclude each other")
    }
    let isEmpty =
      fromEnvFile.isEmpty && fromFile.isEmpty && fromStdin == nil && fromEnv.isEmpty
      && prompt.isEmpty && fromCommand == nil
    if isEmpty {
      throw ValidationError(
        "no value: give --from-env-file, --from-file, --from-stdin, --from-env, --from-command "
          + "or --prompt")
    }
    if (fromCommand == nil) != command.isEmpty {
      throw ValidationError("--from-command KEY and -- PROGRAM ARGUMENTS… need each other")
    }
  }

  func run() throws {
    forbidCoreDumps()
    var permissions = Sealer.Permissions()
    permissions.replaces = replace
    permissions.allowsDevelopmentValues = allowDevValue
    permissions.allowsEmptyValues = allowEmpty
    let memoryFile = changed ? ValueMemory.fileOrLeave(besides: directory) : nil
    var memory = memoryFile.map { ValueMemory.readOrLeave($0, makes: !dryRun) }
    let (outcome, store) = diagnosticOptions.run(in: directory) {
      (cache, path) throws(BuildFailure) in
      let outcome = try Sealer(cache: cache, options: BuildOptions(), now: Clock.now)
        .seal(values(in: cache), of: secret, in: path, permissions, memory: &memory)
      diagnosticOptions.show(outcome.notices + outcome.warnings, of: cache.sources)
      return (
        outcome, outcome.files.first.map { cache.displayPath($0.path.removingLastComponent()) }
      )
    }
    if !dryRun {
      OutputFile.writeOrLeave(outcome.files)
      if let memoryFile, let memory { memory.mergeOrLeave(into: memoryFile) }
    }
    report(outcome, store)
    if !outcome.warnings.isEmpty { throw ExitStatus.finding }
  }

  private func report(_ outcome: Sealer.Outcome, _ store: String?) {
    var text = ""
    if let store {
      text += "\(dryRun ? "would seal" : "sealed") \(outcome.sealed.joined(separator: ", ")) "
      text += "of \(secret) into \(store)\n"
    }
    if !outcome.unchanged.isEmpty {
      text += "unchanged: \(outcome.unchanged.joined(separator: ", "))\n"
    }
    Standard.error.writeOrLeave(text)
  }

  private func values(in cache: SourceCache) throws(BuildFailure) -> [Sealer.Value] {
    var source = ValueSources(
      cache: cache, workingDirectory: ProjectContext.workingDirectory(of: LocalFileSystem()))
    source.newlines = keepNewline ? .kept : stripNewline ? .stripped : .refused
    source.allowsTrackedFiles = allowTracked
    for path in fromEnvFile { try source.addEnvFile(path) }
    for argument in fromFile { try source.addFile(argument) }
    if let key = fromStdin { try source.addStandardInput(key) }
    for argument in fromEnv { try source.addVariable(argument) }
    if let key = fromCommand { try source.addOutput(of: command, as: key) }
    for key in prompt { try source.addAnswer(key) }
    diagnosticOptions.show(source.warnings, of: cache.sources)
    return source.values
  }
}
