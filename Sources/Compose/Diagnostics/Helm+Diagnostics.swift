internal import Diagnostics
internal import YAML

extension Diagnostic {
  static func helmDisabled(_ name: Located<String>) -> Diagnostic {
    Diagnostic(
      "helm/disabled", "chart \"\(name.value)\" needs helm, and helm is not enabled",
      at: name.range, hint: "--enable-helm enables it")
  }

  static func helmChartWithoutName(at range: SourceRange?) -> Diagnostic {
    Diagnostic("helm/missing-name", "the chart has no name", at: range)
  }

  static func helmChartMissing(_ chart: HelmChart, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "helm/chart-missing",
      "chart \"\(chart.name.value)\" is not in the chart home, and has no repo", at: range,
      hint: "say repo:, or put the chart into charts/\(chart.name.value)")
  }

  static func helmOffline(_ name: Located<String>) -> Diagnostic {
    Diagnostic(
      "helm/offline",
      "chart \"\(name.value)\" is not in the chart home, and --offline forbids to pull it",
      at: name.range)
  }

  static func helmVersion(_ version: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic("helm/version", "helm 3 or 4 is needed, this is \"\(version)\"", at: range)
  }

  static func helmFailed(
    _ name: Located<String>, _ reason: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic("helm/failed", "chart \"\(name.value)\": \(reason)", at: range)
  }

  static func helmScratch(_ parent: String, _ reason: String, at range: SourceRange?) -> Diagnostic
  {
    Diagnostic("helm/scratch", "no directory can be made in \(parent): \(reason)", at: range)
  }
}
