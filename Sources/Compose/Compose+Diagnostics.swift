package import Diagnostics
internal import YAML

// All diagnostics of the module, so that they can be read at a sitting.

// MARK: Files and layers

extension Diagnostic {
  static func unreadable(
    _ path: String, _ error: FileSystemError, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "load/unreadable", "cannot read \"\(path)\": \(error.reason)", at: range, path: path)
  }

  static func rootNotDirectory(_ path: String) -> Diagnostic {
    Diagnostic(
      "load/not-a-directory", "\"\(path)\" is not a directory", path: path,
      hint: "name the directory that holds the kustomization.yaml")
  }

  static func missingKustomization(in directory: String) -> Diagnostic {
    Diagnostic(
      "load/no-kustomization", "the directory has no kustomization file", path: directory,
      hint: "it is called kustomization.yaml, kustomization.yml or Kustomization")
  }

  static func severalKustomizations(in directory: String, names: [String]) -> Diagnostic {
    Diagnostic(
      "load/several-kustomizations",
      "the directory has more than one kustomization file: \(names.joined(separator: ", "))",
      path: directory, hint: "keep one of them")
  }

  static func outsideRoot(_ path: String, root: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "load/outside-root", "file \"\(path)\" is not in or below \"\(root)\"", at: range,
      hint: "move it there, or allow it with --load-restrictor LoadRestrictionsNone")
  }

  static func absoluteDirectory(_ path: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "load/absolute-directory", "directory \"\(path)\" is named by an absolute path", at: range,
      hint: "name it relative to the kustomization")
  }

  static func cycle(_ chain: [String], at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "load/cycle", "the kustomizations form a cycle: \(chain.joined(separator: " -> "))",
      at: range)
  }

  static func emptyPath(at range: SourceRange?) -> Diagnostic {
    Diagnostic("load/empty-path", "the path is empty", at: range)
  }

  static func remoteInvalid(_ url: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "remote/invalid", "\"\(url)\" is not the address of a repository", at: range,
      hint: "examples: https://github.com/org/repo//path?ref=COMMIT  ·  git@host:org/repo.git//path"
    )
  }

  static func remoteUnreadable(
    _ url: String, _ reason: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic("remote/unreadable", "cannot fetch \"\(url)\": \(reason)", at: range)
  }

  static func remoteNotPinned(_ url: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "remote/not-pinned", "\"\(url)\" may be another content tomorrow", at: range,
      severity: .warning, hint: "name a commit: ?ref= and its 40 digits")
  }

  static func remoteNotDirectory(_ url: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "remote/not-a-directory", "\"\(url)\" names a file in a repository, not a directory",
      at: range, hint: "name the directory that holds the kustomization.yaml")
  }

  static func outsideRepository(_ path: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic("remote/outside", "\"\(path)\" leads out of the repository", at: range)
  }

  static func componentAsResource(_ path: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "load/component-as-resource", "\"\(path)\" is a Component, not a Kustomization", at: range,
      path: path, hint: "list it under components")
  }

  static func kustomizationAsComponent(_ path: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "load/kustomization-as-component", "\"\(path)\" is a Kustomization, not a Component",
      at: range, hint: "list it under resources, or give it kind: Component")
  }

  static func componentNotDirectory(_ path: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "load/component-not-directory", "component \"\(path)\" is not a directory", at: range)
  }
}

// MARK: The kustomization file

