internal import SystemPackage

/// The directories of the layers that are being built, each named by the one before.
///
/// All operations cost the depth of one directory, however many layers are open.
struct OpenLayers {
  private var directories: [FilePath] = []
  /// How many of the directories are, or lie below, one of this hash.
  private var counts: [Int: Int] = [:]

  /// Opens the layer of a directory.
  mutating func open(_ directory: FilePath) {
    directories.append(directory)
    for hash in Self.hashes(of: directory) { counts[hash, default: 0] += 1 }
  }

  /// Closes the layer that was opened last.
  mutating func close() {
    guard let directory = directories.popLast() else { return }
    for hash in Self.hashes(of: directory) {
      let count = counts[hash, default: 0] - 1
      counts[hash] = count == 0 ? nil : count
    }
  }

  /// The way from the first open layer in or below `path` to the last one, and back to `path`; nil
  /// if there is none.
  func cycle(through path: FilePath) -> [FilePath]? {
    guard let hash = Self.hashes(of: path).last, counts[hash] != nil,
      let first = directories.firstIndex(where: { $0.starts(with: path) })
    else { return nil }
    return directories[first...] + [path]
  }

  /// A hash of each directory above a path, from the root down, and of the path itself.
  ///
  /// FNV-1a: what is found by it is looked at, so that two paths of one hash do no harm.
  private static func hashes(of path: FilePath) -> [Int] {
    var result: [Int] = []
    result.reserveCapacity(16)
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    path.withPlatformString { bytes in
      var index = 0
      while bytes[index] != 0 {
        let byte = UInt8(bitPattern: bytes[index])
        if byte == UInt8(ascii: "/") { result.append(Int(bitPattern: UInt(hash))) }
        hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        index += 1
      }
      // The root alone ends in a slash, and is there already.
      if index > 1 { result.append(Int(bitPattern: UInt(hash))) }
    }
    return result
  }
}
