import Foundation
import Testing

/// A directory for the files of the `openssl` command, and the command itself.
final class OpenSSL {
  let directory: URL

  init() throws {
    directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("mlcf-compose-openssl-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: directory) }

  func path(_ name: String) -> String { directory.appendingPathComponent(name).path }

  func read(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
  }

  /// Runs `openssl` in the directory; its status.
  @discardableResult
  func callAsFunction(_ arguments: String...) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["openssl"] + arguments
    process.currentDirectoryURL = directory
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// Makes `key.pem` and a self-signed `certificate.pem`.
  func makeCertificate(_ algorithm: String = "rsa:2048", days: Int = 30) throws {
    let status = try self(
      "req", "-x509", "-newkey", algorithm, "-nodes", "-subj", "/CN=test", "-days", "\(days)",
      "-keyout", "key.pem", "-out", "certificate.pem")
    try #require(status == 0, "openssl could not make a certificate")
  }
}

/// The bytes that hexadecimal digits stand for.
func bytes(_ hex: String) -> [UInt8] {
  let digits = Array(hex.utf8)
  return stride(from: 0, to: digits.count, by: 2).map {
    UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16) ?? 0
  }
}

extension Collection<UInt8> {
  /// The bytes in hexadecimal.
  var hex: String { map { String(format: "%02x", $0) }.joined() }
}
