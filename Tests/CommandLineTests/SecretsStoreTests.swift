import Foundation
import Testing

/// `mlcf-compose secrets status`, `verify`, `reseal` and `cert` as processes.
@Suite struct SecretsStoreTests {
  /// An overlay whose two keys are sealed.
  private static func sealed() throws -> TemporaryDirectory {
    let directory = try SecretsSealTests.overlay()
    let result = try Program.runShell(
      "$0 secrets seal . database --from-env-file values.env --allow-tracked", in: directory)
    try #require(result.status == 0, "\(result.errors)")
    return directory
  }

  @Test func statusTellsWhatIsMissing() throws {
    let directory = try SecretsSealTests.overlay()
    let before = try Program.run(["secrets", "status", "."], in: directory)
    #expect(before.status == 1)
    #expect(before.output.contains("0/2 (password missing, user missing)"))
    #expect(before.output.contains("certificate.pem") && before.output.contains("seals"))
    let after = try Program.run(["secrets", "status"], in: Self.sealed())
    #expect(after.status == 0 && after.errors.isEmpty)
    #expect(after.output.contains("2/2") && after.output.contains("shop/database"))
  }

  @Test func statusIsOneObjectForPrograms() throws {
    let result = try Program.run(
      ["secrets", "status", "--output", "json"], in: try Self.sealed())
    let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let review = try #require(object as? [String: Any])
    #expect(review["version"] as? Int == 1 && review["ready"] as? Bool == true)
    let secret = try #require((review["secrets"] as? [[String: Any]])?.first)
    #expect(secret["sealedFor"] as? String == "shop/database")
    let keys = try #require(secret["keys"] as? [[String: Any]])
    #expect(keys.compactMap { $0["name"] as? String } == ["password", "user"])
    #expect(keys.allSatisfy { $0["generation"] as? Int == 1 })
  }

  @Test func statusSeesARename() throws {
    let directory = try Self.sealed()
    let result = try Program.runShell(
      "echo 'namePrefix: p-' >> kustomization.yaml; $0 secrets status", in: directory)
    #expect(result.status == 1)
    #expect(result.output.contains("no\n"))
  }

  @Test func statusTellsOfACertificateThatEndsSoon() throws {
    let result = try Program.runShell(
      "sed -i 's/  sealedSecrets:/&\\n    warnDaysBeforeExpiry: 60/' secret-swap.yaml; $0 secrets status",
      in: Self.sealed())
    #expect(result.status == 0 && result.output.contains("seals, ends soon"), "\(result.output)")
  }

  @Test func secretsOfOneNameAreToldApart() throws {
    let directory = try SecretsSealTests.overlay()
    let result = try Program.runShell(
      """
      printf '%s\\n' 'secretGenerator:' '- {name: db, namespace: a, literals: [k=dev-a]}' \
        '- {name: db, namespace: b, literals: [k=dev-b]}' > kustomization.yaml
      sed -i 's/  - {secret: database, sealed: {}}/  - {secret: db, namespace: a, sealed: {}}\\n  - {secret: db, namespace: b, sealed: {}}/' secret-swap.yaml
      printf one | $0 secrets seal . a.db --from-stdin k &&
      printf two | $0 secrets seal . b.db --from-stdin k && $0 secrets status && $0 build
      """, in: directory)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("a/db") && result.output.contains("b/db"))
    #expect(try directory.names(in: "sealed") == ["a.db.yaml", "b.db.yaml", "lock.yaml"])
  }

  @Test func onlyTheRightKeyOpensTheValues() throws {
    let directory = try Self.sealed()
    let right = try Program.runShell("$0 secrets verify . --private-key key.pem", in: directory)
    #expect(right.status == 0)
    #expect(right.output == "database password: opens\ndatabase user: opens\n")
    let wrong = try Program.runShell(
      "openssl genrsa -out other.pem 2048 2>/dev/null; "
        + "$0 secrets verify . --private-key other.pem", in: directory)
    #expect(wrong.status == 1 && wrong.output.contains("password: does not open"))
    let none = try Program.run(["secrets", "verify", "."], in: directory)
    #expect(none.status == 2)
    let text = try Program.run(
      ["secrets", "verify", ".", "--private-key", "value"], in: directory)
    #expect(text.status == 3 && text.errors.contains("error[secrets/private-key]"))
  }

  @Test func resealingKeepsGenerationsAndRollsNothing() throws {
    let directory = try Self.sealed()
    let before = try Program.run(["build"], in: directory)
    let resealed = try Program.runShell(
      """
      openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=new -keyout new.key \
        -out new.pem 2>/dev/null
      pin=$($0 secrets cert show new.pem | sed -n 's/spkiSha256: //p')
      sed -i "s|    certificates:|&\\n    - {file: new.pem, spkiSha256: $pin}|" secret-swap.yaml
      $0 secrets reseal . --private-key key.pem --dry-run &&
      $0 secrets reseal . --private-key key.pem && $0 secrets reseal . --private-key key.pem
      """, in: directory)
    #expect(resealed.status == 0)
    #expect(resealed.errors == "would reseal 2 values\nresealed 2 values\nresealed 0 values\n")
    let verified = try Program.runShell("$0 secrets verify . --private-key new.key", in: directory)
    #expect(verified.status == 0)
    let after = try Program.run(["build"], in: directory)
    let changed = zip(before.output.split(separator: "\n"), after.output.split(separator: "\n"))
      .filter { $0 != $1 }
    #expect(changed.count == 2)
    let wrong = try Program.runShell(
      "git checkout -q . 2>/dev/null; rm new.pem; $0 secrets reseal . --private-key new.key",
      in: directory)
    #expect(wrong.status == 3 && wrong.errors.contains("error[secrets/certificate]"))
  }

  @Test func certificatesAreShownWithTheirPin() throws {
    let directory = try SecretsSealTests.overlay()
    let result = try Program.runShell(
      "$0 secrets cert show - < certificate.pem", in: directory)
    #expect(result.status == 0 && result.output.contains("bits: 2048"))
    let swap = try #require(directory.text("secret-swap.yaml"))
    let pin = try #require(result.output.split(separator: "\n").first?.split(separator: " ").last)
    #expect(swap.contains(pin))
    let none = try Program.run(["secrets", "cert", "show", "value"], in: directory)
    #expect(none.status == 3 && none.errors.contains("error[secrets/certificate]"))
  }
}
