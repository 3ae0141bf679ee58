/// The lines in which two versions of a file differ, as `diff -u` prints them.
package struct UnifiedDiff {
  /// How many equal lines are shown around those that differ.
  private static let context = 3

  /// The bytes of the diff; none if the versions are equal.
  package private(set) var bytes: [UInt8] = []

  private let secrets: (old: [Range<Int>], new: [Range<Int>])

  /// The diff of two versions of a file; where `path` is nil, that version is no file.
  ///
  /// Lines with bytes of `secrets` are not shown.
  package init(
    from old: [UInt8], at oldPath: String?, to new: [UInt8], at newPath: String?,
    secrets: (old: [Range<Int>], new: [Range<Int>]) = ([], [])
  ) {
    self.secrets = secrets
    if old == new { return }
    let lines = LineDifference(old, new).lines
    bytes += "--- \(oldPath.map { "a/\($0)" } ?? "/dev/null")\n".utf8
    bytes += "+++ \(newPath.map { "b/\($0)" } ?? "/dev/null")\n".utf8
    var start = 0
    var (oldLine, newLine) = (1, 1)
    while let first = lines[start...].firstIndex(where: { !$0.isKept }) {
      var (last, next) = (first, first)
      while next < lines.count, next - last <= 2 * Self.context {
        if !lines[next].isKept { last = next }
        next += 1
      }
      let begin = max(start, first - Self.context)
      let end = min(lines.count, last + 1 + Self.context)
      // What lies between two hunks is the same in both.
      oldLine += begin - start
      newLine += begin - start
      let hunk = lines[begin..<end]
      let (olds, news) = (hunk.count { $0.isOld }, hunk.count { $0.isNew })
      bytes += "@@ -\(olds == 0 ? oldLine - 1 : oldLine),\(olds)".utf8
      bytes += " +\(news == 0 ? newLine - 1 : newLine),\(news) @@\n".utf8
      for line in hunk { append(line) }
      oldLine += olds
      newLine += news
      start = end
    }
  }

  private mutating func append(_ line: LineDifference.Line) {
    switch line {
    case .kept(let content): append(" ", content, secrets.old)
    case .removed(let content): append("-", content, secrets.old)
    case .inserted(let content): append("+", content, secrets.new)
    }
  }

  private mutating func append(
    _ sign: Unicode.Scalar, _ line: ArraySlice<UInt8>, _ secrets: [Range<Int>]
  ) {
    bytes.append(UInt8(ascii: sign))
    if secrets.contains(where: { $0.overlaps(line.indices) }) {
      bytes += "(not shown: the line holds a secret value)\n".utf8
      return
    }
    bytes += line
    if line.last != UInt8(ascii: "\n") { bytes += "\n\\ No newline at end of file\n".utf8 }
  }
}
