package import Diagnostics
package import YAML

extension SourceFile {
  /// The first document of a file of our own; an empty mapping if there is none.
  package func document() throws(DocumentFailure) -> Node {
    do throws(Diagnostic) {
      return try YAMLReader().firstDocument(of: self)
        ?? .emptyMapping(range: SourceRange(file: id, start: 0, end: 0))
    } catch {
      throw DocumentFailure([error])
    }
  }
}