extension Diagnostic {
  static func emptyKustomization(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "kustomization/empty", "the kustomization is empty", at: range,
      hint: "name something under resources")
  }

  static func wrongType(of name: String, expected: String, found node: Node) -> Diagnostic {
    Diagnostic(
      "kustomization/wrong-type", "\(name): expected \(expected), found \(node.describedShape)",
      at: node.range,
      hint: expected == "a string" && node.scalar != nil ? "put the value in quotes" : nil)
  }

  static func unknownField(
    _ name: String, of type: String, nearest: String?, at key: Node
  ) -> Diagnostic {
    Diagnostic(
      "kustomization/unknown-field", "\(type) has no field \"\(name)\"", at: key.range,
      hint: nearest.map { "did you mean \"\($0)\"?" })
  }

  static func deprecatedField(
    _ name: String, replacement: String, at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      "kustomization/deprecated-field", "\"\(name)\" is deprecated", at: range,
      severity: .warning, hint: "use \"\(replacement)\"")
  }

  static func wrongKind(_ kind: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "kustomization/wrong-kind", "kind is \"\(kind)\", not Kustomization or Component", at: range)
  }

  static func wrongAPIVersion(
    _ found: String, expected: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "kustomization/wrong-api-version", "apiVersion is \"\(found)\", not \"\(expected)\"",
      at: range)
  }

  static func unknownOpenAPIVersion(_ version: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "kustomization/unknown-openapi", "OpenAPI version \"\(version)\" is not built in", at: range,
      hint: "v1.21.2 and v1.37.0 are")
  }

  static func openAPIVersionAndPath(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "kustomization/openapi-source", "openapi has either version or path", at: range)
  }

  static func openAPIKeyIgnored(_ key: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "kustomization/openapi-key", "openapi has no key \"\(key)\": it is ignored", at: range,
      severity: .warning, hint: "its keys are version and path")
  }

  static func notOpenAPI(_ path: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "kustomization/not-openapi", "\"\(path)\" is not an OpenAPI document with definitions",
      at: range, hint: "`kubectl get --raw /openapi/v2` prints that of a cluster")
  }

  static func patchSource(of field: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "kustomization/patch-source", "an entry of \(field) needs exactly one of path and patch",
      at: range)
  }

  static func invalidPattern(
    _ pattern: String, of field: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "kustomization/invalid-pattern", "\(field) \"\(pattern)\" is not a regular expression",
      at: range)
  }

  static func invalidSelector(
    _ text: String, of field: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "kustomization/invalid-selector", "\(field) \"\(text)\" is not a label selector", at: range,
      hint: "examples: app=web  ·  tier in (a, b)  ·  !canary")
  }

  static func conflictingFieldSpecs(path: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "kustomization/conflicting-fields",
      "field \"\(path)\" is given with another value of create than in the defaults", at: range)
  }

  static func unknownSortOrder(_ order: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "kustomization/unknown-sort-order", "sort order \"\(order)\" is neither legacy nor fifo",
      at: range)
  }

  static func sortOptionsWithoutOrder(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "kustomization/legacy-sort-options", "legacySortOptions need order: legacy", at: range)
  }
}

// MARK: Resources

extension Diagnostic {
  static func duplicateResource(_ second: Resource, first: Resource) -> Diagnostic {
    Diagnostic(
      "resource/duplicate", "\(second.id) is there already", at: second.place,
      hint: "two resources of one kind need different names or namespaces",
      notes: [Note("the first one is here", at: first.place)])
  }

  static func resourceNotMapping(at node: Node) -> Diagnostic {
    Diagnostic(
      "resource/not-a-mapping", "expected a resource, found \(node.describedShape)",
      at: node.range)
  }

  static func missingKind(at node: Node) -> Diagnostic {
    Diagnostic("resource/missing-kind", "the resource has no kind", at: node.range)
  }

  static func missingName(kind: String, at node: Node) -> Diagnostic {
    Diagnostic(
      "resource/missing-name", "the \(kind) has no metadata.name",
      at: (node["metadata"] ?? node).range)
  }

  static func metadataNotMapping(at node: Node) -> Diagnostic {
    Diagnostic(
      "resource/metadata-not-a-mapping",
      "metadata: expected a mapping, found \(node.describedShape)",
      at: node.range)
  }

  static func annotationKeyNotString(_ key: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "resource/annotation-key", "the annotation \"\(key)\" has the name of another type",
      at: range, hint: "Kustomize loses the quotes of such a name: use another one")
  }

  static func itemsNotList(kind: String, at node: Node) -> Diagnostic {
    Diagnostic(
      "resource/items-not-a-list",
      "items of the \(kind): expected a list, found \(node.describedShape)", at: node.range)
  }
}

// MARK: Generators

extension Diagnostic {
  static func generatorWithoutName(at range: SourceRange?) -> Diagnostic {
    Diagnostic("generator/missing-name", "the generator has no name", at: range)
  }

  static func invalidLiteral(at range: SourceRange?) -> Diagnostic {
    Diagnostic("generator/invalid-literal", "expected a literal KEY=VALUE", at: range)
  }

