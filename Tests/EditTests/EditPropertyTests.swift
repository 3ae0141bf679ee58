import Diagnostics
@testable import Edit
import Foundation
import TestSupport
import Testing
import YAML

/// On random kustomizations, and on the project's own, an edit changes the bytes that are meant and
/// no other.
@Suite struct EditPropertyTests {
  /// Strings that mean something else without quotes, and some that do not.
  static let values = [
    "v2", "1.10", "0123", "true", "yes", "null", "~", "1:30", "", "a: b", "#x", "x, y", "[x",
    "it's",
    "say \"x\"", "two words", " led", "trailing ", "é", "*x", "- x", "back\\slash", "2026-11-26",
  ]

  @Test func onlyTheIntendedBytesChange() throws {
    var kinds: [String: Int] = [:]
    for round in 0..<500 {
      let file = GeneratedKustomization(round: round)
      var random = SplitMix64(round: round + 10_000)
      let target = random.pick(file.targets)
      let text = String(decoding: file.bytes, as: UTF8.self)
      let context: Comment = "SEED=\(SplitMix64.seed) round \(round): \(target.path)\n\(text)"
      kinds[String(describing: target.kind), default: 0] += 1
      switch target.kind {
      case .scalar:
        let value = random.pick(Self.values)
        let after = try edit(file.bytes, .set(target.path, Node(string: value)), context)
        expectReplaced(target.range, in: file.bytes, after, value, context)
      case .list(let ofMappings):
        let value: Node =
          ofMappings ? .strings(["name": "new", "newTag": "1.10"]) : Node(string: "new.yaml")
        let after = try edit(file.bytes, .append(target.path, value), context)
        expectAdded(to: file.bytes, after, lines: ofMappings ? 2 : 1, context)
      case .lines:
        let after = try edit(file.bytes, .remove(target.path), context)
        #expect(after == file.bytes.removing(target.range), context)
      case .flowElement:
        let after = try edit(file.bytes, .remove(target.path), context)
        expectRemoved(target.range, from: file.bytes, after, context)
      }
    }
    #expect(kinds.count == 5, "every kind of edit was tried: \(kinds)")
  }

  /// Changes that are written together give the bytes that they give one after the other.
  @Test func changesAtOnceAreThoseOneByOne() throws {
    for round in 0..<500 {
      let file = GeneratedKustomization(round: round)
      var random = SplitMix64(round: round + 20_000)
      let changes = (0..<6).map { _ in change(random.pick(file.targets), &random) }
      var together = try editor(of: file.bytes)
      var apart = file.bytes
      for change in changes {
        var one = try editor(of: apart)
        // What an earlier change took away cannot be changed.
        guard (try? one.apply(change)) != nil, let bytes = try? one.bytes else { continue }
        try together.apply(change)
        apart = bytes
      }
      // An empty line, a comment or a comma below a last element that goes may stand above one that comes.
      let bytes = try together.bytes
      let hasRemovals = changes.contains { if case .remove = $0 { true } else { false } }
      let context = """
        SEED=\(SplitMix64.seed) round \(round): \(changes.map(\.summary))
        \(String(decoding: file.bytes, as: UTF8.self))---
        \(String(decoding: bytes, as: UTF8.self))---
        \(String(decoding: apart, as: UTF8.self))
        """
      #expect(hasRemovals || bytes == apart, "\(context)")
      #expect(bytes.visible == apart.visible, "\(context)")
    }
  }

  private func change(
    _ target: GeneratedKustomization.Target, _ random: inout SplitMix64
  ) -> Change {
    switch target.kind {
    case .scalar: .set(target.path, Node(string: random.pick(Self.values)))
    case .list(ofMappings: true): .append(target.path, .strings(["name": "new", "newTag": "1.10"]))
    case .list(ofMappings: false): .append(target.path, Node(string: "new.yaml"))
    case .lines, .flowElement: .remove(target.path)
    }
  }

  private func editor(of bytes: [UInt8]) throws -> YAMLEditor {
    try YAMLEditor(SourceTable().add(path: "kustomization.yaml", bytes: bytes))
  }

  /// The bytes after a change, which must not be refused.
  private func edit(
    _ bytes: [UInt8], _ change: Change, _ context: Comment
  ) throws -> [UInt8] {
    var editor = try editor(of: bytes)
    do {
      try editor.apply(change)
    } catch {
      Issue.record("refused: \(error.message)\n\(context)")
    }
    return try editor.bytes
  }

