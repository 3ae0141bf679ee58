internal import ArgumentParser
internal import Compose
internal import Seal
internal import YAML

/// `mlcf-compose secrets status`.
struct SecretsStatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show what each Secret is swapped for, and which keys and certificates are there.",
    discussion: """
      Example: mlcf-compose secrets status overlays/prod

      Exit code 1 if something is missing. No value is shown, and none is read in plain.
      """)

  /// What the result looks like.
  enum Output: String, ExpressibleByArgument, CaseIterable {
    case table, json
  }

  @Option(help: "A table, or one JSON object.")
  var output = Output.table

  @Flag(help: "Write the lock anew where another tool, such as kubeseal, changed sealed values.")
  var adopt = false

  @Flag(help: "With --adopt: what was changed are new values, for which pods roll.")
  var newValues = false

  @Flag(help: "With --adopt: say what would be written, and write nothing.")
  var dryRun = false

  @OptionGroup var options: SecretsOptions

  func validate() throws {
    if newValues || dryRun, !adopt {
      throw ValidationError("--new-values and --dry-run go with --adopt")
    }
  }

  func run() throws {
    if adopt {
      adoptChanges()
      if dryRun { return }
    }
    let review = options.run { (cache, directory) throws(BuildFailure) in
      try StoreReview(directory, cache: cache, options: BuildOptions(), now: Clock.now)
    }
    switch output {
    case .table: Standard.output.writeOrLeave(Self.table(review))
    case .json: Standard.output.writeOrLeave(Self.json(review))
    }
    if !review.isReady { throw ExitStatus.finding }
  }

  private func adoptChanges() {
    let adoption = options.run { (cache, directory) throws(BuildFailure) in
      try StoreAdoption(directory, cache: cache, countsGenerations: newValues)
    }
    if !dryRun, !adoption.findings.isEmpty { OutputFile.writeOrLeave([adoption.lock]) }
    let text = adoption.findings.map { "\($0.secret) \($0.key): \($0.change.rawValue)\n" }
    Standard.error.writeOrLeave(
      text.joined() + "\(dryRun ? "would adopt" : "adopted") \(text.count) "
        + "\(text.count == 1 ? "change" : "changes")\n")
  }

  private static func table(_ review: StoreReview) -> String {
    var rows = [["SECRET", "PROVIDER", "KEYS", "SCOPE", "SEALED FOR", "GENERATION", "READY"]]
    for secret in review.secrets {
      let present = secret.keys.count { $0.state == .present }
      let wanted = secret.keys.count { $0.state != .extra }
      let others = secret.keys.filter { $0.state != .present }
        .map { "\($0.name) \($0.state.rawValue)" }
      let keys =
        ["\(present)/\(wanted)"] + (others.isEmpty ? [] : ["(\(others.joined(separator: ", ")))"])
      rows.append([
        secret.name, secret.provider, keys.joined(separator: " "), secret.scope ?? "-",
        secret.sealedFor ?? "-", secret.generation.map(String.init) ?? "-",
        secret.isReady ? "yes" : "no",
      ])
    }
    var text = TextTable(rows).aligned
    guard !review.certificates.isEmpty else { return text }
    rows = [["CERTIFICATE", "PIN", "VALUES", "LAST DAY", "STATE"]]
    for (index, certificate) in review.certificates.enumerated() {
      let use = index == 0 ? "seals" : "known"
      let state = certificate.problem ?? use + (certificate.endsSoon ? ", ends soon" : "")
      let days = certificate.daysLeft.map { " (\($0) days)" } ?? ""
      rows.append([
        certificate.file, String(certificate.spkiSHA256.prefix(12)), "\(certificate.values)",
        (certificate.lastDay ?? "-") + days, state,
      ])
    }
    text += "\n" + TextTable(rows).aligned
    return text
  }

  /// `{"version": 1, "ready": …, "secrets": […], "certificates": […]}`.
  private static func json(_ review: StoreReview) -> [UInt8] {
    var emitter = JSONEmitter()
    try? emitter.emit(
      .object([
        ("version", .number(1)), ("ready", .boolean(review.isReady)),
        ("secrets", .list(review.secrets.map(node))),
        ("certificates", .list(review.certificates.map(node))),
      ]))
    return emitter.bytes + [UInt8(ascii: "\n")]
  }

  private static func node(_ secret: StoreReview.Secret) -> Node {
    .object([
      ("name", .string(secret.name)), ("provider", .string(secret.provider)),
      ("scope", secret.scope.map(Node.string)), ("sealedFor", secret.sealedFor.map(Node.string)),
      ("target", secret.target.map(Node.string)),
      ("generation", secret.generation.map(Node.number)),
      ("ready", .boolean(secret.isReady)),
      (
        "keys",
        .list(
          secret.keys.map { key in
            .object([
              ("name", .string(key.name)), ("state", .string(key.state.rawValue)),
              ("generation", key.generation.map(Node.number)),
              ("spkiSha256", key.spkiSHA256.map(Node.string)),
            ])
          })
      ),
    ])
  }

  private static func node(_ certificate: StoreReview.CertificateState) -> Node {
    .object([
      ("file", .string(certificate.file)), ("spkiSha256", .string(certificate.spkiSHA256)),
      ("values", .number(certificate.values)),
      ("lastDay", certificate.lastDay.map(Node.string)),
      ("daysLeft", certificate.daysLeft.map(Node.number)),
      ("endsSoon", .boolean(certificate.endsSoon)),
      ("problem", certificate.problem.map(Node.string)),
    ])
  }
}
