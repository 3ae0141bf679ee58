import Foundation
import Testing

/// Every command over a project whose values are canaries, on success and on failure: none comes out
/// in any form, on no stream and in no file.
@Suite struct CanaryTests {
  private static let development = "c4nary-D3v/elopment+9f2b71"
  private static let sealed = "c4nary-S3aled/value+77e0aa"

  /// Made once, since sealing takes longest.
  private static let template = Result { try project() }

  /// A project of one protected environment with sealed canaries.
  private static func project() throws -> TemporaryDirectory {
    let directory = try SecretsCheckTests.project()
    let script = """
      sed -i 's|password=dev-password|password=\(development)|' overlays/prod/kustomization.yaml
      CANARY='\(sealed)' $0 secrets seal overlays/prod database --from-env password=CANARY --replace
      $0 bundle && git add -A . ':!key.pem' ':!value' ':!values.env'
      git -c user.name=a -c user.email=a@example.com commit -q -m canaries
      """
    let result = try Program.runShell(script, in: directory)
    try #require(result.status == 0, "\(result.errors)")
    return directory
  }

  /// How a value may be written down.
  private static func forms(_ value: String) -> [String] {
    let base64 = (0..<3).map { shift in
      // Without the characters that neighbours have a part in.
      let text = Data(("xx".prefix(shift) + value).utf8).base64EncodedString()
      return String(text.dropFirst(shift == 0 ? 0 : shift + 1).prefix(24))
    }
    let hex = value.utf8.map { String(format: "%02x", $0) }.joined()
    let percent = value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? value
    return [value, hex, percent, value.replacing("/", with: "\\/")] + base64
  }

  private static let values = forms(development) + forms(sealed)

  private static func check(_ text: String, _ what: String) {
    for form in values where text.contains(form) {
      Issue.record("\(what) shows a canary as \(form.prefix(4))…")
    }
  }

  /// Commands, each with what is done before it.
  static let commands = [
    "$0 build overlays/prod", "$0 build overlays/prod --diagnostics json",
    "$0 build overlays/prod -o out.yaml; cat out.yaml",
    "$0 bundle --force", "$0 bundle --dry-run --force", "$0 bundle --check", "$0 verify",
    "$0 bundle --output json --force", "$0 secrets status overlays/prod",
    "$0 secrets status overlays/prod --output json",
    "$0 secrets verify overlays/prod --private-key key.pem",
    "$0 secrets reseal overlays/prod --private-key key.pem", "$0 secrets check",
    "$0 secrets check --staged --output json", "$0 init",
    "$0 secrets cert show overlays/prod/certificate.pem",
    "CANARY='\(sealed)' $0 secrets seal overlays/prod database --from-env password=CANARY",
    "CANARY='\(development)' $0 secrets seal overlays/prod database --from-env password=CANARY --replace",
    "printf '\(sealed)\\n' | $0 secrets seal overlays/prod database --from-stdin password --replace",
    "$0 diff; $0 diff prod HEAD:prod -o json; $0 diff environments/prod prod",
    "cp -r overlays/prod plain; rm plain/secret-swap.yaml; "
      + "for form in human brief markdown json sarif github unified; do "
      + "$0 diff plain prod -o $form; $0 diff prod plain -o $form; done; rm -r plain",
    "$0 secrets seal overlays/prod database --from-command password --replace -- printf %s '\(sealed)'",
    "$0 secrets seal overlays/prod database --from-command password -- sh -c 'echo \(sealed) >&2; exit 1'",
    "rm -rf .git; HOME=$PWD/home CANARY='\(sealed)' $0 secrets seal overlays/prod database "
      + "--from-env password=CANARY --changed --replace; test -s home/.local/state/*/sealed-values",
    "rm overlays/prod/sealed/lock.yaml; $0 secrets status overlays/prod --adopt --new-values",
    // What fails: broken files around the value, a plain Secret, a leak, a patch of the value.
    "sed -i 's/literals: \\[/literals: [[/' overlays/prod/kustomization.yaml; $0 build overlays/prod",
    "sed -i 's/user=/us er=/; s/password=/=/' overlays/prod/kustomization.yaml; $0 build overlays/prod",
    "sed -i 's/  swaps:.*/  swaps: []/; /secret: database/d' overlays/prod/secret-swap.yaml; $0 build overlays/prod",
    "echo 'nameSuffix: \(development)' >> overlays/prod/kustomization.yaml; $0 build overlays/prod",
    "echo 'commonAnnotations: {n: \"\(development)\"}' >> overlays/prod/kustomization.yaml; $0 build overlays/prod; $0 bundle; $0 secrets check",
    "echo '\(development)' > notes.md; git add notes.md; $0 secrets check; $0 secrets check --staged --diagnostics json",
    "rm -r overlays/prod/sealed; $0 build overlays/prod; $0 bundle; $0 secrets status overlays/prod",
  ]

  @Test(arguments: commands)
  func nothingIsShown(_ command: String) throws {
    let directory = try TemporaryDirectory()
    let template = try Self.template.get().url.path
    _ = try Program.runShell("cp -a '\(template)/.' .", in: directory)
    let result = try Program.runShell(command, in: directory)
    Self.check(result.output, "standard output")
    Self.check(result.errors, "standard error")
    #expect(!result.output.isEmpty || !result.errors.isEmpty, "the command says something")
    // Every file but those that hold the values in the first place.
    let sources: Set = [
      "overlays/prod/kustomization.yaml", "notes.md", "value", "values.env", "key.pem",
    ]
    let files = FileManager.default.enumerator(atPath: directory.url.path)
    while let path = files?.nextObject() as? String {
      guard !sources.contains(path), !path.hasPrefix(".git/"),
        let data = FileManager.default.contents(
          atPath: directory.url.appendingPathComponent(path).path)
      else { continue }
      Self.check(String(decoding: data, as: UTF8.self), path)
    }
  }
}
