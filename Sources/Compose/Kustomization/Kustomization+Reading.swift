internal import Diagnostics
internal import Schema
internal import YAML

extension Kustomization {
  /// Reads the content of a kustomization file; problems are collected.
  ///
  /// `warnings` gets what Kustomize warns of, such as deprecated fields.
  init(_ node: Node, problems: inout [Diagnostic], warnings: inout [Diagnostic]) {
    var reader = MappingReader(node, as: "a kustomization", fieldCount: 48, problems: &problems)
    guard let entries = node.entries else { return }
    if entries.allSatisfy({ $0.saysNothing }) {
      problems.append(.emptyKustomization(at: node.range))
      return
    }
    readType(&reader, problems: &problems)
    if let node = reader.node("metadata") {
      var metadata = MappingReader(node, as: "metadata", problems: &problems)
      _ = metadata.string("name", problems: &problems)
      _ = metadata.string("namespace", problems: &problems)
      _ = metadata.stringMap("labels", problems: &problems)
      _ = metadata.stringMap("annotations", problems: &problems)
      metadata.finish(problems: &problems)
    }

    resources = reader.strings("resources", problems: &problems)
    resources += reader.strings("bases", problems: &problems)
    components = reader.strings("components", problems: &problems)

    generatorOptions =
      reader.node("generatorOptions").map { GeneratorOptions($0, problems: &problems) }
      ?? GeneratorOptions()
    configMapGenerator = reader.list("configMapGenerator", problems: &problems) {
      GeneratorArguments($0, as: "configMapGenerator", problems: &$1)
    }
    secretGenerator = reader.list("secretGenerator", problems: &problems) {
      GeneratorArguments($0, as: "secretGenerator", problems: &$1)
    }

    patchesStrategicMerge = reader.strings("patchesStrategicMerge", problems: &problems)
    patches = reader.list("patches", problems: &problems) {
      PatchEntry($0, as: "patches", problems: &$1)
    }
    patchesJson6902 = reader.list("patchesJson6902", problems: &problems) {
      PatchEntry($0, as: "patchesJson6902", problems: &$1)
    }
    namespace = reader.string("namespace", problems: &problems)
    namePrefix = reader.string("namePrefix", problems: &problems)
    nameSuffix = reader.string("nameSuffix", problems: &problems)
    labels = reader.list("labels", problems: &problems) { LabelEntry($0, problems: &$1) }
    commonLabels = reader.stringMap("commonLabels", problems: &problems)
    commonAnnotations = reader.stringMap("commonAnnotations", problems: &problems)
    replicas = reader.list("replicas", problems: &problems) { ReplicaCount($0, problems: &$1) }
    images = reader.list("images", problems: &problems) { ImageChange($0, problems: &$1) }
    images += reader.list("imageTags", problems: &problems) { ImageChange($0, problems: &$1) }
    replacements = reader.list("replacements", problems: &problems) {
      ReplacementEntry($0, problems: &$1)
    }
    vars = reader.list("vars", problems: &problems) { Variable($0, problems: &$1) }
    configurations = reader.strings("configurations", problems: &problems)
    crds = reader.strings("crds", problems: &problems)
    generators = reader.strings("generators", problems: &problems)
    transformers = reader.strings("transformers", problems: &problems)
    validators = reader.strings("validators", problems: &problems)
    buildMetadata = reader.strings("buildMetadata", problems: &problems)
    sortOptions = reader.node("sortOptions").map { SortOptions($0, problems: &problems) }
    readOpenAPI(&reader, problems: &problems, warnings: &warnings)

    readCharts(&reader, problems: &problems)
    for (field, replacement) in Self.deprecatedFields {
      guard let range = reader.keyRange(field) else { continue }
      warnings.append(.deprecatedField(field.description, replacement: replacement, at: range))
    }
    reader.finish(problems: &problems)
  }

  private static let deprecatedFields: [(StaticString, String)] = [
    ("bases", "resources"), ("imageTags", "images"), ("commonLabels", "labels"),
    ("patchesStrategicMerge", "patches"), ("patchesJson6902", "patches"),
    ("vars", "replacements"), ("helmChartInflationGenerator", "helmCharts"),
  ]

  private mutating func readType(_ reader: inout MappingReader, problems: inout [Diagnostic]) {
    let kindField = reader.string("kind", problems: &problems)
    switch kindField?.value ?? "" {
    case "", "Kustomization": kind = .kustomization
    case "Component": kind = .component
    case let other: problems.append(.wrongKind(other, at: kindField?.range))
    }
    let apiVersion = reader.string("apiVersion", problems: &problems)
    let expected =
      kind == .component
      ? "kustomize.config.k8s.io/v1alpha1" : "kustomize.config.k8s.io/v1beta1"
    if let apiVersion, !apiVersion.value.isEmpty, apiVersion.value != expected {
      problems.append(
        .wrongAPIVersion(apiVersion.value, expected: expected, at: apiVersion.range))
    }
  }

