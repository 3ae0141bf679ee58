internal import Diagnostics
internal import YAML

/// Tells the source table which bytes must never be shown in an excerpt.
enum SecretMarking {
  /// Marks the data of a Secret, or of the Secrets of a list, whatever its shape.
  static func mark(_ document: Node, in sources: SourceTable) {
    if document["kind"]?.text == "Secret" { markData(of: document, in: sources) }
    guard let items = document["items"]?.elements else { return }
    for item in items { mark(item, in: sources) }
  }

  /// Marks the data of what is a Secret or is merged into one.
  static func markData(of document: Node, in sources: SourceTable) {
    for entry in document.entries ?? []
    where entry.key.isScalar("data") || entry.key.isScalar("stringData") {
      if let range = entry.value.range { sources.markSecret(range) }
    }
  }

  /// Marks a whole file that does not parse if it seems to hold a Secret.
  static func markIfSuspicious(_ file: SourceFile, in sources: SourceTable) {
    if isSuspicious(String(decoding: file.bytes, as: UTF8.self)) { sources.markSecret(file) }
  }

  /// Whether text seems to hold a Secret or the literals of one.
  static func isSuspicious(_ text: String) -> Bool {
    text.contains("Secret") || text.lowercased().contains("secretgenerator")
  }

  /// Marks the values of the operations of a JSON patch.
  static func markValues(of operations: Node, in sources: SourceTable) {
    for operation in operations.elements ?? [] {
      let value = operation.isMapping ? operation["value"] : operation
      if let range = value?.range { sources.markSecret(range) }
    }
  }
}

extension SecretMarking {
  /// The fields of a secret generator that hold no value of the Secret.
  private static let harmlessFields: Set = [
    "name", "namespace", "behavior", "type", "options", "env", "envs", "files",
  ]

  /// Marks the literals of the secret generators of a kustomization, misspelt ones too.
  static func markLiterals(of kustomization: Node, in sources: SourceTable) {
    guard let entries = kustomization.entries else { return }
    for entry in entries where entry.key.text?.lowercased() == "secretgenerator" {
      for generator in entry.value.elements ?? [entry.value] {
        let values =
          generator.entries?
          .filter { !harmlessFields.contains($0.key.text?.lowercased() ?? "") }
          .map(\.value) ?? [generator]
        for value in values { if let range = value.range { sources.markSecret(range) } }
      }
    }
  }
}
