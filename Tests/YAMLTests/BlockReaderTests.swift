import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import YAML

/// What the block reader reads is what libyaml reads, ranges included.
///
/// `SEED` of the environment chooses other random texts, `ROUNDS` how many.
@Suite struct BlockReaderTests {
  private static let rounds =
    ProcessInfo.processInfo.environment["ROUNDS"].flatMap(Int.init) ?? 4000

  @Test func manifestsAreReadDirectly() throws {
    let text = """
      # a manifest
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: web
        annotations: {}
      spec:
        paused:
        template:
          containers:
          - name: "main"
            image: 'nginx:1.27'
            args: ["--port", "8080", -v, a:b, http://c/]
            description: several
              lines

              of text # and a comment
            command:
            - sh
            - -c
            - |
              echo "$A"

              exit 0
            env:
              - - nested: true
                - other
              -
          - name: größe
            pattern: "^[a-z]\\\\d\\"'$"
            note: 'it''s'
      """
    let node = try #require(try read(Array(text.utf8)))
    #expect(node[path: "spec", "template", "containers"]?.elements?.count == 2)
    expectSame(Array(text.utf8), "the manifest")
  }

  @Test(arguments: [
    "a: &x 1", "a: *x", "a: !t b", "<<: {}", "a: {b: c}", "a: >2\n  b", "a:\tb", "a: [b, [c]]",
    "a: [b,\n c]", "a: 'b\n  c'", "? a", "a: b: c", "- a\nb: c", "a: b\n c: d", "a:\n b: c\n  d: e",
    "--- a", "a: b\n...", "a", "a: |2\n   b", "a: |\n", "a: \"\\x41\"", "a: b\r\n", "\u{FEFF}a: b",
    "a: @b",
    "a: \u{85}", "a: \"b\" c", "a: - b", "%YAML 1.1\n---\na: b", "a: b\n\tc", "a : b", "---\n",
  ])
  func leavesTheRestToLibYAML(_ text: String) {
    #expect(throws: BlockReader.Unusual.self) { try read(Array(text.utf8)) }
  }

  @Test func readsEveryFileAlike() throws {
    let package = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    var count = 0
    for folder in ["base", "overlays", "Tests/Fixtures", "../shared/conformance"] {
      let files = FileManager.default.enumerator(
        at: package.appending(path: folder), includingPropertiesForKeys: nil)
      while let file = files?.nextObject() as? URL {
        guard ["yaml", "yml", "json", ""].contains(file.pathExtension),
          let data = try? Data(contentsOf: file), data.count < 1 << 20
        else { continue }
        expectSame(Array(data), "\(file.path)")
        count += 1
      }
    }
    #expect(count > 500)
  }

  @Test(.enabled(if: SharedData.has(YAMLSuiteCase.path)))
  func readsTheSuiteAlike() {
    for test in YAMLSuiteCase.all { expectSame(Array(test.yaml.utf8), "case \(test.id)") }
  }

  @Test func readsRandomLinesAlike() {
    let starts = ["", "", "  ", "    ", "- ", "  - ", "    - ", "- - ", " ", "   ", "      "]
    let keys = [
      "a: ", "b: ", "c:", "\"d\": ", "'e': ", "f g: ", "-h: ", "a#: ", "<<: ", "a : ", "", "? ",
    ]
    let values = [
      "", "", "1", "~", "null", "text of words", "x # comment", "x#y", "\"q\"", "'q'", "'it''s'",
      "\"a\\n\\\"\"", "|", "|-", "|+", ">", ">-", ">+", "[]", "{}", "[a, \"b\", 'c', d:e]",
      "[a, ~, null]",
      "[a,]",
      "[-c, a=b]", "# comment", "#c", "- x", "a: b", "a:", "größe", "😀", "&x", "*x", "!t", "---",
      "...",
      "-", "-x", ":x", "a\tb", "\t", "\"a\" b", " x ", "\"a\" # c", "|2", "x:y", "@", "%",
      "\u{2028}",
    ]
    let ends = [
      "\n", "\n", "\n", "\n", "\n\n", "\n  \n", " \n", "\n# c\n", "\n     \n", "\r\n", "",
    ]
    for round in 0..<Self.rounds {
      var random = SplitMix64(round: round)
      var text = random.below(20) == 0 ? "---\n" : ""
      for _ in 0..<(1 + random.below(9)) {
        text += random.pick(starts) + random.pick(keys) + random.pick(values) + random.pick(ends)
      }
      expectSame(Array(text.utf8), "seed \(SplitMix64.seed), round \(round)")
    }
  }

