import Diagnostics
import Foundation
import Testing
import YAML

/// YAML text with what the reader makes of it.
struct Text {
  let sources = SourceTable()
  let file: SourceFile

  init(_ text: String) {
    self.init(bytes: Array(text.utf8))
  }

  init(bytes: [UInt8]) {
    file = sources.add(path: "test.yaml", bytes: bytes)
  }

  func documents(limits: YAMLLimits = .standard) throws(Diagnostic) -> [Node] {
    try YAMLReader(limits: limits).documents(of: file)
  }

  func node(limits: YAMLLimits = .standard) throws -> Node {
    let documents = try documents(limits: limits)
    try #require(documents.count == 1)
    return documents[0]
  }

  /// What the reader refuses the text with; nil if it accepts it.
  func refusal(limits: YAMLLimits = .standard) -> Diagnostic? {
    do {
      _ = try documents(limits: limits)
      return nil
    } catch {
      return error
    }
  }

  /// The text that a range covers.
  func text(in range: SourceRange?) -> String? {
    guard let range, range.file == file.id, Int(range.end) <= file.bytes.count else { return nil }
    return String(decoding: file.bytes[Int(range.start)..<Int(range.end)], as: UTF8.self)
  }

  /// Line and column of the first byte of a range, as `line:column`.
  func place(of range: SourceRange?) -> String? {
    range.map {
      let position = file.position(of: Int($0.start))
      return "\(position.line):\(position.column)"
    }
  }
}

/// The only document of a text.
func parse(_ text: String) throws -> Node {
  try Text(text).node()
}

/// The node as YAML text.
func yaml(_ node: Node) throws(Diagnostic) -> String {
  var emitter = YAMLEmitter()
  try emitter.emit(node)
  return String(decoding: emitter.bytes, as: UTF8.self)
}

/// The node as JSON, which tells what it stands for, however it was written.
func json(_ node: Node) throws(Diagnostic) -> String {
  var emitter = JSONEmitter()
  try emitter.emit(node)
  return String(decoding: emitter.bytes, as: UTF8.self)
}

/// What `body` refuses with; nil if it does not.
func refusal<R>(_ body: () throws(Diagnostic) -> R) -> Diagnostic? {
  do throws(Diagnostic) {
    _ = try body()
    return nil
  } catch {
    return error
  }
}
