internal import Diagnostics
internal import SystemPackage

/// The helm program, for one chart.
struct Helm {
  let options: BuildOptions.Helm
  let chart: HelmChart
  let globals: HelmGlobals
  /// The directory of the kustomization.
  let directory: FilePath
  /// A directory for values and for helm's own files, removed at the end.
  let scratch: FilePath

  /// Whether charts that are pulled go to the scratch directory, because the kustomization was
  /// fetched and its files must not change.
  var pullsToScratch = false

  /// Where the chart is, or is put when it is pulled.
  var chartPath: FilePath { chartHome.appending(chart.name.value) }

  private var chartHome: FilePath {
    let named = globals.chartHome?.value ?? ""
    let root = pullsToScratch ? scratch : directory
    let home = root.pushing(FilePath(named.isEmpty ? "charts" : named)).lexicallyNormalized()
    guard !chart.version.isEmpty, chart.repo != nil else { return home }
    return home.appending("\(chart.name.value)-\(chart.version)")
  }

  /// Refuses a helm that is neither of version 3 nor of version 4.
  func checkVersion() throws(Diagnostic) {
    let text = String(decoding: try run(["version", "--short"]), as: UTF8.self)
    let version = text.drop { !("0"..."9").contains($0) }
    guard version.hasPrefix("3.") || version.hasPrefix("4.") else {
      throw .helmVersion(text.filter { $0 != "\n" }, at: chart.range)
    }
  }

  /// Fetches the chart from its repository.
  func pull() throws(Diagnostic) {
    guard let repo = chart.repo?.value else { return }
    var arguments = ["pull", "--untar", "--untardir", chartHome.string]
    if repo.hasPrefix("oci://") {
      arguments.append(
        repo.hasSuffix("/") ? repo + chart.name.value : "\(repo)/\(chart.name.value)")
    } else {
      arguments += ["--repo", repo, chart.name.value]
    }
    if !chart.version.isEmpty { arguments += ["--version", chart.version] }
    if chart.usesDevelopmentVersions { arguments.append("--devel") }
    _ = try run(arguments)
  }

  /// What the chart renders with these files of values.
  func template(_ valuesFiles: [String], namespace: String) throws(Diagnostic) -> [UInt8] {
    var arguments = ["template"]
    arguments.append(chart.releaseName.isEmpty ? "--generate-name" : chart.releaseName)
    arguments.append(chartPath.string)
    if !namespace.isEmpty { arguments += ["--namespace", namespace] }
    if !chart.nameTemplate.isEmpty { arguments += ["--name-template", chart.nameTemplate] }
    for file in valuesFiles { arguments += ["-f", file] }
    let apiVersions = chart.apiVersions.isEmpty ? options.apiVersions : chart.apiVersions
    for version in apiVersions { arguments += ["--api-versions", version] }
    let kubeVersion = chart.kubeVersion.isEmpty ? options.kubeVersion : chart.kubeVersion
    if !kubeVersion.isEmpty { arguments += ["--kube-version", kubeVersion] }
    if chart.includeCRDs { arguments.append("--include-crds") }
    if chart.skipTests { arguments.append("--skip-tests") }
    if chart.skipHooks { arguments.append("--no-hooks") }
    if chart.isDebug || options.isDebug { arguments.append("--debug") }
    if chart.usesDevelopmentVersions { arguments.append("--devel") }
    return try run(arguments)
  }

  private func run(_ arguments: [String]) throws(Diagnostic) -> [UInt8] {
    var process = HelperProcess(arguments: [options.command] + arguments)
    let home = globals.configHome.isEmpty ? scratch.appending("helm").string : globals.configHome
    process.environment = [
      "HELM_CONFIG_HOME": home, "HELM_CACHE_HOME": "\(home)/.cache",
      "HELM_DATA_HOME": "\(home)/.data",
    ]
    let output: HelperProcess.Output
    do throws(HelperProcess.Failure) {
      output = try process.run()
    } catch {
      throw .helmFailed(chart.name, "\(options.command): \(error.reason)", at: chart.range)
    }
    guard output.status == 0 else {
      throw .helmFailed(
        chart.name,
        "\(options.command) \(arguments[0]) ended with status \(output.status): \(output.errorTail)",
        at: chart.range)
    }
    return output.output
  }
}
