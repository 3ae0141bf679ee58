package import Diagnostics
internal import Schema
internal import YAML

/// A file of resources as they are: the output of a build, of Helm, of a cluster.
package enum ManifestFile {
  /// The resources in a file, lists replaced by their items; nothing is changed in them.
  package static func resources(
    in file: SourceFile, of sources: SourceTable
  ) throws(Diagnostic) -> [Resource] {
    do throws(Diagnostic) {
      let documents = try YAMLReader().documents(of: file)
      for document in documents { SecretMarking.mark(document, in: sources) }
      return try ResourceReader(schema: .v1_21).resources(in: documents)
    } catch {
      SecretMarking.markIfSuspicious(file, in: sources)
      throw error
    }
  }
}
