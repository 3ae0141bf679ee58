internal import Diagnostics
internal import SystemPackage
internal import YAML

/// Writes one value into fields of selected resources, or puts it into a path that a field holds.
///
/// See the `ValueAddTransformer` of Kustomize v5.8.
struct ValueAddTransformer: Transformer {
  /// Where the value goes.
  struct Target: Sendable {
    var selector: Selector
    var fieldPath: Located<String>
    /// The component of the path in the field before which the value is put, from 1; 0 replaces
    /// the whole field.
    var filePathPosition = 0
  }

  private let value: Located<String>
  private let targets: [Target]

  init(_ value: Located<String>, _ targets: [Target]) {
    self.value = value
    self.targets = targets
  }

  var place: SourceRange? { value.range }

  func apply(to resources: inout ResourceSet) throws(Diagnostic) {
    let schema = resources.schema
    for target in targets {
      let path = ValuePath(fieldSpec: target.fieldPath.value)
      // The namespace is replaced whole, and subjects follow it.
      let namespace =
        target.fieldPath.value == "metadata/namespace"
        ? NamespaceTransformer(value, fields: FieldSpecTable([])) : nil
      for position in resources.positions(selectedBy: target.selector) {
        try resources.update(at: position, .changesIdentity) {
          (resource) throws(Diagnostic) in
          if let namespace {
            try namespace.update(&resource)
            resource.readIdentity(schema: schema)
            return
          }
          let before = resource.sharedPlaces.isEmpty ? nil : resource.node
          do throws(ValuePath.UpdateError<Diagnostic>) {
            _ = try path.update(
              in: &resource.node, creating: .scalar, origin: value.range
            ) { (field) throws(Diagnostic) in
              try set(&field, target)
            }
          } catch {
            switch error {
            case .body(let diagnostic): throw diagnostic
            case .path(let mismatch):
              throw .pathMismatch(mismatch, target.fieldPath, of: resource)
            }
          }
          if let before { resource.shareValues(changedSince: before) }
          resource.readIdentity(schema: schema)
        }
      }
    }
  }

  private func set(_ field: inout Node, _ target: Target) throws(Diagnostic) {
    guard let scalar = field.scalar else { throw .affixOnCollection(at: field) }
    let text =
      target.filePathPosition == 0
      ? value.value : inserting(into: scalar.text, at: target.filePathPosition)
    // The text that is put into a field made for it decides on the type.
    let isMade = scalar.text.isEmpty && scalar.style == .plain
    field = Node(
      isMade ? Scalar(text, tag: .unresolved) : scalar.replacingText(with: text), range: value.range
    )
  }

  private func inserting(into path: String, at position: Int) -> String {
    let isAbsolute = path.hasPrefix("/")
    var parts = path.split(separator: "/").map(String.init)
    parts.insert(value.value, at: min(position - 1, parts.count))
    return (isAbsolute ? "/" : "") + parts.joined(separator: "/")
  }
}

extension ValueAddTransformer.Target {
  init?(_ node: Node, problems: inout [Diagnostic]) {
    var reader = MappingReader(
      node, as: "a target of a ValueAddTransformer", rules: .plugin, problems: &problems)
    let selected = reader.node("selector") ?? node
    guard let selector = Selector(selected, rules: .plugin, problems: &problems) else {
      return nil
    }
    self.selector = selector
    guard let path = reader.string("fieldPath", problems: &problems), !path.value.isEmpty else {
      problems.append(.pluginFieldInvalid("fieldPath", expected: "a path", at: node.range))
      return nil
    }
    fieldPath = path
    let position = reader.integer("filePathPosition", problems: &problems)
    if let position, position.value < 0 {
      problems.append(
        .pluginFieldInvalid(
          "filePathPosition", expected: "0 or more", at: position.range))
    }
    filePathPosition = max(0, position?.value ?? 0)
  }
}

extension BuildRun {
  /// The transformer of a configuration whose targets may stand in a file of their own.
  func valueAddTransformer(
    _ reading: inout PluginReading, _ layer: Layer
  ) throws(Diagnostic) -> ValueAddTransformer {
    var value = reading.string("value") ?? Located("", at: layer.range)
    if value.value.isEmpty {
      value.value = layer.directory.lastComponent?.string ?? ""
    }
    var targets = reading.valueTargets()
    if let path = reading.string("targetFilePath"), !path.value.isEmpty,
      let document = try firstDocument(named: path, of: layer)
    {
      var problems: [Diagnostic] = []
      var reader = MappingReader(
        document, as: "a file of targets", rules: .plugin, problems: &problems)
      targets += reader.list("targets", problems: &problems) {
        ValueAddTransformer.Target($0, problems: &$1)
      }
      try report(problems)
    }
    if targets.isEmpty {
      throw .pluginFieldInvalid("targets", expected: "one target at least", at: layer.range)
    }
    return ValueAddTransformer(value, targets)
  }
}
