extension Scalar {
  /// A string in the style in which go-yaml 3 writes the same value anew: with quotes only where the
  /// text would be taken for another type or means something to YAML.
  ///
  /// A timestamp becomes a string of its normal form, and base64 what it stands for. Any other scalar
  /// stays as it is.
  public var rewritten: Scalar {
    let text: String
    switch type(in: .resource) {
    case .string: text = style == .folded ? refoldedText : self.text
    case .timestamp:
      guard let normal = Timestamp(self.text.utf8.span)?.text else { return self }
      text = normal
    case .binary:
      guard let decoded = decodedBinary else { return self }
      text = decoded
    case .null, .boolean, .integer, .unsignedInteger, .float, .invalid: return self
    }
    let bytes = text.utf8.span
    if resolvesOtherwise(bytes) { return Scalar(text, style: .doubleQuoted) }
    switch ScalarLayout(bytes, needsQuotes: false).style {
    case .plain: return Scalar(text)
    case .singleQuoted: return Scalar(text, style: .singleQuoted)
    case .doubleQuoted: return Scalar(text, style: .doubleQuoted)
    case .literal: return Scalar(text, style: .literal)
    }
  }
}
