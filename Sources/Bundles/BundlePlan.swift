internal import SystemPackage

/// What writing a bundle would change, file by file.
struct BundlePlan {
  /// New files, as paths below `manifests`, sorted.
  var added: [String] = []
  /// Files with another content, sorted.
  var changed: [String] = []
  /// Files of the old bundle that are not in the new one, sorted.
  var removed: [String] = []
  /// Files that stay as they are.
  var unchanged: Set<String> = []
  /// What is in `manifests` and of neither bundle, sorted.
  var unexpected: [String] = []

  /// Whether `manifests` stays as it is.
  var isEmpty: Bool { added.isEmpty && changed.isEmpty && removed.isEmpty }

  /// Compares files with what is in a folder, of which `known` belongs to bundles written before.
  init(_ files: [BundleFile], in folder: BundleFolder, known: Set<String>) throws(FileFailure) {
    var rest = try folder.content().files
    for file in files {
      guard let kind = rest.removeValue(forKey: file.path) else {
        added.append(file.path)
        continue
      }
      let there =
        kind == .file ? try SystemFile.contents(of: folder.manifests.appending(file.path)) : nil
      if there == file.bytes { unchanged.insert(file.path) } else { changed.append(file.path) }
    }
    for path in rest.keys.sorted() {
      if known.contains(path) { removed.append(path) } else { unexpected.append(path) }
    }
  }
}
