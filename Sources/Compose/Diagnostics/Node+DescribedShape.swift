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
      case .integer, .float: "a number"
      default: "a string"
      }
    }
  }
}
