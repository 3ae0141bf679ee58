import Cryptography
import Foundation
import Testing

/// Keys and certificates that the `openssl` command made, and ciphertexts that it opens and makes.
@Suite struct RSAKeyTests {
  static let label = "apps/web"

  static let oaep = [
    "-pkeyopt", "rsa_padding_mode:oaep", "-pkeyopt", "rsa_oaep_md:sha256",
    "-pkeyopt", "rsa_mgf1_md:sha256", "-pkeyopt", "rsa_oaep_label:" + Array(label.utf8).hex,
  ]

  @Test(arguments: ["rsa:2048", "rsa:3072", "rsa:4096"])
  func opensslOpensWhatWeEncrypt(_ algorithm: String) throws {
    let openssl = try OpenSSL()
    try openssl.makeCertificate(algorithm)
    let certificate = try Certificate(pem: openssl.read("certificate.pem"))
    let message = try SensitiveBytes.random(count: 32)
    let ciphertext = try certificate.publicKey.encrypt(message, label: Array(Self.label.utf8))
    #expect(ciphertext.count == certificate.publicKey.byteCount)
    try openssl.write(ciphertext, to: "ciphertext")
    let status = try openssl(
      "pkeyutl", "-decrypt", "-inkey", "key.pem", "-in", "ciphertext", "-out", "message",
      Self.oaep[0], Self.oaep[1], Self.oaep[2], Self.oaep[3], Self.oaep[4], Self.oaep[5],
      Self.oaep[6], Self.oaep[7])
    #expect(status == 0)
    #expect(SensitiveBytes(try openssl.read("message")).hasSameBytes(as: message))
  }

  @Test func weOpenWhatWeEncryptWithTheSameLabelOnly() throws {
    let openssl = try OpenSSL()
    try openssl.makeCertificate()
    let key = try RSAKey(privateKeyPEM: SensitiveBytes(openssl.read("key.pem")))
    let certificate = try Certificate(pem: openssl.read("certificate.pem"))
    let message = SensitiveBytes(Array("message".utf8))
    for label in ["", "apps", "apps/web"] {
      let ciphertext = try certificate.publicKey.encrypt(message, label: Array(label.utf8))
      #expect(
        try key.decrypt(ciphertext, label: Array(label.utf8)).hasSameBytes(as: message))
      #expect(throws: CryptographyError.doesNotDecrypt) {
        try key.decrypt(ciphertext, label: Array("apps/other".utf8))
      }
    }
  }

  @Test func certificatesHaveDatesAndAPin() throws {
    let openssl = try OpenSSL()
    try openssl.makeCertificate(days: 30)
    let certificate = try Certificate(pem: openssl.read("certificate.pem"))
    let now = Int64(Date().timeIntervalSince1970)
    #expect(abs(certificate.notBefore - now) < 600)
    #expect(certificate.notAfter - certificate.notBefore == 30 * 86400)
    try openssl("pkey", "-in", "key.pem", "-pubout", "-outform", "DER", "-out", "public.der")
    #expect(certificate.spkiSHA256 == SHA256.hexDigest(of: try openssl.read("public.der")))
  }

  @Test func refusesWhatIsNoCertificateOfRSA() throws {
    let openssl = try OpenSSL()
    #expect(throws: CryptographyError.notPEM) { try Certificate(pem: Array("hello".utf8)) }
    #expect(throws: CryptographyError.notPEM) { try Certificate(pem: []) }
    try openssl(
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
      "-subj", "/CN=test", "-keyout", "key.pem", "-out", "certificate.pem")
    #expect(throws: CryptographyError.unsuitableKey) {
      try Certificate(pem: openssl.read("certificate.pem"))
    }
    try openssl.makeCertificate("rsa:1024")
    #expect(throws: CryptographyError.unsuitableKey) {
      try Certificate(pem: openssl.read("certificate.pem"))
    }
    let pem = try openssl.read("certificate.pem")
    #expect(throws: CryptographyError.notPEM) { try Certificate(pem: Array(pem.dropLast(200))) }
    #expect(throws: CryptographyError.notPEM) {
      try RSAKey(privateKeyPEM: SensitiveBytes(Array("hello".utf8)))
    }
  }

  @Test func takesTheFirstCertificateWithLinesOfWindows() throws {
    let openssl = try OpenSSL()
    try openssl.makeCertificate()
    let first = try openssl.read("certificate.pem")
    try openssl.makeCertificate()
    let second = try openssl.read("certificate.pem")
    let lines = String(decoding: first + second, as: UTF8.self).replacing("\n", with: "\r\n")
    let certificate = try Certificate(pem: Array("noise\r\n".utf8) + Array(lines.utf8))
    #expect(try certificate.spkiSHA256 == Certificate(pem: first).spkiSHA256)
  }
}
