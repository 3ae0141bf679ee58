internal import Compose
internal import Diagnostics
internal import SystemPackage
internal import YAML

extension SealedStore {
  /// A file of a store: an ordinary SealedSecret, which says itself what its values are sealed for.
  struct File {
    /// `metadata.namespace`, which the controller puts into the label of each value.
    var namespace: String
    /// `metadata.name`.
    var name: String
    /// The scope, which the annotations tell.
    var scope: SecretSwap.Scope
    /// `spec.encryptedData`.
    var ciphertexts: Node

    /// Reads the file of an entry, of which the lock tells at `range`.
    init(
      of entry: String, in folder: FilePath, _ cache: SourceCache, lockedAt range: SourceRange?
    ) throws(Diagnostic) {
      let file: SourceFile
      do throws(FileSystemError) {
        file = try cache.file(at: Self.path(of: entry, in: folder))
      } catch {
        throw .storeFileMissing("\(entry).yaml", error, at: range)
      }
      let document = try YAMLReader().firstDocument(of: file) ?? .emptyMapping()
      guard document["kind"]?.isScalar("SealedSecret") == true,
        let data = document[path: "spec", "encryptedData"], data.isMapping
      else {
        throw .notSealedSecret(at: SourceRange(file: file.id, start: 0, end: 0))
      }
      let metadata = document["metadata"]
      name = metadata?["name"]?.text ?? ""
      namespace = metadata?["namespace"]?.text ?? ""
      scope = SealedSecretMaker.scope(in: metadata?["annotations"])
      ciphertexts = data
    }

    /// Where the file of an entry is.
    static func path(of entry: String, in folder: FilePath) -> FilePath {
      folder.appending("\(entry).yaml")
    }
  }
}
