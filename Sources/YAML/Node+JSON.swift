package import Diagnostics

extension Node {
  /// Throws what keeps a resource from being turned into JSON: a key that repeats or is no string, an
  /// infinity, text that does not fit its tag.
  ///
  /// It is what an emitter throws too; Kustomize takes that way with JSON patches before it prints.
  package func requireJSON() throws(Diagnostic) {
    try requireJSON(isRoot: true)
  }

  private func requireJSON(isRoot: Bool) throws(Diagnostic) {
    switch content {
    case .scalar(let scalar):
      try scalar.requireJSON(at: range)
    case .sequence(let elements):
      for element in elements { try element.requireJSON(isRoot: false) }
    case .mapping(let entries):
      try entries.refuseRepeatedKeys()
      for entry in entries {
        _ = try entry.key.printedKey(isRoot: isRoot)
        try entry.value.requireJSON(isRoot: false)
      }
    }
  }
}

extension Scalar {
  fileprivate func requireJSON(at range: SourceRange?) throws(Diagnostic) {
    // Nearly all scalars: plain text that begins with a letter.
    if tag == .implicit, style == .plain, let first = text.utf8.first, first >= 0x41 { return }
    switch type(in: .resource) {
    case .float(let value) where !value.isFinite:
      throw .yamlNotANumber(text, at: range)
    case .timestamp where Timestamp(text.utf8.span) == nil:
      throw .yamlTimestampOffset(at: range)
    case .binary where decodedBinary == nil:
      throw .yamlTagMismatch(self, at: range)
    case .invalid:
      throw .yamlTagMismatch(self, at: range)
    case .string, .null, .boolean, .integer, .unsignedInteger, .float, .timestamp, .binary:
      return
    }
  }
}
