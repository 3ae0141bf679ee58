import Cryptography
import Foundation
import Seal
import Testing

/// Sealed values, opened by an implementation of others: the `cryptography` package of Python.
@Suite struct SealedValueTests {
  /// How many values are sealed: `SEALED_VALUES`, or few.
  static let count = ProcessInfo.processInfo.environment["SEALED_VALUES"].flatMap(Int.init) ?? 60

  static let script = """
    import base64, json, sys
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    key = serialization.load_pem_private_key(open(sys.argv[1], 'rb').read(), None)
    sessions, opened = set(), 0
    def unseal(text, label):
        blob = base64.b64decode(text, validate=True)
        count = int.from_bytes(blob[:2], 'big')
        assert count == key.key_size // 8
        session = key.decrypt(blob[2:2 + count], padding.OAEP(
            mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=label or None))
        assert session not in sessions
        return session, AESGCM(session).decrypt(bytes(12), blob[2 + count:], None)
    for line in open(sys.argv[2]):
        row = json.loads(line)
        label = row['label'].encode()
        session, value = unseal(row['sealed'], label)
        sessions.add(session)
        assert value.hex() == row['value'], 'another value'
        try:
            unseal(row['sealed'], label + b'x')
        except ValueError:
            opened += 1
    print(opened)
    """

  static var hasPython: Bool {
    (try? run(["python3", "-c", "import cryptography"]))?.status == 0
  }

  static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  @Test(.enabled(if: hasPython, "needs Python's cryptography"), arguments: [2048, 3072, 4096])
  func othersOpenWhatWeSeal(_ bits: Int) throws {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("mlcf-compose-sealed-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    func path(_ name: String) -> String { directory.appendingPathComponent(name).path }
    let made = try Self.run([
      "openssl", "req", "-x509", "-newkey", "rsa:\(bits)", "-nodes", "-subj", "/CN=test",
      "-keyout", path("key.pem"), "-out", path("certificate.pem"),
    ])
    try #require(made.status == 0)
    let pem = Array(try Data(contentsOf: URL(fileURLWithPath: path("certificate.pem"))))
    let certificate = try Certificate(pem: pem)
    let sizes = [0, 1, 15, 16, 17, 255, 4096, 65_536]
    var rows = ""
    for index in 0..<Self.count {
      let size = index < sizes.count ? sizes[index] : Int.random(in: 0...200)
      let bytes = (0..<size).map { _ in UInt8.random(in: 0...255) }
      let scope = SecretSwap.Scope.allCases[index % 3]
      let label = SealedValue.label(scope, namespace: "apps", name: "web-\(index)")
      let sealed = try SealedValue.seal(
        SensitiveBytes(bytes), for: certificate.publicKey, label: label)
      #expect(SealedValue.isWellFormed(sealed))
      let hex = bytes.map { String(format: "%02x", $0) }.joined()
      let labelText = String(decoding: label, as: UTF8.self)
      rows += "{\"sealed\": \"\(sealed)\", \"label\": \"\(labelText)\", \"value\": \"\(hex)\"}\n"
    }
    try Data(rows.utf8).write(to: directory.appendingPathComponent("rows"))
    let result = try Self.run(["python3", "-c", Self.script, path("key.pem"), path("rows")])
    #expect(result.status == 0)
    #expect(result.output == "\(Self.count)\n", "a wrong label must not open a value")

    let key = try RSAKey(
      privateKeyPEM: SensitiveBytes(
        Array(try Data(contentsOf: URL(fileURLWithPath: path("key.pem"))))))
    let sealed = try SealedValue.seal(
      SensitiveBytes(Array("v".utf8)), for: certificate.publicKey, label: Array("a/b".utf8))
    let opened = try SealedValue.open(sealed, with: key, label: Array("a/b".utf8))
    #expect(opened.hasSameBytes(as: SensitiveBytes(Array("v".utf8))))
    #expect(throws: CryptographyError.doesNotDecrypt) {
      try SealedValue.open(sealed, with: key, label: Array("a/c".utf8))
    }
  }

  @Test(arguments: ["", "AAAA", "not base64", String(repeating: "A", count: 400)])
  func refusesWhatIsNoSealedValue(_ text: String) {
    #expect(!SealedValue.isWellFormed(text))
  }
}
