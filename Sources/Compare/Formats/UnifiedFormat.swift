internal import YAML

/// A unified diff of the resources that differ, printed as `build` prints them.
public struct UnifiedFormat {
  /// Lines around what differs.
  private static let context = 3

  /// The format, which has no options.
  public init() {}

  /// The text of reports.
  public func text(of reports: [DifferenceReport]) -> String {
    reports.flatMap(\.comparison.differences).map(text).joined()
  }

  private func text(_ difference: ResourceDifference) -> String {
    let name = fileName(of: difference.identity)
    let (old, new) = (yaml(difference.old), yaml(difference.new))
    // What is not shown cannot differ in the text, but its change is told.
    var notes = ""
    if !difference.identity.isSecret {
      for change in difference.changes where change.isRedacted && change.old != nil {
        notes += "# \(name): \(ShownChange(change).headline)\n"
      }
    }
    if old == new { return notes }
    return notes + "--- \(old.isEmpty ? "/dev/null" : "a/\(name)")\n"
      + "+++ \(new.isEmpty ? "/dev/null" : "b/\(name)")\n"
      + hunks(LineDifference(old, new).lines)
  }

  /// `mlcf/deployment.apps_api.yaml`.
  private func fileName(of identity: ComparedIdentity) -> String {
    let kind = [identity.kind, identity.group].filter { !$0.isEmpty }.joined(separator: ".")
    let directory = identity.namespace.isEmpty ? "" : "\(identity.namespace)/"
    return ShownLine.printable("\(directory)\(kind.lowercased())_\(identity.name).yaml")
  }

  private func yaml(_ node: Node?) -> String {
    guard let node else { return "" }
    var emitter = YAMLEmitter()
    guard (try? emitter.emit(node)) != nil else { return "(not printable)\n" }
    return String(decoding: emitter.bytes, as: UTF8.self)
  }

  private func hunks(_ all: [LineDifference.Line]) -> String {
    // Both texts end with a line feed, behind which is no line.
    var lines = all
    if lines.last == .kept("") { lines.removeLast() }
    var text = ""
    var index = 0
    var (oldLine, newLine) = (1, 1)
    while index < lines.count {
      guard let first = lines[index...].firstIndex(where: { !$0.isKept }) else { break }
      let start = max(index, first - Self.context)
      oldLine += start - index
      newLine += start - index
      var end = first
      var next = first
      while next < lines.count, next - end <= 2 * Self.context {
        if !lines[next].isKept { end = next }
        next += 1
      }
      let stop = min(lines.count, end + 1 + Self.context)
      let part = lines[start..<stop]
      let (olds, news) = (part.count { !$0.isInserted }, part.count { !$0.isRemoved })
      text += "@@ -\(olds == 0 ? oldLine - 1 : oldLine),\(olds)"
      text += " +\(news == 0 ? newLine - 1 : newLine),\(news) @@\n"
      for line in part { text += line.text + "\n" }
      oldLine += olds
      newLine += news
      index = stop
    }
    return text
  }
}

extension LineDifference.Line {
  var isKept: Bool { if case .kept = self { true } else { false } }
  var isRemoved: Bool { if case .removed = self { true } else { false } }
  var isInserted: Bool { if case .inserted = self { true } else { false } }

  /// The line with its sign.
  var text: String {
    switch self {
    case .kept(let text): " " + text
    case .removed(let text): "-" + text
    case .inserted(let text): "+" + text
    }
  }
}
