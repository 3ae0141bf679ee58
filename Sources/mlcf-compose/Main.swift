internal import ArgumentParser

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The entry point: runs the command on a thread with a large stack.
///
/// Input may nest 10,000 levels deep, and the code that walks it is recursive.
@main
enum Main {
  private static let stackSize = 1 << 29

  static func main() {
    signal(SIGPIPE, SIG_IGN)
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, stackSize)
    var thread = pthread_t()
    // The address space is reserved, not used; where even that is refused, this thread works.
    guard pthread_create(&thread, &attributes, runProgram, nil) == 0 else { Program.run() }
    pthread_join(thread, nil)
  }
}

private func runProgram(_: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  Program.run()
}

/// Parses the arguments, runs the command, and leaves with its exit code.
private enum Program {
  static func run() -> Never {
    do {
      let arguments = Array(CommandLine.arguments.dropFirst())
      if let request = BuildRequest(withoutOptions: arguments) {
        try request.run()
      } else {
        var command = try MLCFCompose.parseAsRoot(FlagValues.resolved(in: arguments))
        try command.run()
      }
      ExitStatus.done.leave()
    } catch let status as ExitStatus {
      status.leave()
    } catch {
      let message = MLCFCompose.fullMessage(for: error)
      guard MLCFCompose.exitCode(for: error) != .success else {
        Standard.output.writeOrLeave(message + "\n")
        ExitStatus.done.leave()
      }
      Standard.error.writeOrLeave(message + "\n")
      ExitStatus.usage.leave()
    }
  }
}

/// The root of the commands.
struct MLCFCompose: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mlcf-compose",
    abstract: "Compose Kubernetes manifests from bases and overlays.",
    discussion: """
      Reads kustomization.yaml unchanged and prints what Kustomize v5.8.1 prints.

      Example: mlcf-compose build overlays/prod | kubectl apply -f -

      Exit codes: 0 done · 1 a finding · 2 wrong usage · 3 the input cannot be built · \
      4 the environment failed (files, disk) · 70 a bug of mlcf-compose
      """,
    version: version,
    subcommands: [
      BuildCommand.self, ExplainCommand.self, BlameCommand.self, DiffCommand.self,
      BundleCommand.self, VerifyCommand.self, InitCommand.self, SecretsCommand.self,
      EditCommand.self, CreateCommand.self, PromoteCommand.self, RollbackCommand.self,
      StatusCommand.self, HistoryCommand.self, GuardCommand.self, DriftCommand.self,
      VersionCommand.self,
    ])

  /// The version of this program.
  static let version = "0.1.0"
}
