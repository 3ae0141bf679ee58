internal import ArgumentParser
internal import Compose
internal import Seal

/// `mlcf-compose secrets verify`.
struct SecretsVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Prove with private keys that every sealed value opens.",
    discussion: """
      Example: mlcf-compose secrets verify overlays/prod --private-key controller.pem

      No value is shown. Exit code 1 if one does not open.
      """)

  @OptionGroup var options: SecretsOptions
  @OptionGroup var keyOptions: PrivateKeyOptions

  func run() throws {
    forbidCoreDumps()
    let findings = options.run { (cache, directory) throws(BuildFailure) in
      try Resealer(directory, cache: cache, keys: keyOptions.keys(cache)).findings()
    }
    for finding in findings {
      Standard.output.writeOrLeave(
        "\(finding.secret) \(finding.key): \(finding.opens ? "opens" : "does not open")\n")
    }
    if !findings.allSatisfy(\.opens) { throw ExitStatus.finding }
  }
}
