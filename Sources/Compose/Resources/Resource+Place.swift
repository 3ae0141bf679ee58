package import Diagnostics
internal import YAML

extension Resource {
  /// Where the name is given, or else where the resource begins.
  package var place: SourceRange? {
    node[path: "metadata", "name"]?.range ?? node.range
  }
}