  @Test func readsMutationsAlike() {
    let manifest = Array(
      """
      kind: ConfigMap # größe
      metadata:
        name: a
        labels: {}
      list:
      - one
      - b: "two"
        c: [x, 'y']
      -
        - - d: three
            more

            text
      data:
        text: |
          first
           second

          third
        folded: >-
          one
          two

          three
            four
          five
        keep: |+

          fourth

        last:
      """.utf8)
    let pieces = [
      " ", "  ", "\n", "-", "- ", ":", ": ", "#", " #", "|", "'", "\"", "[", "]", "\\", "\t", "x",
    ]
    .map { Array($0.utf8) }
    for round in 0..<Self.rounds {
      var random = SplitMix64(round: round)
      var bytes = manifest
      for _ in 0..<(1 + random.below(4)) {
        let index = random.below(bytes.count)
        switch random.below(3) {
        case 0: bytes.remove(at: index)
        case 1: bytes.insert(contentsOf: random.pick(pieces), at: index)
        default: bytes.replaceSubrange(index...index, with: random.pick(pieces))
        }
        if random.below(10) == 0 { bytes.removeLast(random.below(max(1, bytes.count))) }
        if bytes.isEmpty { bytes = manifest }
      }
      expectSame(bytes, "seed \(SplitMix64.seed), round \(round)")
    }
  }

  private func read(_ bytes: [UInt8]) throws -> Node? {
    let file = SourceTable().add(path: "test.yaml", bytes: bytes)
    return try YAMLReader().blockDocument(in: 0..<bytes.count, of: file)
  }

  /// Expects that libyaml reads the same, where the block reader does not give up: of the whole
  /// text, and of its part from each separator on.
  private func expectSame(_ bytes: [UInt8], _ name: String) {
    let file = SourceTable().add(path: "test.yaml", bytes: bytes)
    let reader = YAMLReader()
    let separator = Array("\n---\n".utf8)
    var starts = [0]
    for index in bytes.indices where bytes[index...].starts(with: separator) {
      starts.append(index + separator.count)
    }
    for (start, end) in zip(starts, starts.dropFirst().map { $0 - 4 } + [bytes.count]) {
      guard let direct = try? reader.blockDocument(in: start..<end, of: file) else { continue }
      let text = String(decoding: bytes[start..<end], as: UTF8.self)
      do throws(Diagnostic) {
        let reference = try reader.anyDocument(in: start..<end, of: file)
        #expect(isIdentical(direct, reference), "\(name): \(text.debugDescription)")
      } catch {
        Issue.record("\(name): libyaml refuses \(text.debugDescription): \(error.message)")
      }
    }
  }

  private func isIdentical(_ a: Node?, _ b: Node?) -> Bool {
    guard let a, let b else { return (a == nil) == (b == nil) }
    guard a.range == b.range else { return false }
    switch (a.content, b.content) {
    case (.scalar(let a), .scalar(let b)):
      return a.style == b.style && a.tag == b.tag && a.text.hasSameBytes(as: b.text)
    case (.sequence(let a), .sequence(let b)):
      return a.count == b.count && zip(a, b).allSatisfy { isIdentical($0, $1) }
    case (.mapping(let a), .mapping(let b)):
      return a.count == b.count
        && zip(a, b).allSatisfy {
          isIdentical($0.key, $1.key) && isIdentical($0.value, $1.value)
        }
    default: return false
    }
  }
}
