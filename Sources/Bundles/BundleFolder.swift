internal import Compose
internal import Cryptography
internal import Diagnostics
internal import Project
internal import SystemPackage

/// The folder of an environment's bundle as it is on the disk.
///
/// ```
/// environments/prod/bundle.lock
/// environments/prod/manifests/…     the only path that an agent syncs
/// environments/prod/.manifests-new  while a bundle is written, or left by a crash
/// ```
struct BundleFolder {
  /// The folder, absolute.
  let path: FilePath
  /// The folder as a user wants to read it.
  let shownPath: String

  var manifests: FilePath { path.appending("manifests") }
  var lock: FilePath { path.appending(BundleLock.fileName) }
  /// Where a bundle is written before it takes the place of the old one.
  var staging: FilePath { path.appending(".manifests-new") }
  /// Where the old one goes where two directories cannot be exchanged.
  var retired: FilePath { path.appending(".manifests-old") }
  /// The new lock, until the new bundle is in its place.
  var pendingLock: FilePath { path.appending(".bundle.lock-new") }

  /// What the lock is found to be.
  enum LockState {
    case missing
    case corrupt([Diagnostic])
    case present(BundleLock, bytes: [UInt8])

    /// The lock, if it can be read.
    var lock: BundleLock? {
      if case .present(let lock, _) = self { lock } else { nil }
    }
  }

  /// Reads the lock; what is wrong with it points into `sources`.
  func readLock(_ sources: SourceTable) throws(FileFailure) -> LockState {
    try readLock(at: lock, sources)
  }

  /// The outputs of a bundle whose writing was interrupted.
  func pendingOutputs(_ sources: SourceTable) throws(FileFailure) -> Set<String> {
    Set(try readLock(at: pendingLock, sources).lock?.outputs.keys.map(\.self) ?? [])
  }

  private func readLock(
    at path: FilePath, _ sources: SourceTable
  ) throws(FileFailure) -> LockState {
    guard let bytes = try SystemFile.contents(of: path) else {
      guard SystemFile.kind(of: path) != nil else { return .missing }
      return .corrupt([.bundleInTheWay("\(shownPath)/\(BundleLock.fileName)")])
    }
    let file = sources.add(path: "\(shownPath)/\(BundleLock.fileName)", bytes: bytes)
    do throws(DocumentFailure) {
      return .present(try BundleLock(file), bytes: bytes)
    } catch {
      return .corrupt(error.diagnostics)
    }
  }

  /// Everything below `manifests` that is no directory, by path; directories apart.
  struct Content {
    var files: [String: SystemFile.Kind] = [:]
    /// The directories, each before those in it.
    var directories: [String] = []
  }

  /// Lists `manifests`; nothing if it is missing.
  func content() throws(FileFailure) -> Content {
    try content(of: manifests)
  }

  func content(of root: FilePath) throws(FileFailure) -> Content {
    var content = Content()
    guard SystemFile.kind(of: root) == .directory else { return content }
    var pending = [""]
    while let directory = pending.popLast() {
      let names: [String]
      let path = root.pushing(FilePath(directory))
      do throws(FileSystemError) {
        names = try LocalFileSystem().names(in: path)
      } catch {
        throw FileFailure("list", path, reason: error.reason)
      }
      for name in names.sorted() {
        let relative = directory.isEmpty ? name : "\(directory)/\(name)"
        let kind = SystemFile.kind(of: path.appending(name)) ?? .other
        if kind == .directory {
          content.directories.append(relative)
          pending.append(relative)
        } else {
          content.files[relative] = kind
        }
      }
    }
    return content
  }

  /// The SHA-256 of a file below `manifests`; nil if no regular file is there.
  func digest(of file: String) throws(FileFailure) -> String? {
    try SystemFile.contents(of: manifests.pushing(FilePath(file))).map { SHA256.hexDigest(of: $0) }
  }
}
