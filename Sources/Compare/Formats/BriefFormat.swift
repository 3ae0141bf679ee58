/// One line for each resource that differs, with what its changes are about; `!` marks a risk.
///
/// ```
/// ! Deployment mlcf/api: image, immutable
/// ~ ConfigMap mlcf/config: config
/// prod: ~2 changed +0 added -0 deleted (1 risky)
/// ```
public struct BriefFormat {
  /// The format, which has no options.
  public init() {}

  /// The text of reports.
  public func text(of reports: [DifferenceReport]) -> String {
    reports.map(text).joined()
  }

  private func text(_ report: DifferenceReport) -> String {
    var text = ""
    for difference in report.comparison.differences {
      let categories = Set(difference.changes.map(\.category))
      let names = ChangeClass.allCases.filter(categories.contains).map(\.rawValue)
      text += "\(difference.isRisky ? "!" : " ")\(difference.action.sign) "
      text += ShownLine.printable(difference.identity.description)
      text += ": \(names.joined(separator: ", "))\n"
    }
    return text + report.summaryLine + "\n"
  }
}
