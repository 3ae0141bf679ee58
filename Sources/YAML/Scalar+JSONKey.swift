extension Scalar {
  /// The text of a key in the JSON that Kustomize makes of a kustomization or of a JSON patch.
  ///
  /// There `n` is `false`, `0x10` is `16`, and numbers with a fraction have single precision. Nil
  /// for what is no key in JSON: null, and integers above `Int64.max`.
  package var jsonKey: String? {
    switch type(in: .kustomization) {
    case .null, .unsignedInteger, .invalid: nil
    case .boolean(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .float(let value): Self.key(of: Float(value))
    case .string, .timestamp, .binary: text
    }
  }

  private static func key(of number: Float) -> String {
    if number.isNaN { return ".nan" }
    if number.isInfinite { return number < 0 ? "-.inf" : ".inf" }
    return FloatFormat(number).general
  }
}
