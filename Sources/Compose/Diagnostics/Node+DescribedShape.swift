internal import YAML

extension Node {
  /// What this is, in a few words for a message; never its text.
  var describedShape: String {
    switch content {
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .scalar(let scalar):
      switch scalar.type(in: .kustomization) {
      case .null: "nothing"
      case .boolean: "a boolean"
      case .integer, .unsignedInteger, .float: "a number"
      case .binary: "binary"
      case .invalid: "text that its tag does not fit"
      case .string, .timestamp: "a string"
      }
    }
  }
}
