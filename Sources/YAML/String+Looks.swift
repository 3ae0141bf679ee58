internal import Diagnostics

extension String {
  /// Whether this one line of text, without quotes and read as YAML 1.1, is anything but a text, a
  /// date or nothing at all.
  ///
  /// Where Kustomize sets such a text it writes it in quotes.
  package var looksOtherwise: Bool {
    switch Scalar(self).type(in: .kustomization) {
    case .timestamp: return false
    case .string: break
    case .null, .boolean, .integer, .unsignedInteger, .float, .binary, .invalid:
      return !isEmpty
    }
    guard mayBeStructure else { return false }
    let file = SourceFile(id: .detached, path: "", bytes: Array(utf8))
    guard let documents = try? YAMLReader().documents(of: file) else { return false }
    return documents.first?.scalar?.isString(in: .kustomization) != true
  }

  /// Whether there are characters that make more of it in YAML than a scalar.
  private var mayBeStructure: Bool {
    guard let first = utf8.first else { return false }
    if "-?[{!&#| ".utf8.contains(first) { return true }
    var previous = first
    for byte in utf8.dropFirst() {
      if previous == UInt8(ascii: ":"), byte == UInt8(ascii: " ") { return true }
      if previous == UInt8(ascii: " "), byte == UInt8(ascii: "#") { return true }
      previous = byte
    }
    return previous == UInt8(ascii: ":") || previous == UInt8(ascii: " ")
  }
}

extension Scalar {
  /// A string of one line as Kustomize sets it: in quotes where its text looks like something else.
  package init(setting text: String) {
    self.init(text, style: text.looksOtherwise ? .doubleQuoted : .plain, tag: .string)
  }
}
