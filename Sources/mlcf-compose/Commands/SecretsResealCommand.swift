internal import ArgumentParser
internal import Compose
internal import Seal

/// `mlcf-compose secrets reseal`.
struct SecretsResealCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reseal",
    abstract: "Seal the same values for the first certificate of the document.",
    discussion: """
      Example: mlcf-compose secrets reseal overlays/prod --private-key controller.pem

      Needs the private keys that open the values now. Generations stay, so that no pod rolls. \
      A value that became known is not mended by this: make a new one and seal it.
      """)

  @Flag(help: "Say what would be written, and write nothing.")
  var dryRun = false

  @OptionGroup var options: SecretsOptions
  @OptionGroup var keyOptions: PrivateKeyOptions

  func run() throws {
    forbidCoreDumps()
    let (files, count) = options.run { (cache, directory) throws(BuildFailure) in
      try Resealer(directory, cache: cache, keys: keyOptions.keys(cache))
        .resealed(now: Clock.now)
    }
    if !dryRun { OutputFile.writeOrLeave(files) }
    let values = count == 1 ? "1 value" : "\(count) values"
    Standard.error.writeOrLeave("\(dryRun ? "would reseal" : "resealed") \(values)\n")
  }
}