  static func invalidFileSource(_ text: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "generator/invalid-file", "\"\(text)\" is not of the form PATH or KEY=PATH", at: range)
  }

  static func envLineNotUTF8(at range: SourceRange) -> Diagnostic {
    Diagnostic("generator/env-not-utf8", "the line is not valid UTF-8", at: range)
  }

  static func envLineWithoutName(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      "generator/env-line-without-name", "the line is left out, as it has no name before the \"=\"",
      at: range, severity: .warning)
  }

  static func envLineTooLong(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      "generator/env-line-too-long",
      "the line is longer than 64 KiB: it and all after it are left out, as Kustomize does",
      at: SourceRange(file: range.file, start: Int(range.start), end: Int(range.start) + 1),
      severity: .warning, hint: "name the value's own file under files")
  }

  static func repeatedKey(
    _ key: String, in name: String, at range: SourceRange?, first: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "generator/repeated-key", "key \"\(key)\" is given twice in \(name)", at: range,
      notes: [Note("the first one is here", at: first)])
  }

  static func generatorTargetMissing(
    _ generated: Resource, among resources: [Resource], at range: SourceRange?
  ) -> Diagnostic {
    let names = resources.lazy.filter { $0.id.gvk == generated.id.gvk }.map(\.id.name)
    let nearest =
      names.contains(generated.id.name) ? nil : nearestName(to: generated.id.name, among: names)
    return Diagnostic(
      "generator/target-missing", "there is no \(generated.id) to merge into or to replace",
      at: range,
      hint: nearest.map { "did you mean \"\($0)\"?" } ?? "a base's namespace must be repeated here")
  }

  static func generatorTargetAmbiguous(_ generated: Resource, at range: SourceRange?) -> Diagnostic
  {
    Diagnostic(
      "generator/target-ambiguous", "several resources could be the \(generated.id) that is meant",
      at: range)
  }

  static func generatedResourceExists(
    _ generated: Resource, first: Resource, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "generator/exists", "\(generated.id) is there already", at: range,
      hint: "say behavior: merge or behavior: replace to change it",
      notes: [Note("the first one is here", at: first.place)])
  }
}

// MARK: Plugins

extension Diagnostic {
  static func pluginNotBuiltin(_ resource: Resource, nearest: String?) -> Diagnostic {
    Diagnostic(
      "plugin/unknown", "there is no built-in plugin \"\(resource.id.gvk.kind)\"",
      at: resource.node["kind"]?.range, hint: nearest.map { "did you mean \"\($0)\"?" })
  }

  static func sortOrderIsNoPlugin(_ resource: Resource) -> Diagnostic {
    Diagnostic(
      "plugin/sort-order",
      "Kustomize v5.8.1 knows SortOrderTransformer, and refuses it as a plugin",
      at: resource.node["kind"]?.range, hint: "the field sortOptions does the same")
  }

  static func externalPluginsDisabled(_ resource: Resource) -> Diagnostic {
    Diagnostic(
      "plugin/external",
      "\(resource.id) of apiVersion \(resource.id.gvk.apiVersion) is no built-in plugin",
      at: resource.place, hint: "built-in plugins have apiVersion: builtin")
  }

  static func functionsDisabled(_ resource: Resource) -> Diagnostic {
    Diagnostic(
      "function/disabled", "\(resource.id) is a function, and functions are not enabled",
      at: resource.place, hint: "--enable-alpha-plugins enables them")
  }

  static func executablesDisabled(_ resource: Resource) -> Diagnostic {
    Diagnostic(
      "function/executable-disabled",
      "\(resource.id) runs an executable, and executables are not enabled",
      at: resource.place, hint: "--enable-exec enables them")
  }

  static func functionRuntime(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "function/runtime", "a function needs exactly one of container and exec", at: range)
  }

  static func functionFieldMissing(_ field: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic("function/missing-field", "the function needs \(field)", at: range)
  }

  static func mountOutside(_ path: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "function/mount-outside",
      "mount \"\(path)\" is not in or below the directory of the kustomization", at: range)
  }

  static func functionFailed(
    _ name: String, _ reason: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic("function/failed", "function \"\(name)\" failed: \(reason)", at: range)
  }

  static func functionOutput(_ name: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "function/output", "function \"\(name)\" did not print a ResourceList", at: range)
  }

  static func functionResult(_ name: String, _ result: Node, at range: SourceRange?) -> Diagnostic {
    let severity = result["severity"]?.text ?? "info"
    return Diagnostic(
      "function/result", "function \"\(name)\", \(severity): \(result["message"]?.text ?? "")",
      at: range, severity: .warning)
  }

  static func pluginIsNoGenerator(_ resource: Resource) -> Diagnostic {
    Diagnostic(
      "plugin/not-a-generator", "\(resource.id.gvk.kind) is no generator", at: resource.place,
      hint: "name it under transformers")
  }

  static func pluginIsNoTransformer(_ resource: Resource) -> Diagnostic {
    Diagnostic(
      "plugin/not-a-transformer", "\(resource.id.gvk.kind) is no transformer",
      at: resource.place, hint: "name it under generators")
  }

  static func pluginFieldMissing(_ field: String, of resource: Resource) -> Diagnostic {
    Diagnostic(
      "plugin/missing-field", "the \(resource.id.gvk.kind) needs \(field)", at: resource.place)
  }

  static func pluginFieldInvalid(
    _ field: String, expected: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic("plugin/invalid-field", "\(field): expected \(expected)", at: range)
  }

  static func validatorChangedResources(_ resource: Resource) -> Diagnostic {
    Diagnostic(
      "plugin/validator-changes", "a validator must not change resources", at: resource.place)
  }
}

