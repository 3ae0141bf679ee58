/// A report for a comment on a pull request.
///
/// It keeps to a size: first the lines of each change are cut, then resources are shown by their line
/// alone, then only counted. What is risky stands first and in full.
public struct MarkdownFormat {
  /// What GitHub takes for a comment, in characters.
  public static let commentSize = 65_536

  private let limit: Int
  /// Room for what says that something is left out, for each report.
  private static let margin = 400

  /// A format of so many bytes at most.
  public init(limit: Int = Self.commentSize) {
    self.limit = limit
  }

  /// The text of reports.
  public func text(of reports: [DifferenceReport]) -> String {
    var rest = limit
    var text = ""
    for (index, report) in reports.enumerated() {
      let share = rest / (reports.count - index)
      let part = self.text(report, share)
      // Even a line for each of very many environments may be too much.
      guard part.utf8.count + Self.margin <= rest else {
        let count = reports.count - index
        return text + "\n\(count) more environments are not shown.\n"
      }
      text += part
      rest -= part.utf8.count
    }
    return text
  }

  private func text(_ report: DifferenceReport, _ limit: Int) -> String {
    var text = "### \(Self.escaped(report.summaryLine))\n\n"
    if report.comparison.isEmpty { return text }
    text += "`\(Self.code(report.oldName))` → `\(Self.code(report.newName))`\n\n"
    var places = ReportPlaces(report.comparison)
    let (groups, rest) = report.comparison.grouped()
    text += risks(of: report.comparison, limit / 4)
    let ordered = rest.filter(\.isRisky) + rest.filter { !$0.isRisky }
    let sections =
      ordered.map { section($0, &places) } + groups.map { section($0, &places) }
    for lineLimit in [Int.max, 60, 20, 6] {
      let shown = sections.map { $0.text(lineLimit) }
      let size = shown.reduce(text.utf8.count) { $0 + $1.utf8.count }
      if size <= limit - Self.margin { return text + shown.joined() }
    }
    return text + cut(sections, limit - text.utf8.count - Self.margin)
  }

  /// Sections while there is room, then their titles, then how many there are.
  private func cut(_ sections: [Section], _ limit: Int) -> String {
    var (text, size) = ("", 0)
    for (index, section) in sections.enumerated() {
      // Half of the room is for sections, the rest for the titles of others.
      var part = section.text(6)
      if size + part.utf8.count > limit / 2 { part = "- \(section.title)\n" }
      guard size + part.utf8.count <= limit else {
        return text + "\n\(sections.count - index) more are not shown.\n"
      }
      text += part
      size += part.utf8.count
    }
    return text
  }

  private func risks(of comparison: Comparison, _ limit: Int) -> String {
    var text = ""
    var hidden = 0
    for difference in comparison.differences where difference.isRisky {
      for change in difference.changes {
        guard let risk = change.risk else { continue }
        let path = change.path.description
        let place = path.isEmpty ? "" : " `\(Self.code(path))`"
        let line =
          "> - **\(Self.escaped(difference.identity.description))**\(place) — "
          + "\(change.category.rawValue): \(Self.escaped(risk))\n"
        if text.utf8.count + line.utf8.count > limit { hidden += 1 } else { text += line }
      }
    }
    if text.isEmpty, hidden == 0 { return "" }
    if hidden > 0 { text += "> - and \(hidden) more\n" }
    return "> **Look twice**\n" + text + "\n"
  }

  // MARK: Sections

  /// A part of the report that is folded away behind its title.
  private struct Section {
    var title: String
    var lines: [String]

    func text(_ limit: Int) -> String {
      if lines.isEmpty { return "- \(title)\n" }
      let fence = String(repeating: "`", count: max(3, longestFence + 1))
      var text = "<details><summary>\(title)</summary>\n\n\(fence)diff\n"
      for line in lines.prefix(limit) { text += MarkdownFormat.cut(line) + "\n" }
      if lines.count > limit { text += "# \(lines.count - limit) more lines\n" }
      return text + "\(fence)\n</details>\n\n"
    }

    private var longestFence: Int {
      var (longest, current) = (0, 0)
      for line in lines {
        for byte in line.utf8 {
          current = byte == UInt8(ascii: "`") ? current + 1 : 0
          longest = max(longest, current)
        }
      }
      return longest
    }
  }

  private func section(
    _ difference: ResourceDifference, _ places: inout ReportPlaces
  ) -> Section {
    let name = Self.escaped(difference.identity.description)
    let title = "\(difference.action.sign) \(name)"
    if difference.action == .changed {
      let count = difference.changes.count
      return Section(
        title: "\(title) (\(count == 1 ? "1 change" : "\(count) changes"))",
        lines: difference.changes.flatMap { lines(of: $0, &places) })
    }
    let kind: ShownLine.Kind = difference.action == .added ? .inserted : .removed
    let node = difference.new ?? difference.old
    var shown = difference.changes.compactMap { places.text(of: $0) }.map { "@@ \($0) @@" }
    shown += (node.map { ShownLine.lines(of: $0, kind) } ?? []).map { $0.kind.rawValue + $0.text }
    return Section(title: title, lines: shown)
  }

  private func section(_ group: ChangeGroup, _ places: inout ReportPlaces) -> Section {
    let names = group.resources.map { "# \(ShownLine.printable($0.description))" }
    return Section(
      title: "~ in \(group.resources.count) resources: "
        + "<code>\(Self.escaped(group.change.path.description))</code>",
      lines: lines(of: group.change, &places) + names)
  }

  /// A change as lines that a `diff` block colours.
  private func lines(of change: Change, _ places: inout ReportPlaces) -> [String] {
    let place = places.text(of: change).map { "  \($0)" } ?? ""
    let shown = ShownChange(change, inLines: true)
    return ["@@ \(shown.headline)\(place) @@"] + shown.lines.map { $0.kind.rawValue + $0.text }
  }

  // MARK: Text

  /// A line of at most 400 characters.
  private static func cut(_ line: String) -> String {
    guard line.unicodeScalars.count > 400 else { return line }
    return String(String.UnicodeScalarView(line.unicodeScalars.prefix(400))) + "…"
  }

  private static func code(_ text: String) -> String {
    ShownLine.printable(text).replacing("`", with: "'")
  }

  /// The text with what Markdown and HTML would take for markup made harmless.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in ShownLine.printable(text) {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\\", "`", "*", "_", "[", "]", "|", "@": result += "&#\(character.asciiValue ?? 0);"
      default: result.append(character)
      }
    }
    return result
  }
}
