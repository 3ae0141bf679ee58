import Diagnostics
import Edit
import YAML

/// The text of a file after changes; throws the diagnostic of one that cannot be made.
func edited(_ text: String, _ changes: Change...) throws -> String {
  let file = SourceTable().add(path: "kustomization.yaml", bytes: Array(text.utf8))
  var editor = try YAMLEditor(file)
  for change in changes { try editor.apply(change) }
  return String(decoding: try editor.bytes, as: UTF8.self)
}

extension Change {
  /// A string at a path.
  static func set(_ path: String, _ text: String) -> Change {
    .set(EditPath(parsing: path), Node(string: text))
  }

  /// An integer at a path.
  static func set(_ path: String, _ number: Int) -> Change {
    .set(EditPath(parsing: path), Node(Scalar(String(number), tag: .integer)))
  }

  /// A string at the end of a list.
  static func append(_ path: String, _ text: String) -> Change {
    .append(EditPath(parsing: path), Node(string: text))
  }

  /// A mapping at the end of a list.
  static func append(_ path: String, _ pairs: KeyValuePairs<String, String>) -> Change {
    .append(EditPath(parsing: path), .strings(pairs))
  }

  static func remove(_ path: String) -> Change { .remove(EditPath(parsing: path)) }
}

extension Node {
  /// A mapping of strings.
  static func strings(_ pairs: KeyValuePairs<String, String>) -> Node {
    Node(
      .mapping(
        ContiguousArray(
          pairs.map { Entry(key: Node(string: $0.key), value: Node(string: $0.value)) }
        )))
  }
}
