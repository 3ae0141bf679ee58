package import YAML

/// Knows texts that hold a value of a Secret, in whatever form, so that they are not shown.
///
/// Values of fewer than eight bytes are too common to be looked for: whoever shows something hides
/// them where they stand.
package struct SecretValues {
  private static let minimalLength = 8

  private let scan: LeakScan

  /// The values of Secrets, given as their contents.
  package init(of secrets: some Sequence<Node>) {
    var values = DevelopmentSecrets()
    for secret in secrets {
      for field in ["data", "stringData"] {
        for entry in secret[field]?.entries ?? [] {
          guard let key = entry.key.text, let text = entry.value.textUnlessNull else { continue }
          let decoded = field == "data" ? Base64.decode(text.utf8) : nil
          let bytes = decoded ?? Array(text.utf8)
          if bytes.count >= Self.minimalLength { values.take(bytes, of: "", key) }
        }
      }
    }
    scan = LeakScan(Needles(values, minimalLength: Self.minimalLength) { _, _ in false })
  }

  /// Whether a text holds a value.
  package func occur(in text: String) -> Bool { scan.needle(in: text) != nil }
}
