internal import Diagnostics
internal import YAML

/// One entry of `helmCharts`, or the content of a `HelmChartInflationGenerator`.
///
/// See the field `helmCharts` of Kustomize v5.8.
struct HelmChart: Sendable {
  /// What wins where the values file and the inline values have the same key.
  enum ValuesMerge: String, CaseIterable, Sendable {
    /// The inline values.
    case override
    /// The values file.
    case merge
    /// The inline values; the file is not read.
    case replace
  }

  var name: Located<String>
  var version = ""
  var repo: Located<String>?
  var releaseName = ""
  var namespace = ""
  var valuesFile: Located<String>?
  var additionalValuesFiles: [Located<String>] = []
  /// A mapping; nil if there are no inline values.
  var valuesInline: Node?
  var valuesMerge = ValuesMerge.override
  var includeCRDs = false
  var skipHooks = false
  var skipTests = false
  var apiVersions: [String] = []
  var kubeVersion = ""
  var nameTemplate = ""
  var isDebug = false
  var usesDevelopmentVersions = false
  var range: SourceRange?
}

/// `helmGlobals`.
struct HelmGlobals: Sendable {
  /// Where charts are, and where those are put that are pulled.
  var chartHome: Located<String>?
  /// Where helm has its configuration; empty for a directory that is made for the build.
  var configHome = ""

  init(chartHome: Located<String>? = nil, configHome: String = "") {
    self.chartHome = chartHome
    self.configHome = configHome
  }

  init(_ reader: inout MappingReader, problems: inout [Diagnostic]) {
    chartHome = reader.string("chartHome", problems: &problems)
    configHome = reader.string("configHome", problems: &problems)?.value ?? ""
  }
}

extension HelmChart {
  /// Reads an entry of `helmCharts`; its fields may stand among those of a plugin.
  init?(
    _ node: Node, rules: DecodingRules = .kustomization, problems: inout [Diagnostic]
  ) {
    var reader = MappingReader(
      node, as: "an entry of helmCharts", rules: rules, problems: &problems)
    guard node.isMapping else { return nil }
    self.init(&reader, at: node.range, problems: &problems)
    reader.finish(problems: &problems)
  }

  init(_ reader: inout MappingReader, at range: SourceRange?, problems: inout [Diagnostic]) {
    func text(_ field: StaticString) -> String {
      reader.string(field, problems: &problems)?.value ?? ""
    }
    func flag(_ field: StaticString) -> Bool {
      reader.boolean(field, problems: &problems)?.value ?? false
    }
    name = reader.string("name", problems: &problems) ?? Located("", at: range)
    version = text("version")
    repo = reader.string("repo", problems: &problems).flatMap { $0.value.isEmpty ? nil : $0 }
    releaseName = text("releaseName")
    namespace = text("namespace")
    valuesFile = reader.string("valuesFile", problems: &problems)
      .flatMap { $0.value.isEmpty ? nil : $0 }
    additionalValuesFiles = reader.strings("additionalValuesFiles", problems: &problems)
    readInlineValues("valuesInline", &reader, problems: &problems)
    readValuesMerge(&reader, problems: &problems)
    includeCRDs = flag("includeCRDs")
    skipHooks = flag("skipHooks")
    skipTests = flag("skipTests")
    apiVersions = reader.strings("apiVersions", problems: &problems).map(\.value)
    kubeVersion = text("kubeVersion")
    nameTemplate = text("nameTemplate")
    isDebug = flag("debug")
    usesDevelopmentVersions = flag("devel")
    self.range = range
    if name.value.isEmpty { problems.append(.helmChartWithoutName(at: range)) }
  }

  /// Reads an entry of the deprecated `helmChartInflationGenerator`, which has other names.
  init?(
    deprecated node: Node, globals: inout HelmGlobals?, problems: inout [Diagnostic]
  ) {
    var reader = MappingReader(
      node, as: "an entry of helmChartInflationGenerator", problems: &problems)
    guard node.isMapping else { return nil }
    func text(_ field: StaticString) -> String {
      reader.string(field, problems: &problems)?.value ?? ""
    }
    name = reader.string("chartName", problems: &problems) ?? Located("", at: node.range)
    version = text("chartVersion")
    repo = reader.string("chartRepoUrl", problems: &problems)
      .flatMap { $0.value.isEmpty ? nil : $0 }
    releaseName = text("releaseName")
    // Kustomize reads it and does nothing with it.
    _ = text("releaseNamespace")
    valuesFile = reader.string("values", problems: &problems)
      .flatMap { $0.value.isEmpty ? nil : $0 }
    let own = HelmGlobals(
      chartHome: reader.string("chartHome", problems: &problems), configHome: text("helmHome"))
    if globals == nil { globals = own }
    for ignored: StaticString in ["chartRepoName", "helmBin"] {
      _ = reader.string(ignored, problems: &problems)
    }
    _ = reader.strings("extraArgs", problems: &problems)
    range = node.range
    readInlineValues("valuesLocal", &reader, problems: &problems)
    readValuesMerge(&reader, problems: &problems)
    reader.finish(problems: &problems)
    if name.value.isEmpty { problems.append(.helmChartWithoutName(at: range)) }
  }

  private mutating func readInlineValues(
    _ field: StaticString, _ reader: inout MappingReader, problems: inout [Diagnostic]
  ) {
    guard let values = reader.node(field) else { return }
    guard let entries = values.entries else {
      return problems.append(
        .wrongType(of: field.description, expected: "a mapping", found: values))
    }
    if !entries.isEmpty { valuesInline = values }
  }

  private mutating func readValuesMerge(
    _ reader: inout MappingReader, problems: inout [Diagnostic]
  ) {
    guard let mode = reader.string("valuesMerge", problems: &problems), !mode.value.isEmpty
    else { return }
    guard let known = ValuesMerge(rawValue: mode.value) else {
      let names = ValuesMerge.allCases.map(\.rawValue).joined(separator: ", ")
      return problems.append(
        .pluginFieldInvalid("valuesMerge", expected: names, at: mode.range))
    }
    valuesMerge = known
  }
}
