internal import Diagnostics
internal import SystemPackage
internal import YAML

/// One directory with a kustomization.
///
/// A class, since many layers can be open at once: a kustomization takes a kilobyte of the stack
/// wherever it is a value.
final class Layer {
  /// The directory, without links.
  let directory: FilePath
  /// The path of the kustomization file.
  let path: FilePath
  /// The kustomization file.
  let file: SourceFile
  /// The place of the file as a whole.
  var range: SourceRange { SourceRange(file: file.id, start: 0, end: 0) }
  /// Its content.
  let kustomization: Kustomization
  /// The namespace of the layer, or of the nearest layer above that has one.
  let namespace: String
  /// The repository that the directory is in, if it was fetched.
  let repository: FetchedRepository?

  /// A layer of these parts.
  init(
    directory: FilePath, path: FilePath, file: SourceFile, kustomization: Kustomization,
    namespace: String, repository: FetchedRepository?
  ) {
    self.directory = directory
    self.path = path
    self.file = file
    self.kustomization = kustomization
    self.namespace = namespace
    self.repository = repository
  }
}

extension BuildRun {
  /// Reads the kustomization of a directory.
  func layer(
    in directory: FilePath, namespace: String = "", repository: FetchedRepository? = nil
  ) throws(Diagnostic) -> Layer {
    let path = try cache.kustomizationFile(in: directory)
    let file = try read(path, in: directory)
    let kustomization = try kustomization(in: file, at: path)
    return Layer(
      directory: directory, path: path, file: file, kustomization: kustomization,
      namespace: kustomization.namespace.flatMap { $0.value.isEmpty ? nil : $0.value } ?? namespace,
      repository: repository)
  }

  /// Reads a kustomization, which may be a link within its directory.
  private func read(_ path: FilePath, in directory: FilePath) throws(Diagnostic) -> SourceFile {
    let file: SourceFile
    var target: FilePath?
    do throws(FileSystemError) {
      file = try cache.file(at: path)
      if cache.isLink(path) { target = try cache.realPath(of: path) }
    } catch {
      throw .unreadable(cache.displayPath(path), error, at: nil)
    }
    if options.loadRestrictor == .rootOnly, let target, !target.isWithin(directory) {
      throw .kustomizationOutsideRoot(
        cache.displayPath(path), target: cache.displayPath(target))
    }
    return file
  }

  private func kustomization(
    in file: SourceFile, at path: FilePath
  ) throws(Diagnostic) -> Kustomization {
    guard let document = try cache.firstDocument(of: file, at: path), !document.isNull else {
      throw .emptyKustomization(at: SourceRange(file: file.id, start: 0, end: 0))
    }
    SecretMarking.markLiterals(of: document, in: cache.sources)
    var problems: [Diagnostic] = []
    let kustomization = Kustomization(document, problems: &problems, warnings: &warnings)
    try report(problems.sorted { ($0.range?.start ?? 0) < ($1.range?.start ?? 0) })
    return kustomization
  }
}
