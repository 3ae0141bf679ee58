internal import ArgumentParser

/// `mlcf-compose version`.
struct VersionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "version", abstract: "Print the version.",
    discussion: "Example: mlcf-compose version")

  func run() {
    Standard.output.writeOrLeave("mlcf-compose \(MLCFCompose.version) (as Kustomize v5.8.1)\n")
  }
}