// MARK: Charts

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

// MARK: Replacements and variables

extension Diagnostic {
  static func replacementPathAndMore(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "replacement/path-and-more", "an entry of replacements has either path or the replacement",
      at: range)
  }

  static func replacementSource(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "replacement/source", "a replacement needs exactly one of source and sourceValue", at: range)
  }

  static func replacementWithoutTargets(at range: SourceRange?) -> Diagnostic {
    Diagnostic("replacement/no-targets", "the replacement has no targets", at: range)
  }

  static func replacementFileEmpty(at range: SourceRange?) -> Diagnostic {
    Diagnostic("replacement/empty-file", "the file has no replacements", at: range)
  }

  static func replacementTargetWithoutSelect(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "replacement/no-select", "a target of a replacement needs select", at: range,
      hint: "select: {} means all resources")
  }

  static func replacementSourceMissing(
    _ id: ResourceID, nearest: String?, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "replacement/source-missing", "no resource is the source \(id.described)", at: range,
      hint: nearest.map { "did you mean \"\($0)\"?" })
  }

  static func replacementSourceAmbiguous(
    _ id: ResourceID, _ first: Resource, _ second: Resource, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "replacement/source-ambiguous", "several resources could be the source \(id.described)",
      at: range, hint: "name its kind, name and namespace",
      notes: [
        Note("\(first.id)", at: first.place), Note("\(second.id)", at: second.place),
      ])
  }

  static func replacementFieldMissing(
    _ path: Located<String>, of resource: Resource
  ) -> Diagnostic {
    Diagnostic(
      "replacement/field-missing", "\(resource.id) has no field \"\(path.value)\"",
      at: path.range, notes: [Note("the resource is here", at: resource.place)])
  }

  static func replacementTargetFieldMissing(
    _ path: Located<String>, of resource: Resource, creates: Bool
  ) -> Diagnostic {
    Diagnostic(
      "replacement/target-field-missing", "\(resource.id) has no field \"\(path.value)\"",
      at: path.range, hint: creates ? nil : "options: {create: true} makes it",
      notes: [Note("the resource is here", at: resource.place)])
  }

  static func pathMismatch(
    _ mismatch: PathMismatch, _ path: Located<String>, of resource: Resource
  ) -> Diagnostic {
    let (problem, node): (String, Node) =
      switch mismatch {
      case .notList(let node): ("expected a list, found \(node.describedShape)", node)
      case .notMapping(let node, let name):
        ("expected a mapping with \"\(name)\", found \(node.describedShape)", node)
      case .wildcard(let node): ("a source may not have a wildcard", node)
      case .unfinishedMatch("", let node): ("a name is empty", node)
      case .unfinishedMatch(let text, let node):
        ("\(text) is no match of a list; a name needs brackets only where it has a dot", node)
      case .invalidPattern(let pattern, let node):
        ("\"\(pattern)\" is not a regular expression", node)
      case .indexOutOfRange(let index, let count, let node):
        ("there is no element \(index) in a list of \(count)", node)
      }
    return Diagnostic(
      "replacement/path-mismatch", "\(resource.id), path \"\(path.value)\": \(problem)",
      at: path.range, notes: [Note("the value is here", at: node.range)])
  }

  static func replacementPartMissing(
    _ index: Int, of text: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "replacement/part-missing", "the value has no part \(index)", at: range,
      hint: "parts are counted from 0")
  }

  static func replacementDelimiterOnCollection(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "replacement/delimiter-on-collection", "a delimiter splits text only, not a list or mapping",
      at: range)
  }

  static func variableWithoutName(at range: SourceRange?) -> Diagnostic {
    Diagnostic("variable/missing-name", "the variable has no name", at: range)
  }

  static func variableRepeated(
    _ name: Located<String>, first: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "variable/repeated", "variable \"\(name.value)\" is defined already", at: name.range,
      notes: [Note("the first one is here", at: first)])
  }

  static func variableAmbiguous(
    _ name: Located<String>, _ matches: [Resource]
  ) -> Diagnostic {
    Diagnostic(
      "variable/ambiguous",
      "\(matches.count) resources could be what variable \"\(name.value)\" refers to",
      at: name.range, hint: "name the namespace in objref",
      notes: matches.map { Note("\($0.id)", at: $0.place) })
  }

  static func variableUnresolved(_ name: Located<String>) -> Diagnostic {
    Diagnostic(
      "variable/unresolved", "no resource is what variable \"\(name.value)\" refers to",
      at: name.range)
  }

  static func variableFieldMissing(
    _ name: Located<String>, _ path: String, of resource: Resource
  ) -> Diagnostic {
    Diagnostic(
      "variable/field-missing",
      "\(resource.id) has no field \"\(path)\" for variable \"\(name.value)\"",
      at: name.range, notes: [Note("the resource is here", at: resource.place)])
  }

  static func variableInNonString(at node: Node) -> Diagnostic {
    Diagnostic(
      "variable/not-a-string",
      "variables are replaced in a list of strings here, found \(node.describedShape)",
      at: node.range)
  }
}

