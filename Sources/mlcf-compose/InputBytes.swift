#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Reads files that are no regular files too: devices and pipes, which a cache must not keep.
enum InputBytes {
  /// All of a file, a device or a pipe; nothing if it cannot be opened.
  static func all(ofFileAt path: String) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    return all(of: descriptor)
  }

  /// All that an open file gives.
  static func all(of descriptor: CInt) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count == 0 { return bytes }
      if count > 0 { bytes += buffer[..<count] } else if errno != EINTR { return bytes }
    }
  }
}
