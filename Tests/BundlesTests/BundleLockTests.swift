import Bundles
import Diagnostics
import Foundation
import Project
import TestSupport
import Testing

@Suite struct BundleLockTests {
  static func read(_ bytes: [UInt8]) throws(DocumentFailure) -> BundleLock {
    try BundleLock(SourceTable().add(path: "bundle.lock", bytes: bytes))
  }

  @Test func whatIsWrittenIsRead() throws {
    var random = SplitMix64(round: 7)
    let pieces = [
      "a", "/", ".", "..", " ", "\"", "\\", "\n", "\u{0}", "\u{7F}", "\u{85}", "\u{FEFF}", "é", "🙂",
      ": ", "#", "- ", "{", "}", "'", "\u{2028}", "true", "1",
    ]
    for _ in 0..<200 {
      func text() -> String {
        "x" + (0...random.below(5)).map { _ in random.pick(pieces) }.joined()
      }
      func digest() -> String { (0..<64).map { _ in random.pick(["0", "9", "e", "f"]) }.joined() }
      var lock = try Self.read(Array(Self.sample.utf8))
      lock.environment = text()
      lock.overlay = text()
      lock.options = ["layout": text(), "strict": "true"]
      lock.inputs = [
        text(): .file(sha256: digest()), "y" + text(): .absent, "z" + text(): .link(to: text()),
        "w" + text(): .remote(sha256: digest()),
      ]
      lock.sealed = [text(): [text(), text()]]
      let read = try Self.read(lock.bytes)
      #expect(read == lock, "SEED=\(SplitMix64.seed)")
      #expect(read.bytes == lock.bytes)
    }
  }

  static let digest = String(repeating: "0", count: 64)
  static let sample = """
    version: 1
    environment: "dev"
    overlay: "overlays/dev"
    epoch: 1
    options:
    inputs:
    outputs:

    - {file: "shop/a.yaml", resource: "v1 ConfigMap shop/a", sha256: "\(digest)"}

    sealed:
    """

  static let wrong: [(String, String, String)] = [
    ("not YAML", "version: [1", "yaml/syntax"),
    ("empty", "", "document/missing-field"),
    ("another version", sample.replacing("version: 1", with: "version: 2"), "lock/version"),
    ("no epoch", sample.replacing("epoch: 1", with: "options:"), "document/repeated-field"),
    ("a short digest", sample.replacing(digest, with: "00"), "lock/entry"),
    ("a path that climbs", sample.replacing("shop/a", with: "../a"), "lock/entry"),
    ("an absolute path", sample.replacing("shop/a.yaml", with: "/a.yaml"), "lock/entry"),
    ("an unknown field", sample + "\nmore: 1", "document/unknown-field"),
    (
      "a file twice",
      sample.replacing(
        "sealed:", with: "- {file: \"shop/a.yaml\", sha256: \"\(digest)\"}\nsealed:"),
      "lock/twice"
    ),
    ("conflict marks", "<<<<<<< HEAD\n" + sample, "yaml/syntax"),
  ]

  @Test(arguments: wrong.indices)
  func wrongLocksAreRefused(_ index: Int) {
    let (name, text, code) = Self.wrong[index]
    let failure = #expect(throws: DocumentFailure.self, "\(name)") {
      try Self.read(Array(text.utf8))
    }
    #expect(failure?.diagnostics.map { "\($0.code)" }.contains(code) == true, "\(name)")
  }
}
