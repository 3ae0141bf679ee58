internal import SystemPackage

/// The directories of the layers that are being built, each named by the one before.
///
/// All operations cost the depth of one directory, however many layers are open.
struct OpenLayers {
  private var directories: [FilePath] = []
  /// How many of the directories are this one or lie below it.
  private var counts: [String: Int] = [:]

  /// Opens the layer of a directory.
  mutating func open(_ directory: FilePath) {
    directories.append(directory)
    count(directory, by: 1)
  }

  /// Closes the layer that was opened last.
  mutating func close() {
    if let directory = directories.popLast() { count(directory, by: -1) }
  }

  /// The way from the first open layer in or below `path` to the last one, and back to `path`; nil
  /// if there is none.
  func cycle(through path: FilePath) -> [FilePath]? {
    guard counts[path.string] != nil,
      let first = directories.firstIndex(where: { $0.starts(with: path) })
    else { return nil }
    return directories[first...] + [path]
  }

  private mutating func count(_ directory: FilePath, by change: Int) {
    var path = directory.string[...]
    while true {
      let name = String(path)
      let count = counts[name, default: 0] + change
      counts[name] = count == 0 ? nil : count
      guard path.utf8.count > 1, let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else {
        return
      }
      path = slash == path.startIndex ? path[...slash] : path[..<slash]
    }
  }
}
