import Foundation
import Testing

/// `mlcf-compose secrets seal` as a process, in a real git repository.
@Suite struct SecretsSealTests {
  /// An overlay with a Secret to seal, a certificate, and no sealed values.
  static func overlay() throws -> TemporaryDirectory {
    let directory = try TemporaryDirectory([
      "kustomization.yaml": """
      namespace: shop
      secretGenerator:
      - name: database
        literals: [user=shop-user, password=dev-password]

      """,
      "value": "a new password\n", "values.env": "user=somebody\npassword=a new password\n",
    ])
    let script = """
      openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=test \
        -keyout "$PWD/key.pem" -out certificate.pem 2>/dev/null
      pin=$(openssl x509 -in certificate.pem -noout -pubkey | openssl pkey -pubin -outform DER |
        openssl dgst -sha256 -r | cut -d' ' -f1)
      printf '%s\\n' 'apiVersion: compose.mlcf.dev/v1alpha1' 'kind: SecretSwap' 'spec:' \
        '  sealedSecrets:' '    certificates:' \
        "    - {file: certificate.pem, spkiSha256: $pin}" \
        '  swaps:' '  - {secret: database, sealed: {}}' > secret-swap.yaml
      chmod 600 value values.env
      git init -q . && git add kustomization.yaml values.env
      """
    let result = try Program.runShell(script, in: directory)
    try #require(result.status == 0, "\(result.errors)")
    return directory
  }

  private static func seal(
    _ arguments: String, in directory: TemporaryDirectory, input: String = "/dev/null"
  ) throws -> Program.Result {
    try Program.runShell("$0 secrets seal . database \(arguments) < \(input)", in: directory)
  }