  private mutating func readCharts(_ reader: inout MappingReader, problems: inout [Diagnostic]) {
    var globals: HelmGlobals?
    if let node = reader.node("helmGlobals") {
      var fields = MappingReader(node, as: "helmGlobals", problems: &problems)
      globals = HelmGlobals(&fields, problems: &problems)
      fields.finish(problems: &problems)
    }
    helmCharts = reader.list("helmCharts", problems: &problems) {
      HelmChart($0, problems: &$1)
    }
    // The deprecated field says of itself where charts are, unless helmGlobals do.
    helmCharts += reader.list("helmChartInflationGenerator", problems: &problems) {
      HelmChart(deprecated: $0, globals: &globals, problems: &$1)
    }
    helmGlobals = globals ?? HelmGlobals()
  }

  /// Reads `openapi`, which is a mapping of strings to Kustomize: the case of its keys counts, and
  /// it matters whether a key is there, be its value empty.
  private mutating func readOpenAPI(
    _ reader: inout MappingReader, problems: inout [Diagnostic], warnings: inout [Diagnostic]
  ) {
    guard let node = reader.node("openapi") else { return }
    let pairs = reader.stringMap("openapi", problems: &problems)
    let version = pairs.first { $0.key == "version" }?.value
    let path = pairs.first { $0.key == "path" }?.value
    switch (version, path) {
    case (let version?, nil): if !version.value.isEmpty { openAPI = .version(version) }
    case (nil, let path?): openAPI = .path(path)
    case (nil, nil): break
    case (.some, .some): problems.append(.openAPIVersionAndPath(at: node.range))
    }
    for pair in pairs where !["version", "path"].contains(pair.key) {
      warnings.append(.openAPIKeyIgnored(pair.key, at: pair.value.range))
    }
  }
}

extension Node.Entry {
  /// Whether the entry leaves a kustomization as it is without it.
  ///
  /// Kustomize moves what deprecated fields list to others, so that an empty list is gone.
  fileprivate var saysNothing: Bool {
    switch key.text?.lowercased() ?? "" {
    case "apiversion", "kind": true
    case "bases", "imagetags", "helmchartinflationgenerator":
      value.isNull || value.isEmptyCollection
    default: value.isNull || value.text?.isEmpty == true
    }
  }
}

extension PatchEntry {
  init?(
    _ node: Node, as field: String, rules: DecodingRules = .kustomization,
    problems: inout [Diagnostic]
  ) {
    var reader = MappingReader(
      node, as: "an entry of \(field)", rules: rules, problems: &problems)
    guard node.isMapping else { return nil }
    range = reader.range
    let path = reader.string("path", problems: &problems)
    let inline = reader.string("patch", problems: &problems)
    target = reader.node("target").flatMap { Selector($0, rules: rules, problems: &problems) }
    if let options = reader.node("options") {
      var reader = MappingReader(
        options, as: "the options of a patch", rules: rules, problems: &problems)
      allowsNameChange = reader.boolean("allowNameChange", problems: &problems)?.value ?? false
      allowsKindChange = reader.boolean("allowKindChange", problems: &problems)?.value ?? false
      reader.finish(problems: &problems)
    }
    reader.finish(problems: &problems)
    let text = inline.flatMap { $0.value.utf8.allSatisfy { $0 <= 0x20 } ? nil : $0 }
    switch (path.flatMap(\.nonEmpty), text) {
    case (let path?, nil): source = .path(path)
    case (nil, let text?): source = .inline(text)
    case (nil, nil), (.some, .some):
      problems.append(.patchSource(of: field, at: node.range))
      return nil
    }
  }
}

extension Located<String> {
  /// The value, unless it is empty.
  fileprivate var nonEmpty: Located<String>? { value.isEmpty ? nil : self }
}

extension LabelEntry {
  init?(_ node: Node, problems: inout [Diagnostic]) {
    var reader = MappingReader(node, as: "an entry of labels", problems: &problems)
    guard node.isMapping else { return nil }
    range = reader.range
    pairs = reader.stringMap("pairs", problems: &problems)
    includesSelectors = reader.boolean("includeSelectors", problems: &problems)?.value ?? false
    includesTemplates = reader.boolean("includeTemplates", problems: &problems)?.value ?? false
    fields = reader.list("fields", problems: &problems) { FieldSpec($0, problems: &$1) }
    reader.finish(problems: &problems)
  }
}

