internal import SystemPackage

extension FilePath {
  /// The path from a directory to this one, empty for the directory itself; nil if it is elsewhere.
  ///
  /// As `removePrefix`, but by bytes: every file of a build is asked.
  func text(below directory: String) -> Substring? {
    let path = string
    guard path.utf8.starts(with: directory.utf8) else { return nil }
    let rest = path.utf8.dropFirst(directory.utf8.count)
    if rest.isEmpty || directory.isEmpty || directory.utf8.last == UInt8(ascii: "/") {
      return Substring(rest)
    }
    return rest.first == UInt8(ascii: "/") ? Substring(rest.dropFirst()) : nil
  }

  /// Whether the path is a directory or something below it.
  func isWithin(_ directory: FilePath) -> Bool { text(below: directory.string) != nil }
}