  @Test func sealingOneKeyChangesTwoLines() throws {
    let directory = try Self.overlay()
    let first = try Self.seal(
      "--from-file user=value --from-stdin password --strip-newline", in: directory,
      input: "value")
    #expect(first.status == 0, "\(first.errors)")
    #expect(try directory.names(in: "sealed") == ["database.yaml", "lock.yaml"])
    let before = ["database", "lock"].map { directory.text("sealed/\($0).yaml") ?? "" }
    let again = try Self.seal(
      "--from-file password=value --strip-newline --replace", in: directory)
    #expect(again.status == 0, "\(again.errors)")
    let after = ["database", "lock"].map { directory.text("sealed/\($0).yaml") ?? "" }
    for (old, new) in zip(before, after) {
      let pairs = zip(old.split(separator: "\n"), new.split(separator: "\n"))
      #expect(pairs.filter { $0 != $1 }.count == 1)
    }
    let build = try Program.run(["build", "."], in: directory)
    #expect(build.status == 0, "\(build.errors)")
    #expect(build.output.contains("kind: SealedSecret") && !build.output.contains("kind: Secret"))
    for text in after + [build.output, again.errors] { #expect(!text.contains("a new password")) }
  }

  struct Refusal: CustomTestStringConvertible, Sendable {
    let code: String
    let arguments: String

    var testDescription: String { "\(code) \(arguments)" }
  }

  static let refusals = [
    Refusal(code: "secrets/trailing-newline", arguments: "--from-file password=value"),
    Refusal(code: "secrets/tracked-source", arguments: "--from-env-file values.env"),
    Refusal(code: "secrets/value-empty", arguments: "--from-stdin password"),
    Refusal(code: "secrets/no-variable", arguments: "--from-env password=NO_SUCH_VARIABLE"),
    Refusal(code: "secrets/command", arguments: "--from-command password -- false"),
    Refusal(code: "secrets/command", arguments: "--from-command password -- no-such-program"),
    Refusal(
      code: "secrets/trailing-newline", arguments: "--from-command password -- cat value"),
    Refusal(code: "secrets/no-terminal", arguments: "--prompt password"),
    Refusal(code: "secrets/argument", arguments: "--from-file password"),
    Refusal(code: "secrets/unreadable", arguments: "--from-file password=nowhere"),
    Refusal(
      code: "secrets/key-not-in-contract",
      arguments: "--from-file pasword=value --strip-newline"),
    Refusal(
      code: "secrets/key-twice",
      arguments: "--from-file password=value --from-file password=value --strip-newline"),
  ]

  @Test(arguments: refusals)
  func refuses(_ refusal: Refusal) throws {
    let directory = try Self.overlay()
    let result = try Self.seal(refusal.arguments, in: directory)
    #expect(result.status == 3)
    #expect(result.errors.contains("error[\(refusal.code)]"), "\(result.errors)")
    #expect(!result.errors.contains("a new password") && result.output.isEmpty)
    #expect(directory.text("sealed/lock.yaml") == nil)
  }

  @Test func refusesTheDevelopmentValueAndASealedKey() throws {
    let directory = try Self.overlay()
    let development = try Program.runShell(
      "printf dev-password | $0 secrets seal . database --from-stdin password", in: directory)
    #expect(development.errors.contains("error[secrets/value-of-development]"))
    #expect(!development.errors.contains("dev-password"))
    let allowed = try Program.runShell(
      "printf dev-password | $0 secrets seal . database --from-stdin password --allow-dev-value",
      in: directory)
    #expect(allowed.status == 0, "\(allowed.errors)")
    let sealed = try Self.seal("--from-file password=value --strip-newline", in: directory)
    #expect(sealed.errors.contains("error[secrets/key-sealed]"))
    let other = try Program.runShell(
      "$0 secrets seal . databse --from-file password=value --strip-newline", in: directory)
    #expect(other.errors.contains("error[secrets/not-for-sealing]"))
    #expect(other.errors.contains("did you mean \"database\"?"))
  }

  @Test func refusesAnotherCertificate() throws {
    let directory = try Self.overlay()
    let replaced = try Program.runShell(
      """
      openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=test -keyout key.pem \
        -out certificate.pem 2>/dev/null
      $0 secrets seal . database --from-file password=value --strip-newline
      """, in: directory)
    #expect(replaced.errors.contains("error[secrets/certificate-pin]"))
    let none = try Program.runShell(
      "echo > certificate.pem; $0 secrets seal . database --from-file password=value",
      in: directory)
    #expect(none.status == 3)
  }

  @Test func dryRunWritesNothing() throws {
    let directory = try Self.overlay()
    let result = try Self.seal(
      "--from-file password=value --strip-newline --dry-run", in: directory)
    #expect(result.status == 0 && result.errors.contains("would seal password of database"))
    #expect(directory.text("sealed/lock.yaml") == nil)
  }

  @Test func sealsWhatAProgramPrints() throws {
    let directory = try Self.overlay()
    let result = try Self.seal(
      "--from-command password -- printf '%s $HOME;' \"a new\"", in: directory)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors == "sealed password of database into sealed\n")
    let none = try Self.seal("--from-command password", in: directory)
    #expect(none.status == 2)
    let keyless = try Self.seal("--from-stdin password -- printf x", in: directory)
    #expect(keyless.status == 2)
  }

