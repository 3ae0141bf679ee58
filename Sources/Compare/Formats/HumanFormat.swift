/// A report for a terminal: what differs, resource by resource, with the place that sets each value.
///
/// ```
/// prod: ~1 changed +0 added -0 deleted (1 risky)
///
/// ~ Deployment mlcf/api
///     spec.replicas: 2 → 0   overlays/prod/kustomization.yaml:14
///     ! replicas: nothing runs
/// ```
public struct HumanFormat {
  private let usesColor: Bool
  private let width: Int
  /// So many lines of one change are shown.
  private static let lineLimit = 40

  /// A format for a terminal of so many columns.
  public init(usesColor: Bool, width: Int) {
    self.usesColor = usesColor
    self.width = max(40, width)
  }

  /// The text of reports.
  public func text(of reports: [DifferenceReport]) -> String {
    reports.map(text).joined(separator: "\n")
  }

  private func text(_ report: DifferenceReport) -> String {
    var text = styled(report.summaryLine, .bold) + "\n"
    if report.comparison.isEmpty { return text }
    text += styled(cut("\(report.oldName) → \(report.newName)", to: width), .dim) + "\n"
    var places = ReportPlaces(report.comparison)
    let (groups, rest) = report.comparison.grouped()
    // What is risky comes first, so that it is on the first screen.
    for difference in rest.filter(\.isRisky) + rest.filter({ !$0.isRisky }) {
      text += "\n" + heading(difference, &places) + "\n"
      for change in difference.changes {
        if difference.action == .changed { text += lines(of: change, &places) }
        text += risk(of: change)
      }
    }
    for group in groups {
      text += "\n" + styled("~ in \(group.resources.count) resources", .yellow) + "\n"
      text += lines(of: group.change, &places)
      let names = group.resources.map { ShownLine.printable($0.description) }
      text += styled(cut("    " + names.joined(separator: ", "), to: width), .dim) + "\n"
    }
    return text
  }

  private func heading(_ difference: ResourceDifference, _ places: inout ReportPlaces) -> String {
    let name = "\(difference.action.sign) \(ShownLine.printable(difference.identity.description))"
    let style: Style =
      switch difference.action {
      case .added: .green
      case .deleted: .red
      case .changed: .yellow
      }
    guard difference.action != .changed, let change = difference.changes.first else {
      return styled(name, style)
    }
    return withPlace(name, style, places.text(of: change))
  }

  private func lines(of change: Change, _ places: inout ReportPlaces) -> String {
    var shown = ShownChange(change)
    // A value that is cut says nothing: it gets a line of its own.
    if shown.headline.unicodeScalars.count + 4 > width {
      shown = ShownChange(change, inLines: true)
    }
    var text = withPlace("    " + shown.headline, .plain, places.text(of: change)) + "\n"
    for line in shown.lines.prefix(Self.lineLimit) {
      let style: Style =
        switch line.kind {
        case .kept: .dim
        case .removed: .red
        case .inserted: .green
        }
      text += styled(cut("      \(line.kind.rawValue) \(line.text)", to: width), style) + "\n"
    }
    let rest = shown.lines.count - Self.lineLimit
    if rest > 0 { text += styled("        … \(rest) more lines", .dim) + "\n" }
    return text
  }

  private func risk(of change: Change) -> String {
    guard let risk = change.risk else { return "" }
    return styled("    ! \(change.category.rawValue): \(risk)", .red) + "\n"
  }

  /// A line with a place behind it, or beneath it where the line has no room.
  private func withPlace(_ line: String, _ style: Style, _ place: String?) -> String {
    guard let place else { return styled(cut(line, to: width), style) }
    if line.unicodeScalars.count + place.unicodeScalars.count + 3 <= width {
      return styled(line, style) + "   " + styled(place, .dim)
    }
    return styled(cut(line, to: width), style) + "\n" + styled("      \(place)", .dim)
  }

  private func cut(_ line: String, to width: Int) -> String {
    guard line.unicodeScalars.count > width else { return line }
    return String(String.UnicodeScalarView(line.unicodeScalars.prefix(width - 1))) + "…"
  }

  private enum Style: String {
    case plain = ""
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
  }

  private func styled(_ text: String, _ style: Style) -> String {
    usesColor && style != .plain ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }
}