extension ResourceID {
  /// The identity as a selector of which parts may be missing.
  fileprivate var described: String {
    let kind = gvk.kind.isEmpty ? "(any kind)" : gvk.kind
    return
      "\(kind) \(namespace.isEmpty ? "" : "\(namespace)/")\(name.isEmpty ? "(any name)" : name)"
  }
}

// MARK: Transformers

extension Diagnostic {
  static func emptyPatch(
    at range: SourceRange?, severity: Diagnostic.Severity = .error
  ) -> Diagnostic {
    Diagnostic("patch/empty", "the patch is empty", at: range, severity: severity)
  }

  static func jsonPatchWithoutTarget(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "patch/json-without-target", "a JSON patch needs a target", at: range,
      hint: "add target: with the kind and name of the resource")
  }

  static func jsonPatchWithoutTargetName(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "patch/json-without-target-name", "an entry of patchesJson6902 needs target.name", at: range)
  }

  static func notJSONPatch(at range: SourceRange?) -> Diagnostic {
    Diagnostic("patch/not-json", "expected a list of operations", at: range)
  }

  static func jsonPatchInFlowStyle(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "patch/flow-style", "a patch that begins with \"[\" must be JSON, and this is not",
      at: range,
      hint: "put names and texts into double quotes, or begin each operation with a dash")
  }

  static func severalDocumentsWithTarget(
    at range: SourceRange?, entry: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "patch/several-documents", "a patch with a target may have one document only", at: range,
      hint: "make an entry of each document", notes: [Note("named by this entry", at: entry)])
  }

  static func selectsNothing(
    _ selector: Selector, of what: String, among resources: [Resource]
  ) -> Diagnostic {
    let candidates = resources.lazy.filter { selector.kind.matches($0.id.gvk.kind) }
    let nearest = selector.name.literal.flatMap { name in
      nearestName(to: name, among: candidates.map(\.id.name))
    }
    return Diagnostic(
      "select/nothing", "\(what) selects no resource: \(selector.described)", at: selector.range,
      severity: .warning, hint: nearest.map { "did you mean \"\($0)\"?" })
  }

  static func imageMatchesNothing(
    _ name: Located<String>, among names: Set<String>
  ) -> Diagnostic {
    Diagnostic(
      "select/image", "no container has the image \"\(name.value)\"", at: name.range,
      severity: .warning,
      hint: nearestName(to: name.value, among: names.sorted()).map { "did you mean \"\($0)\"?" })
  }

  static func variableUnused(_ name: Located<String>) -> Diagnostic {
    Diagnostic(
      "variable/unused", "variable \"\(name.value)\" is used nowhere", at: name.range,
      severity: .warning)
  }

  static func patchTargetMissing(
    _ patch: Resource, among resources: [Resource], entry: SourceRange?
  ) -> Diagnostic {
    let sameKind = resources.lazy.filter { $0.id.gvk.kind == patch.id.gvk.kind }
    var hint: String?
    if let other = sameKind.first(where: { $0.id.name == patch.id.name }) {
      hint = "there is \(other.id) of apiVersion \(other.id.gvk.apiVersion)"
    } else if let name = nearestName(to: patch.id.name, among: sameKind.map(\.id.name)) {
      hint = "did you mean \(patch.id.gvk.kind) \"\(name)\"?"
    }
    return Diagnostic(
      "patch/target-missing",
      "no resource matches \(patch.id) of apiVersion \(patch.id.gvk.apiVersion)",
      at: patch.place, hint: hint, notes: [Note("named by this entry", at: entry)])
  }

  static func patchTargetAmbiguous(
    _ patch: Resource, _ matches: [Resource], entry: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "patch/target-ambiguous", "\(matches.count) resources match \(patch.id)", at: patch.place,
      hint: "give the patch a target that only one of them matches",
      notes: matches.map { Note("\($0.id)", at: $0.place) }
        + [Note("named by this entry", at: entry)])
  }

  /// The finding with the resource that it is about.
  func about(_ id: ResourceID) -> Diagnostic {
    var diagnostic = self
    diagnostic.message = "\(id): \(message)"
    return diagnostic
  }

  static func namespaceConflict(
    _ first: Resource, _ second: Resource, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "transform/namespace-conflict", "with this namespace there are two of \(second.id)",
      at: range,
      notes: [
        Note("the first one is here", at: first.node.range),
        Note("the second one is here", at: second.node.range),
      ])
  }

  static func namespaceFieldNotScalar(at node: Node) -> Diagnostic {
    Diagnostic(
      "transform/namespace-not-a-string",
      "the namespace goes into a string, found \(node.describedShape)", at: node.range)
  }

  static func affixOnCollection(at node: Node) -> Diagnostic {
    Diagnostic(
      "transform/affix-on-collection",
      "a prefix or suffix goes to a string, found \(node.describedShape)", at: node.range)
  }

  static func fieldPathThroughScalar(_ name: String, at node: Node) -> Diagnostic {
    Diagnostic(
      "transform/not-a-mapping",
      "expected a mapping with \"\(name)\" or a list, found \(node.describedShape)",
      at: node.range)
  }

  static func fieldPathWithoutName(at node: Node) -> Diagnostic {
    Diagnostic(
      "transform/empty-field-name",
      "the path of a field specification has an empty name, which no field of this mapping has",
      at: node.range, hint: "names are separated by one slash: spec/template/metadata/labels")
  }

  static func labelsNotMapping(at node: Node) -> Diagnostic {
    Diagnostic(
      "transform/labels-not-a-mapping",
      "labels or annotations: expected a mapping, found \(node.describedShape)", at: node.range)
  }

  static func replicaTargetMissing(
    _ name: String, nearest: String?, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "transform/replicas-target-missing",
      "there is no Deployment, StatefulSet, ReplicaSet or ReplicationController \"\(name)\"",
      at: range, hint: nearest.map { "did you mean \"\($0)\"?" })
  }

  static func imageNotScalar(at node: Node) -> Diagnostic {
    Diagnostic(
      "transform/image-not-a-string", "image: expected a string, found \(node.describedShape)",
      at: node.range)
  }

  static func referenceWithoutName(at node: Node) -> Diagnostic {
    Diagnostic("reference/without-name", "the reference has no name", at: node.range)
  }

  static func ambiguousReference(
    _ name: String, _ candidates: [(id: ResourceID, range: SourceRange?)],
    from referrer: ResourceID, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "reference/ambiguous",
      "\"\(name)\" in \(referrer) could mean \(candidates.count) resources of different names",
      at: range, notes: candidates.map { Note("\($0.id)", at: $0.range) })
  }
}

extension Resource {
  /// Where the name is given, or else where the resource begins.
  package var place: SourceRange? {
    node[path: "metadata", "name"]?.range ?? node.range
  }
}

extension Node {
  /// What this is, in a few words for a message; never its text.
  var describedShape: String {
    switch content {
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .scalar(let scalar):
      switch scalar.type(in: .kustomization) {
      case .null: "nothing"
      case .boolean: "a boolean"
      case .integer, .float: "a number"
      default: "a string"
      }
    }
  }
}

// MARK: Output

extension Diagnostic {
  static func fileNameWithSlash(_ name: String, _ resource: Resource) -> Diagnostic {
    Diagnostic(
      "output/file-name", "the name of \(resource.id) cannot be a file's name", at: resource.place)
  }

  static func fileNameTwice(_ name: String, _ second: Resource, first: Resource) -> Diagnostic {
    Diagnostic(
      "output/same-file", "\(second.id) and \(first.id) would both be written to \"\(name)\"",
      at: second.place, hint: "names that differ only in case cannot be written to one directory",
      notes: [Note("the first one is here", at: first.place)])
  }
}