  @Test func warnsOfWhatLooksLikeAMistake() throws {
    let directory = try Self.overlay()
    let result = try Program.runShell(
      "printf Z2VoZWltIQ== > encoded; $0 secrets seal . database --from-file password=encoded",
      in: directory)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("warning[secrets/value-encoded]"))
    #expect(result.errors.contains("warning[secrets/source-not-ignored]"))
    let ignored = try Program.runShell(
      """
      echo encoded > .gitignore
      $0 secrets seal . database --from-file password=encoded --replace
      """, in: directory)
    #expect(!ignored.errors.contains("secrets/source-not-ignored"))
  }

  /// Values for a Secret of a type, what is wrong with them, and how they are given.
  static let typed: [(type: String, problem: String?, arguments: String)] = [
    ("kubernetes.io/tls", nil, "--from-file tls.crt=certificate.pem --from-file tls.key=key.pem"),
    ("kubernetes.io/tls", nil, "--from-file tls.key=key.pem"),
    ("kubernetes.io/tls", "not a certificate", "--from-file tls.crt=key.pem"),
    ("kubernetes.io/tls", "not a private key", "--from-file tls.key=certificate.pem"),
    (
      "kubernetes.io/tls", "not the key of the certificate",
      "--from-file tls.crt=certificate.pem --from-file tls.key=other.pem"
    ),
    ("kubernetes.io/dockerconfigjson", nil, "--from-file .dockerconfigjson=registry.json"),
    (
      "kubernetes.io/dockerconfigjson", "not an object in JSON",
      "--from-file .dockerconfigjson=comma.json"
    ),
    (
      "kubernetes.io/dockerconfigjson", "has no object \"auths\"",
      "--from-file .dockerconfigjson=empty.json"
    ),
  ]

  @Test(arguments: typed)
  func valuesFitTheType(type: String, problem: String?, arguments: String) throws {
    let directory = try Self.overlay()
    let keys = type.hasSuffix("tls") ? "tls.crt=c, tls.key=k" : ".dockerconfigjson={}"
    let result = try Program.runShell(
      """
      printf '%s\\n' 'namespace: shop' 'secretGenerator:' \
        "- {name: database, type: \(type), literals: ['\(keys.split(separator: ", ").joined(separator: "', '"))']}" > kustomization.yaml
      openssl genrsa -out other.pem 2048 2>/dev/null
      printf '{"auths": {"r.example": {"auth": "\\u00e9", "n": [-1.5e3, null]}}}' > registry.json
      printf '{"auths": {},}' > comma.json
      printf '{"auths": "none"}' > empty.json
      $0 secrets seal . database --keep-newline \(arguments)
      """, in: directory)
    #expect(result.status == (problem == nil ? 0 : 3), "\(result.errors)")
    if let problem {
      #expect(result.errors.contains("error[secrets/wrong-content]"), "\(result.errors)")
      #expect(result.errors.contains(problem), "\(result.errors)")
    }
  }

  /// Seals what `values.env` has with `--changed`, in a home of the test's own.
  private static func sealChanged(
    _ options: String = "", in directory: TemporaryDirectory
  ) throws -> Program.Result {
    try Program.runShell(
      """
      HOME=$PWD/../$(basename "$PWD")-home; export HOME
      $0 secrets seal . database --changed --from-env-file values.env --allow-tracked \(options)
      status=$?
      rm -rf kept && cp -r "$HOME" kept && ls -l "$HOME/.local/state/mlcf-compose" && exit $status
      """, in: directory)
  }

  @Test func changedValuesAreSealedAlone() throws {
    let directory = try Self.overlay()
    defer {
      let home = directory.url.deletingLastPathComponent()
        .appendingPathComponent("\(directory.url.lastPathComponent)-home")
      try? FileManager.default.removeItem(at: home)
    }
    let first = try Self.sealChanged(in: directory)
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.errors == "sealed user, password of database into sealed\n")
    #expect(first.output.contains("-rw------- "), "\(first.output)")
    let lock = try #require(directory.text("sealed/lock.yaml"))

    let same = try Self.sealChanged(in: directory)
    #expect(same.status == 0 && same.errors == "unchanged: user, password\n")
    #expect(directory.text("sealed/lock.yaml") == lock)

    let edited = try Program.runShell("sed -i s/somebody/nobody/ values.env", in: directory)
    #expect(edited.status == 0)
    let other = try Self.sealChanged(in: directory)
    #expect(
      other.errors == "sealed user of database into sealed\nunchanged: password\n",
      "\(other.errors)")
    let after = try #require(directory.text("sealed/lock.yaml"))
    let pairs = zip(lock.split(separator: "\n"), after.split(separator: "\n"))
    #expect(pairs.filter { $0 != $1 }.count == 1)

    let memory = try #require(directory.text("kept/.local/state/mlcf-compose/sealed-values"))
    #expect(memory.split(separator: "\n").count == 3)
    for value in ["somebody", "nobody", "a new password"] {
      #expect(!memory.contains(value))
      #expect(!memory.contains(Data(value.utf8).base64EncodedString()))
    }
  }

  @Test func whatIsNotRememberedStays() throws {
    let directory = try Self.overlay()
    let sealed = try Self.seal(
      "--from-file password=value --strip-newline", in: directory)
    #expect(sealed.status == 0)
    let state = "XDG_STATE_HOME=$PWD/../$(basename \"$PWD\")-state; export XDG_STATE_HOME"
    let command = "$0 secrets seal . database --changed --from-file password=value --strip-newline"
    let unknown = try Program.runShell("\(state); \(command)", in: directory)
    #expect(unknown.status == 1, "\(unknown.errors)")
    #expect(unknown.errors.contains("warning[secrets/not-remembered]"))
    let replaced = try Program.runShell(
      "\(state); \(command) --replace; \(command) --dry-run; rm -r \"$XDG_STATE_HOME\"",
      in: directory)
    #expect(replaced.errors.hasSuffix("unchanged: password\n"), "\(replaced.errors)")
    let within = try Program.runShell(
      "XDG_STATE_HOME=$PWD/state \(command)", in: directory)
    #expect(within.status == 4 && within.errors.contains("error[secrets/memory]"))
    let broken = try Program.runShell(
      """
      \(state); mkdir -p "$XDG_STATE_HOME/mlcf-compose"
      echo other > "$XDG_STATE_HOME/mlcf-compose/sealed-values"
      \(command); status=$?; rm -r "$XDG_STATE_HOME"; exit $status
      """, in: directory)
    #expect(broken.status == 4 && broken.errors.contains("is not what this program wrote"))
  }

  @Test func runsAtTheSameTimeRememberWhatEachSealed() throws {
    let directory = try Self.overlay()
    let script = """
      XDG_STATE_HOME=$PWD/../$(basename "$PWD")-state; export XDG_STATE_HOME
      trap 'rm -rf "$XDG_STATE_HOME"' EXIT
      for i in 1 2 3 4 5 6; do
        mkdir $i && cp kustomization.yaml secret-swap.yaml certificate.pem $i
      done
      program=$0
      seal() { printf 'a new one' | $program secrets seal $1 database --changed --from-stdin password; }
      for i in 1 2 3 4 5 6; do seal $i 2>/dev/null & done
      wait
      for i in 1 2 3 4 5 6; do seal $i; done
      wc -l < "$XDG_STATE_HOME/mlcf-compose/sealed-values"
      ls "$XDG_STATE_HOME/mlcf-compose"
      """
    let result = try Program.runShell(script, in: directory)
    #expect(
      result.errors == String(repeating: "unchanged: password\n", count: 6), "\(result.errors)")
    // The key, and a line for each.
    #expect(result.output == "7\nsealed-values\n", "\(result.output)")
  }

  @Test func aSourceThatOthersMayReadGetsAWarning() throws {
    let directory = try Self.overlay()
    let seal = "--from-file password=value --strip-newline --replace"
    for (mode, isRefused) in [("640", true), ("604", true), ("600", false), ("400", false)] {
      let result = try Program.runShell(
        "chmod \(mode) value; $0 secrets seal . database \(seal)", in: directory)
      #expect(result.status == 0, "\(result.errors)")
      let warning = "warning[secrets/source-readable]: \"value\" can be read by others"
      #expect(result.errors.contains(warning) == isRefused, "\(mode): \(result.errors)")
      #expect(result.errors.contains("chmod 600 value") == isRefused)
    }
  }

  @Test(arguments: [
    (100_000, nil), (150_000, "secrets/sealed-large"), (950_000, "secrets/secret-large"),
  ])
  func largeSecretsGetAWarning(_ count: Int, _ code: String?) throws {
    let directory = try Self.overlay()
    let result = try Program.runShell(
      "head -c \(count) /dev/zero | $0 secrets seal . database --from-stdin password",
      in: directory)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("-large") == (code != nil))
    if let code { #expect(result.errors.contains("warning[\(code)]"), "\(result.errors)") }
  }

  @Test func valuesOnTheCommandLineAreNoOption() throws {
    let directory = try Self.overlay()
    let result = try Self.seal("--literal password=x", in: directory)
    #expect(result.status == 2)
    #expect(try Self.seal("", in: directory).status == 2)
  }
}
