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

    var testDescription: String { code }
  }

  static let refusals = [
    Refusal(code: "secrets/trailing-newline", arguments: "--from-file password=value"),
    Refusal(code: "secrets/tracked-source", arguments: "--from-env-file values.env"),
    Refusal(code: "secrets/value-empty", arguments: "--from-stdin password"),
    Refusal(code: "secrets/no-variable", arguments: "--from-env password=NO_SUCH_VARIABLE"),
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

  @Test func valuesOnTheCommandLineAreNoOption() throws {
    let directory = try Self.overlay()
    let result = try Self.seal("--literal password=x", in: directory)
    #expect(result.status == 2)
    #expect(try Self.seal("", in: directory).status == 2)
  }
}