  /// What precedes the value and what follows it are the same, and so are the quotes.
  private func expectReplaced(
    _ range: Range<Int>, in before: [UInt8], _ after: [UInt8], _ value: String, _ context: Comment
  ) {
    let tail = before[range.upperBound...]
    #expect(after.starts(with: before[..<range.lowerBound]), context)
    #expect(after.suffix(tail.count) == tail, context)
    let quote = before[range.lowerBound]
    let middle = after.dropFirst(range.lowerBound).dropLast(tail.count)
    if quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") {
      #expect(middle.first == quote, context)
    } else if value == "v2", quote != UInt8(ascii: "|"), quote != UInt8(ascii: ">") {
      #expect(middle.elementsEqual("v2".utf8), context)
    }
  }

  /// Nothing is gone, and no more has come than the lines or the bytes of one element.
  private func expectAdded(
    to before: [UInt8], _ after: [UInt8], lines: Int, _ context: Comment
  ) {
    var kept = 0
    for byte in after where kept < before.count && byte == before[kept] { kept += 1 }
    #expect(kept == before.count, context)
    let breaks = after.count { $0 == 0x0A } - before.count { $0 == 0x0A }
    #expect(breaks <= lines, context)
    #expect(after.count - before.count <= 80, context)
  }

  /// Nothing has come, and no more is gone than the element, its comma and the space between.
  private func expectRemoved(
    _ range: Range<Int>, from before: [UInt8], _ after: [UInt8], _ context: Comment
  ) {
    let gone = before.count - after.count
    #expect(gone >= range.count && gone <= range.count + 8, context)
    #expect(
      after.count { $0 == UInt8(ascii: "#") } == before.count { $0 == UInt8(ascii: "#") }, context)
    #expect(after.starts(with: before[..<(range.lowerBound - 7)]), context)
    #expect(
      after.suffix(max(0, before.count - range.upperBound - 7))
        == before.suffix(max(0, before.count - range.upperBound - 7)), context)
  }

  /// Every string of the project's own files, set to another and back.
  @Test(arguments: ["base", "overlays/dev", "overlays/staging", "overlays/prod"])
  func theProjectsOwnFilesComeBack(_ directory: String) throws {
    let url = Fixture.root.appendingPathComponent("../../\(directory)/kustomization.yaml")
    let bytes = [UInt8](try Data(contentsOf: url))
    let source = SourceTable().add(path: url.path, bytes: bytes)
    let root = try #require(try YAMLReader().firstDocument(of: source))
    let strings = root.strings(at: EditPath([]))
    #expect(strings.count > 5)
    for (path, text, range) in strings {
      var editor = try YAMLEditor(source)
      try editor.apply(.set(path, Node(string: "other")))
      let tail = bytes[range.upperBound...]
      let edited = try editor.bytes
      #expect(edited.starts(with: bytes[..<range.lowerBound]), "\(path)")
      #expect(edited.suffix(tail.count) == tail, "\(path)")
      try editor.apply(.set(path, Node(string: text)))
      #expect(try editor.bytes == bytes, "\(path)")
    }
  }
}

extension [UInt8] {
  /// What is neither a space nor a comma, in any order.
  fileprivate var visible: [UInt8] { filter { $0 > 0x20 && $0 != UInt8(ascii: ",") }.sorted() }

  fileprivate func removing(_ range: Range<Int>) -> [UInt8] {
    Array(self[..<range.lowerBound] + self[range.upperBound...])
  }
}

extension Node {
  /// The strings of one line below and including this node.
  fileprivate func strings(at path: EditPath) -> [(EditPath, String, Range<Int>)] {
    switch content {
    case .scalar(let scalar):
      guard isString, scalar.style != .literal, scalar.style != .folded, let range else {
        return []
      }
      return [(path, scalar.text, Int(range.start)..<Int(range.end))]
    case .sequence(let elements):
      return elements.enumerated().flatMap { $1.strings(at: path.appending(.index($0))) }
    case .mapping(let entries):
      return entries.flatMap { $0.value.strings(at: path.appending(.key($0.key.text ?? ""))) }
    }
  }
}
