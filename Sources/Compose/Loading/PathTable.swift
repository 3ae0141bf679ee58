internal import SystemPackage

/// A dictionary by path.
///
/// `FilePath` hashes itself byte by byte, which takes several times as long as all bytes at once.
struct PathTable<Value> {
  private var values: [PathKey: Value] = [:]

  /// The value of a path; nil if there is none.
  subscript(path: FilePath) -> Value? {
    get { values[PathKey(path: path)] }
    set { values[PathKey(path: path)] = newValue }
  }
}

extension PathTable: Sendable where Value: Sendable {}

private struct PathKey: Hashable {
  let path: FilePath

  func hash(into hasher: inout Hasher) {
    path.withPlatformString { start in
      hasher.combine(bytes: UnsafeRawBufferPointer(start: start, count: path.length))
    }
  }
}
