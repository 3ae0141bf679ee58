internal import Diagnostics
internal import Patch
internal import SystemPackage
internal import YAML

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

extension BuildRun {
  /// Inflates a chart with `helm template` and returns its resources.
  ///
  /// A chart that is not there is pulled into the chart home, as Kustomize does. A chart without a
  /// namespace has the given one.
  func inflate(
    _ chart: HelmChart, _ globals: HelmGlobals, namespace: String = "", of layer: Layer
  ) throws(Diagnostic) -> [Resource] {
    guard options.helm.isEnabled else { throw .helmDisabled(chart.name) }
    var additional: [String] = []
    for file in chart.additionalValuesFiles {
      additional.append(try self.file(named: file, of: layer).path.string)
    }
    let scratch = try scratchDirectory(at: chart.range)
    defer { remove(scratch) }
    var helm = Helm(
      options: options.helm, chart: chart, globals: globals, directory: layer.directory,
      scratch: scratch)
    try helm.checkVersion()
    if cache.kind(of: helm.chartPath) != .directory {
      guard chart.repo != nil else { throw .helmChartMissing(chart, at: chart.name.range) }
      if cache.remotes.isOffline { throw .helmOffline(chart.name) }
      helm.pullsToScratch = layer.repository != nil
      try helm.pull()
    }
    let values = try valuesFile(of: chart, helm, layer)
    let output = try helm.template(
      [values] + additional, namespace: chart.namespace.isEmpty ? namespace : chart.namespace)
    return try resources(in: output, of: chart)
  }

  // MARK: Values

  /// The path of a file with the values of the chart: those of its file, the inline ones, or both.
  private func valuesFile(
    of chart: HelmChart, _ helm: Helm, _ layer: Layer
  ) throws(Diagnostic) -> String {
    let path = helm.scratch.appending("\(chart.name.value)-kustomize-values.yaml")
    let content: [UInt8]
    if let inline = chart.valuesInline, chart.valuesMerge == .replace {
      content = try printed(Self.typed(inline))
    } else {
      let file = try defaultValues(of: chart, helm, layer)
      guard let inline = chart.valuesInline else { return try write(file.bytes, to: path, chart) }
      let values = try YAMLReader().firstDocument(of: file) ?? .emptyMapping()
      content = try printed(
        try merged(Self.typed(values, in: .resource), Self.typed(inline), chart.valuesMerge))
    }
    return try write(content, to: path, chart)
  }

  private func merged(
    _ file: Node, _ inline: Node, _ mode: HelmChart.ValuesMerge
  ) throws(Diagnostic) -> Node {
    var (target, patch) = mode == .merge ? (inline, file) : (file, inline)
    try StrategicMergePatch(patch).apply(to: &target, schema: schema)
    return target
  }

  private func defaultValues(
    of chart: HelmChart, _ helm: Helm, _ layer: Layer
  ) throws(Diagnostic) -> SourceFile {
    if let named = chart.valuesFile { return try file(named: named, of: layer).file }
    let path = helm.chartPath.appending("values.yaml")
    if options.loadRestrictor == .rootOnly, !helm.pullsToScratch,
      !path.starts(with: layer.directory)
    {
      throw .outsideRoot(
        path.string, root: cache.displayPath(layer.directory), at: chart.name.range)
    }
    do throws(FileSystemError) {
      return try cache.file(at: path)
    } catch {
      throw .unreadable(cache.displayPath(path), error, at: chart.name.range)
    }
  }

  private func printed(_ node: Node) throws(Diagnostic) -> [UInt8] {
    var emitter = YAMLEmitter()
    try emitter.emit(node)
    return emitter.bytes
  }

  private func write(
    _ bytes: [UInt8], to path: FilePath, _ chart: HelmChart
  ) throws(Diagnostic) -> String {
    guard let file = fopen(path.string, "w") else {
      throw .helmFailed(chart.name, "its values cannot be written", at: chart.range)
    }
    defer { fclose(file) }
    guard fwrite(bytes, 1, bytes.count, file) == bytes.count else {
      throw .helmFailed(chart.name, "its values cannot be written", at: chart.range)
    }
    return path.string
  }

  /// Values without their style: inline ones as they are in the JSON that Kustomize makes of a
  /// kustomization, those of a file as go-yaml 3 reads them.
  private static func typed(_ node: Node, in dialect: ScalarDialect = .kustomization) -> Node {
    var node = node
    if case .scalar(let scalar) = node.content {
      switch scalar.type(in: dialect) {
      case .integer(let value) where dialect == .kustomization && value.magnitude > 1 << 53:
        node.content = .scalar(Scalar(FloatFormat(Double(value)).json))
      case .boolean(let value):
        node.content = .scalar(Scalar(value ? "true" : "false", tag: .boolean))
      case .timestamp where dialect == .resource:
        // A point in time, which is printed in its normal form.
        break
      case .string, .timestamp:
        node.content = .scalar(Scalar(scalar.text, tag: .string))
      case .null, .integer, .unsignedInteger, .float, .binary, .invalid: break
      }
    }
    node.updateElements { elements in
      for index in elements.indices { elements[index] = typed(elements[index], in: dialect) }
    }
    node.updateEntries { entries in
      for index in entries.indices {
        entries[index].value = typed(entries[index].value, in: dialect)
        let key = typed(entries[index].key, in: dialect)
        entries[index].key = Node(string: key.text ?? "", range: key.range)
      }
    }
    return node
  }

  // MARK: Output

  private func resources(
    in output: [UInt8], of chart: HelmChart
  ) throws(Diagnostic) -> [Resource] {
    let file = cache.sources.add(output: "output of helm for \(chart.name.value)", bytes: output)
    let documents: [Node]
    do throws(Diagnostic) {
      documents = try YAMLReader().documents(of: file)
    } catch {
      SecretMarking.markIfSuspicious(file, in: cache.sources)
      throw error
    }
    for document in documents { SecretMarking.mark(document, in: cache.sources) }
    var resources = try ResourceReader(schema: schema).resources(in: documents)
    for index in resources.indices { resources[index].isMadeByHelm = true }
    return resources
  }

  // MARK: The scratch directory

  private func scratchDirectory(at range: SourceRange?) throws(Diagnostic) -> FilePath {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/mlcf-compose-helm-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw .helmScratch(parent, String(cString: strerror(errno)), at: range)
    }
    return FilePath(
      String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
  }

  private func remove(_ directory: FilePath) {
    _ = try? HelperProcess(arguments: ["rm", "-rf", "--", directory.string]).run()
  }
}
