internal import Diagnostics
internal import YAML

/// JSON or YAML that a scalar holds as text, such as a configuration file in a ConfigMap.
struct StructuredText {
  private enum Format {
    case json(isIndented: Bool)
    case yaml
  }

  private let format: Format
  private let file: SourceFile
  private let document: Node

  /// Nil if the text is not a JSON or YAML list or mapping, or null.
  init?(_ text: String) {
    file = SourceFile(id: .detached, path: "", bytes: Array(text.utf8))
    guard let document = try? YAMLReader().firstDocument(of: file),
      document.scalar == nil || document.isNull
    else { return nil }
    self.document = document
    let first = text.utf8.first { $0 > 0x20 }
    let isJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    format = isJSON ? .json(isIndented: text.contains("\n") && text.contains("  ")) : .yaml
  }

  /// The text with every value at a path changed; nil if the path leads to nothing.
  ///
  /// JSON is printed anew with sorted keys, indented if it was; YAML keeps its order, style and
  /// comments, but not the line feed at its end.
  func replacing(
    at path: ValuePath, _ creation: ValuePath.Creation, _ change: (inout Node) -> Void
  ) -> String? {
    // Kustomize takes null for what it might make, and leaves it.
    if let null = document.scalar { return creation == .nothing ? nil : null.text }
    var document = document
    let count = try? path.update(in: &document, creating: creation, origin: nil) {
      (node: inout Node) in
      change(&node)
    }
    guard let count, count > 0 else { return nil }
    switch format {
    case .json(let isIndented):
      var emitter = JSONEmitter(indent: isIndented ? 2 : 0)
      // What is no JSON, such as a text where a number was, Kustomize leaves as it is.
      guard (try? emitter.emit(document)) != nil else {
        return String(decoding: file.bytes, as: UTF8.self)
      }
      return String(decoding: emitter.bytes, as: UTF8.self)
    case .yaml:
      guard var text = StyledEmitter().text(of: document) else { return nil }
      if let comments = TextComments(of: file, self.document) { text = comments.added(to: text) }
      if text.last == UInt8(ascii: "\n") { text.removeLast() }
      return String(decoding: text, as: UTF8.self)
    }
  }
}
