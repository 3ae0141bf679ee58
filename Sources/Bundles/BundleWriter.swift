internal import SystemPackage

/// Writes a bundle so that `manifests` is at every moment wholly old or wholly new.
///
/// Everything is on the disk beside its place before the two directories are exchanged; the lock
/// comes last. A crash before that shows in `verify`, and the next run heals it.
struct BundleWriter {
  let folder: BundleFolder

  /// Puts right what an interrupted run left behind.
  func recover() throws(FileFailure) {
    if SystemFile.kind(of: folder.manifests) == nil,
      SystemFile.kind(of: folder.retired) == .directory
    {
      try SystemFile.rename(folder.retired, folder.manifests)
    }
    try removeTree(folder.staging)
    try removeTree(folder.retired)
  }

  /// Writes the files and the lock; what the plan calls unchanged is linked, not written.
  func write(_ files: [BundleFile], plan: BundlePlan, lock: [UInt8]) throws(FileFailure) {
    try SystemFile.makeDirectory(folder.path)
    let replacesManifests = !plan.isEmpty || SystemFile.kind(of: folder.manifests) == nil
    do throws(FileFailure) {
      if replacesManifests { try stage(files, plan) }
      try SystemFile.remove(folder.pendingLock)
      try SystemFile.create(folder.pendingLock, lock)
    } catch {
      // What was there is as it was; the failure matters more than one of tidying up.
      try? removeTree(folder.staging)
      try? SystemFile.remove(folder.pendingLock)
      throw error
    }
    if replacesManifests {
      try putInPlace()
      try SystemFile.synchronize(folder.path)
    }
    try SystemFile.rename(folder.pendingLock, folder.lock)
    try SystemFile.synchronize(folder.path)
    try removeTree(folder.staging)
    try removeTree(folder.retired)
  }

  /// From how many files on it is cheaper to wait for the whole file system than for each.
  private static let manyFiles = 16

  private func stage(_ files: [BundleFile], _ plan: BundlePlan) throws(FileFailure) {
    try SystemFile.makeDirectory(folder.staging)
    let isMuch = files.count - plan.unchanged.count >= Self.manyFiles
    var directories: Set<FilePath> = [folder.staging]
    for file in files {
      let path = folder.staging.appending(file.path)
      let directory = path.removingLastComponent()
      if directories.insert(directory).inserted { try SystemFile.makeDirectory(directory) }
      let isLinked =
        plan.unchanged.contains(file.path)
        && SystemFile.link(folder.manifests.appending(file.path), path)
      if !isLinked { try SystemFile.create(path, file.bytes, waitsForDisk: !isMuch) }
    }
    if isMuch, try SystemFile.synchronize(fileSystemOf: folder.staging) { return }
    if isMuch {
      for file in files { try SystemFile.synchronize(folder.staging.appending(file.path)) }
    }
    for directory in directories { try SystemFile.synchronize(directory) }
  }

  private func putInPlace() throws(FileFailure) {
    guard SystemFile.kind(of: folder.manifests) != nil else {
      return try SystemFile.rename(folder.staging, folder.manifests)
    }
    if try SystemFile.exchange(folder.staging, folder.manifests) { return }
    // Without exchange there is a moment without `manifests`; `recover` knows it.
    try SystemFile.rename(folder.manifests, folder.retired)
    try SystemFile.rename(folder.staging, folder.manifests)
  }

  private func removeTree(_ root: FilePath) throws(FileFailure) {
    guard let kind = SystemFile.kind(of: root) else { return }
    guard kind == .directory else { return try SystemFile.remove(root) }
    let content = try folder.content(of: root)
    for file in content.files.keys { try SystemFile.remove(root.appending(file)) }
    for directory in content.directories.reversed() {
      SystemFile.removeDirectory(root.appending(directory))
    }
    guard SystemFile.removeDirectory(root) else { throw FileFailure("remove", root) }
  }
}
