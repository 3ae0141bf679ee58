/// Workflow commands of GitHub Actions: an annotation on each line that a person edited.
///
/// ```
/// ::warning file=overlays/prod/kustomization.yaml,line=14,col=12,title=replicas::prod: Deployment …
/// ```
public struct GitHubFormat {
  /// The format, which has no options.
  public init() {}

  /// The text of reports.
  public func text(of reports: [DifferenceReport]) -> String {
    var text = ""
    for finding in SourceFinding.all(in: reports) {
      text += finding.change.risk == nil ? "::notice " : "::warning "
      if let place = finding.place {
        text += "file=\(property(place.path)),line=\(place.line),col=\(place.column),"
      }
      text += "title=\(property(finding.change.category.rawValue))::\(data(finding.message))\n"
    }
    for report in reports { text += "::notice title=diff::\(data(report.summaryLine))\n" }
    return text
  }

  private func data(_ text: String) -> String {
    text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
  }

  private func property(_ text: String) -> String {
    data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}
