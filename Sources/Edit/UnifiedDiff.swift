/// The lines in which two versions of a file differ, as `diff -u` prints them.
package struct UnifiedDiff {
  /// How many equal lines are shown around those that differ.
  private static let context = 3

  private enum Line {
    case kept(ArraySlice<UInt8>)
    case removed(ArraySlice<UInt8>)
    case added(ArraySlice<UInt8>)

    var isKept: Bool {
      if case .kept = self { true } else { false }
    }
    var isOld: Bool {
      if case .added = self { false } else { true }
    }
    var isNew: Bool {
      if case .removed = self { false } else { true }
    }
  }

  /// The bytes of the diff; none if the versions are equal.
  package let bytes: [UInt8]

  /// The diff of two versions of the file at a path; lines with bytes of `secrets` are not shown.
  package init(
    path: String, old: [UInt8], new: [UInt8],
    secrets: (old: [Range<Int>], new: [Range<Int>]) = ([], [])
  ) {
    let lines = Self.lines(Self.split(old), Self.split(new))
    var text: [UInt8] = []
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
      oldLine += lines[start..<begin].count { $0.isOld }
      newLine += lines[start..<begin].count { $0.isNew }
      let hunk = lines[begin..<end]
      let (olds, news) = (hunk.count { $0.isOld }, hunk.count { $0.isNew })
      let from = "\(olds == 0 ? oldLine - 1 : oldLine),\(olds)"
      let to = "\(news == 0 ? newLine - 1 : newLine),\(news)"
      text += Array("@@ -\(from) +\(to) @@\n".utf8)
      for line in hunk { Self.append(line, secrets, to: &text) }
      oldLine += olds
      newLine += news
      start = end
    }
    bytes = text.isEmpty ? [] : Array("--- a/\(path)\n+++ b/\(path)\n".utf8) + text
  }

  private static func lines(
    _ old: [ArraySlice<UInt8>], _ new: [ArraySlice<UInt8>]
  ) -> [Line] {
    let difference = new.difference(from: old)
    var (removed, added) = (Set<Int>(), Set<Int>())
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): added.insert(offset)
      }
    }
    var lines: [Line] = []
    var (i, j) = (0, 0)
    while i < old.count || j < new.count {
      if removed.contains(i) {
        lines.append(.removed(old[i]))
        i += 1
      } else if added.contains(j) {
        lines.append(.added(new[j]))
        j += 1
      } else {
        lines.append(.kept(old[i]))
        i += 1
        j += 1
      }
    }
    return lines
  }

  private static func split(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
      lines.append(bytes[start..<end])
      start = end
    }
    return lines
  }

  private static func append(
    _ line: Line, _ secrets: (old: [Range<Int>], new: [Range<Int>]), to text: inout [UInt8]
  ) {
    switch line {
    case .kept(let bytes): text += Array(" ".utf8) + shown(bytes, secrets.old)
    case .removed(let bytes): text += Array("-".utf8) + shown(bytes, secrets.old)
    case .added(let bytes): text += Array("+".utf8) + shown(bytes, secrets.new)
    }
    if text.last != UInt8(ascii: "\n") { text += Array("\n\\ No newline at end of file\n".utf8) }
  }

  private static func shown(_ line: ArraySlice<UInt8>, _ secrets: [Range<Int>]) -> [UInt8] {
    guard secrets.contains(where: { $0.overlaps(line.indices) }) else { return Array(line) }
    return Array("(not shown: the line holds a secret value)\n".utf8)
  }
}
