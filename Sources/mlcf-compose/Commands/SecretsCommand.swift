internal import ArgumentParser

/// `mlcf-compose secrets`.
struct SecretsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "secrets",
    abstract: "Seal the values that take the place of development secrets.",
    discussion: """
      secret-swap.yaml beside the kustomization of an overlay says what takes the place of each \
      Secret. "build" reads it, and never encrypts: the store of sealed values is committed.
      """,
    subcommands: [
      SecretsSealCommand.self, SecretsStatusCommand.self, SecretsCheckCommand.self,
      SecretsVerifyCommand.self, SecretsResealCommand.self, SecretsCertCommand.self,
    ])
}
