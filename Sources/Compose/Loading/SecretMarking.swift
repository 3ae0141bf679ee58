internal import Diagnostics
internal import YAML

/// Tells the source table which bytes must never be shown in an excerpt.
enum SecretMarking {
  /// Marks the values of a Secret, or of the Secrets of a list.
  static func mark(_ document: Node, in sources: SourceTable) {
    if document["kind"]?.text == "Secret" {
      for field in ["data", "stringData"] {
        guard let entries = document[field]?.entries else { continue }
        for entry in entries { if let range = entry.value.range { sources.markSecret(range) } }
      }
    }
    guard let items = document["items"]?.elements else { return }
    for item in items { mark(item, in: sources) }
  }

  /// Marks a whole file that does not parse if it seems to hold a Secret.
  static func markIfSuspicious(_ file: SourceFile, in sources: SourceTable) {
    let word = Array("Secret".utf8)
    var rest = file.bytes[...]
    while let start = rest.firstIndex(of: word[0]) {
      if rest[start...].starts(with: word) { return sources.markSecret(file) }
      rest = rest[(start + 1)...]
    }
  }
}

extension SecretMarking {
  /// Marks the literals of the secret generators of a kustomization.
  static func markLiterals(of kustomization: Node, in sources: SourceTable) {
    guard let entries = kustomization.entries else { return }
    for entry in entries where entry.key.text?.lowercased() == "secretgenerator" {
      for generator in entry.value.elements ?? [] {
        for field in generator.entries ?? [] where field.key.text?.lowercased() == "literals" {
          for literal in field.value.elements ?? [] {
            if let range = literal.range { sources.markSecret(range) }
          }
        }
      }
    }
  }
}