extension FieldSpec {
  init?(
    _ node: Node, rules: DecodingRules = .kustomization, problems: inout [Diagnostic]
  ) {
    var reader = MappingReader(
      node, as: "a field specification", rules: rules, problems: &problems)
    guard node.isMapping else { return nil }
    self.init(
      group: reader.identityPart("group", problems: &problems)?.value ?? "",
      version: reader.identityPart("version", problems: &problems)?.value ?? "",
      kind: reader.identityPart("kind", problems: &problems)?.value ?? "",
      path: reader.string("path", problems: &problems)?.value ?? "",
      create: reader.boolean("create", problems: &problems)?.value ?? false)
    reader.finish(problems: &problems)
  }
}

extension ReplicaCount {
  init?(
    _ node: Node, rules: DecodingRules = .kustomization, problems: inout [Diagnostic]
  ) {
    var reader = MappingReader(
      node, as: "an entry of replicas", rules: rules, problems: &problems)
    guard node.isMapping else { return nil }
    name = reader.string("name", problems: &problems) ?? Located("", at: reader.range)
    count = reader.integer("count", problems: &problems) ?? Located(0, at: reader.range)
    reader.finish(problems: &problems)
  }
}

extension ImageChange {
  init?(
    _ node: Node, rules: DecodingRules = .kustomization, problems: inout [Diagnostic]
  ) {
    var reader = MappingReader(
      node, as: "an entry of images", rules: rules, problems: &problems)
    guard node.isMapping else { return nil }
    name = reader.string("name", problems: &problems) ?? Located("", at: reader.range)
    newName = reader.string("newName", problems: &problems)
    newTag = reader.string("newTag", problems: &problems)
    tagSuffix = reader.string("tagSuffix", problems: &problems)
    digest = reader.string("digest", problems: &problems)
    reader.finish(problems: &problems)
    guard let pattern = ImagePattern(name.value) else {
      problems.append(.invalidPattern(name.value, of: "name", at: name.range))
      return nil
    }
    self.pattern = pattern
  }
}

extension GeneratorArguments {
  init?(
    _ node: Node, as field: String, rules: DecodingRules = .kustomization,
    problems: inout [Diagnostic]
  ) {
    var reader = MappingReader(
      node, as: "an entry of \(field)", rules: rules, problems: &problems)
    guard node.isMapping else { return nil }
    range = reader.range
    name = reader.string("name", problems: &problems) ?? Located("", at: reader.range)
    namespace = reader.string("namespace", problems: &problems)
    behavior = reader.string("behavior", problems: &problems)
    envs = reader.strings("envs", problems: &problems)
    // An older name of `envs`, which Kustomize reads in a kustomization only.
    if rules.refusesUnknownFields, let env = reader.string("env", problems: &problems),
      !env.value.isEmpty
    {
      envs.append(env)
    }
    literals = reader.strings("literals", problems: &problems)
    files = reader.strings("files", problems: &problems)
    if let node = reader.node("options") {
      options = GeneratorOptions(node, rules: rules, problems: &problems)
    }
    if field == "secretGenerator" { type = reader.string("type", problems: &problems) }
    reader.finish(problems: &problems)
  }
}

extension GeneratorOptions {
  init(
    _ node: Node, rules: DecodingRules = .kustomization, problems: inout [Diagnostic]
  ) {
    var reader = MappingReader(
      node, as: "the options of a generator", rules: rules, problems: &problems)
    labels = reader.stringMap("labels", problems: &problems)
    annotations = reader.stringMap("annotations", problems: &problems)
    disablesNameSuffixHash =
      reader.boolean("disableNameSuffixHash", problems: &problems)?.value ?? false
    immutable = reader.boolean("immutable", problems: &problems)
    reader.finish(problems: &problems)
  }
}

extension SortOptions {
  init(
    _ node: Node, rules: DecodingRules = .kustomization, problems: inout [Diagnostic]
  ) {
    var reader = MappingReader(
      node, as: "sortOptions", rules: rules, problems: &problems)
    let field = reader.string("order", problems: &problems)
    switch field?.value ?? "" {
    case "legacy": order = .legacy
    case "fifo": order = .fifo
    case let other: problems.append(.unknownSortOrder(other, at: field?.range ?? node.range))
    }
    if let node = reader.node("legacySortOptions") {
      var reader = MappingReader(
        node, as: "legacySortOptions", rules: rules, problems: &problems)
      orderFirst = reader.strings("orderFirst", problems: &problems).map(\.value)
      orderLast = reader.strings("orderLast", problems: &problems).map(\.value)
      reader.finish(problems: &problems)
      if order == .fifo { problems.append(.sortOptionsWithoutOrder(at: node.range)) }
    }
    reader.finish(problems: &problems)
  }
}
