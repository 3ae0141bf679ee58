package import Diagnostics
package import SystemPackage

extension SourceCache {
  /// The kustomization files of a directory, by any of the names that they may have.
  package func kustomizationFiles(in directory: FilePath) -> [FilePath] {
    ["kustomization.yaml", "kustomization.yml", "Kustomization"].map { directory.appending($0) }
      .filter { kind(of: $0) == .file }
  }

  /// The kustomization file of a directory, which must have exactly one.
  package func kustomizationFile(in directory: FilePath) throws(Diagnostic) -> FilePath {
    let candidates = kustomizationFiles(in: directory)
    guard let path = candidates.first else {
      throw .missingKustomization(in: displayPath(directory))
    }
    guard candidates.count == 1 else {
      throw .severalKustomizations(
        in: displayPath(directory), names: candidates.compactMap { $0.lastComponent?.string })
    }
    return path
  }
}
