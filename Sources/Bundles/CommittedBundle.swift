public import Compose
internal import Diagnostics
internal import Project
public import SystemPackage

/// A bundle as a source of resources: those that an agent would apply.
public struct CommittedBundle {
  private let folder: FilePath
  private let cache: SourceCache

  /// The bundle in a folder; nil if the folder has no lock.
  public init?(at folder: FilePath, in cache: SourceCache) {
    guard cache.kind(of: folder.appending(BundleLock.fileName)) == .file else { return nil }
    self.folder = folder
    self.cache = cache
  }

  /// The resources of the files that the lock names.
  public func resources() throws(BuildFailure) -> [Resource] {
    let lock: BundleLock
    do throws(DocumentFailure) {
      lock = try BundleLock(try file(at: folder.appending(BundleLock.fileName)))
    } catch {
      throw BuildFailure(diagnostics: error.diagnostics)
    }
    var resources: [Resource] = []
    for path in lock.outputs.keys.sorted() {
      let path = folder.appending("manifests").pushing(FilePath(path))
      do throws(DocumentFailure) {
        let file = try file(at: path)
        do throws(Diagnostic) {
          resources += try ManifestFile.resources(in: file, of: cache.sources)
        } catch {
          throw DocumentFailure([error])
        }
      } catch {
        throw BuildFailure(diagnostics: error.diagnostics)
      }
    }
    return resources
  }

  private func file(at path: FilePath) throws(DocumentFailure) -> SourceFile {
    do throws(FileSystemError) {
      return try cache.file(at: path)
    } catch {
      throw DocumentFailure([.bundleUnreadable(cache.displayPath(path), error)])
    }
  }
}
