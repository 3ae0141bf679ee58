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

  @Test func whatAnotherToolSealedIsAdopted() throws {
    let directory = try Self.sealed()
    let other = try Self.sealed()
    // As kubeseal does it: another ciphertext in the file, the lock as it was.
    let changed = try Program.runShell(
      """
      cp '\(other.url.path)'/certificate.pem '\(other.url.path)'/key.pem .
      cp '\(other.url.path)'/secret-swap.yaml .
      new=$(grep '  password:' '\(other.url.path)'/sealed/database.yaml)
      sed -i "s|^    password:.*|$new|" sealed/database.yaml
      $0 build; $0 secrets status
      """, in: directory)
    #expect(changed.errors.contains("error[secrets/store-differs]"))
    #expect(changed.errors.contains("secrets status OVERLAY --adopt"))
    let dry = try Program.runShell("$0 secrets status --adopt --dry-run", in: directory)
    #expect(dry.errors == "database password: changed\nwould adopt 1 change\n")
    let before = try #require(directory.text("sealed/lock.yaml"))
    let adopted = try Program.runShell(
      "$0 secrets status --adopt --output json; $0 secrets verify --private-key key.pem",
      in: directory)
    #expect(adopted.errors == "database password: changed\nadopted 1 change\n")
    #expect(adopted.output.contains("database password: opens"), "\(adopted.output)")
    let after = try #require(directory.text("sealed/lock.yaml"))
    let pairs = zip(before.split(separator: "\n"), after.split(separator: "\n"))
    #expect(pairs.filter { $0 != $1 }.count == 1 && !after.contains("generation: 2"))
    let none = try Program.runShell("$0 secrets status --adopt", in: directory)
    #expect(none.errors == "adopted 0 changes\n")
  }

  @Test func newValuesOfAnotherToolCountAsAGeneration() throws {
    let directory = try Self.sealed()
    let result = try Program.runShell(
      """
      cp sealed/lock.yaml old-lock.yaml
      $0 secrets seal . database --from-file user=value --keep-newline --replace
      cp old-lock.yaml sealed/lock.yaml
      $0 secrets status --adopt --new-values && $0 build
      """, in: directory)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("database user: changed\nadopted 1 change\n"))
    #expect(directory.text("sealed/lock.yaml")?.contains("generation: 2") == true)
    let removed = try Program.runShell(
      "sed -i '/^    user:/d' sealed/database.yaml; $0 secrets status --adopt", in: directory)
    #expect(removed.status == 1)
    #expect(removed.errors == "database user: removed\nadopted 1 change\n")
    let broken = try Program.runShell(
      "sed -i 's/^    password:.*/    password: AAAA/' sealed/database.yaml; $0 secrets status --adopt",
      in: directory)
    #expect(broken.status == 3 && broken.errors.contains("error[secrets/not-a-ciphertext]"))
    let usage = try Program.run(["secrets", "status", "--new-values"], in: directory)
    #expect(usage.status == 2)
  }

  @Test func aStoreThatKubesealBeganIsAdopted() throws {
    let directory = try Self.sealed()
    let result = try Program.runShell(
      "rm sealed/lock.yaml; $0 secrets status --adopt && $0 build", in: directory)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("adopted 2 changes"))
    #expect(result.output.contains("shop/database") && result.output.contains("SealedSecret"))
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
