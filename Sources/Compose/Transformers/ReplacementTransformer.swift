internal import Diagnostics
internal import YAML

/// Copies values from fields to others, for each entry of `replacements` in order.
///
/// A source or target that is named exactly costs a look-up, any other O(resources). Values are
/// copied as they are: a scalar gives its text to the target, which keeps its type.
struct ReplacementTransformer: Transformer {
  private let replacements: [Prepared]
  private(set) var warnings: [Diagnostic] = []

  /// A replacement with its paths taken apart.
  private struct Prepared {
    var replacement: Replacement
    var targets: [(target: Replacement.Target, paths: [TargetPath])]
  }

  /// A value to copy, and the field that it is.
  private struct Value {
    var node: Node
    /// Nil if the value is no whole field.
    var field: (position: Int, path: ValuePath)?

    /// Takes what the field now holds, if it is one of that resource.
    ///
    /// Kustomize copies from the field itself, which may be a target too.
    mutating func follow(_ resource: Resource, at position: Int) {
      guard let field, field.position == position,
        let now = try? field.path.value(in: resource.node)
      else { return }
      node = now
    }
  }

  private struct TargetPath {
    var text: Located<String>
    var path: ValuePath
  }

  init(_ replacements: [Replacement]) {
    self.replacements = replacements.map { replacement in
      Prepared(
        replacement: replacement,
        targets: replacement.targets.map { target in
          (target, target.fieldPaths.map { TargetPath(text: $0, path: ValuePath($0.value)) })
        })
    }
  }

  private init(_ replacement: Prepared) {
    replacements = [replacement]
  }

  var entries: [any Transformer] { replacements.map { ReplacementTransformer($0) } }

  var place: SourceRange? { replacements.first?.replacement.range }

  func describe(_ step: inout BuildStep, in resources: inout ResourceSet) throws(Diagnostic) {
    for prepared in replacements {
      guard case .field(let source) = prepared.replacement.source else { continue }
      step.sources.append(
        BuildStep.Source(
          serial: resources.resources[try position(of: source, in: &resources)].serial,
          path: source.fieldPath.value, range: source.range,
          value: try value(of: prepared.replacement, in: &resources).node))
    }
  }

  mutating func apply(to resources: inout ResourceSet) throws(Diagnostic) {
    for prepared in replacements {
      var value = try value(of: prepared.replacement, in: &resources)
      for (target, paths) in prepared.targets {
        try copy(&value, to: target, paths, in: &resources)
      }
    }
  }

  // MARK: The source

  private func value(
    of replacement: Replacement, in resources: inout ResourceSet
  ) throws(Diagnostic) -> Value {
    switch replacement.source {
    case .text(let text): return Value(node: Node(Scalar(text.value), range: text.range))
    case .field(let source):
      let position = try position(of: source, in: &resources)
      let resource = resources.resources[position]
      let path = ValuePath(source: source.fieldPath.value)
      let found: Node?
      do throws(PathMismatch) {
        found = try path.value(in: resource.node)
      } catch {
        throw .pathMismatch(error, source.fieldPath, of: resource)
      }
      guard let found, !found.isEmptyValue else {
        throw .replacementFieldMissing(source.fieldPath, of: resource)
      }
      guard source.options.delimiter.isEmpty else {
        return Value(node: try part(of: found, source.options, at: source.fieldPath.range))
      }
      return Value(node: found, field: (position, path))
    }
  }

  private func position(
    of source: Replacement.FieldSource, in resources: inout ResourceSet
  ) throws(Diagnostic) -> Int {
    let candidates =
      source.id.name.isEmpty
      ? Array(resources.resources.indices) : resources.positions(named: source.id.name)
    var found: Int?
    for position in candidates {
      let resource = resources.resources[position]
      guard resource.allIDs.contains(where: { source.selects($0, of: resource) }) else { continue }
      if let found {
        throw .replacementSourceAmbiguous(
          source.id, resources.resources[found], resource, at: source.range)
      }
      found = position
    }
    guard let found else {
      let names = resources.resources.lazy
        .filter { $0.id.gvk.isSelected(by: source.id.gvk) }.map(\.id.name)
      throw .replacementSourceMissing(
        source.id, nearest: nearestName(to: source.id.name, among: names), at: source.range)
    }
    return found
  }

  private func part(
    of value: Node, _ options: Replacement.FieldOptions, at range: SourceRange?
  ) throws(Diagnostic) -> Node {
    guard let scalar = value.scalar else { throw .replacementDelimiterOnCollection(at: range) }
    let parts = scalar.text.split(separatedBy: options.delimiter)
    guard parts.indices.contains(options.index) else {
      throw .replacementPartMissing(options.index, of: scalar.text, at: range)
    }
    return Node(scalar.keepingType(withText: parts[options.index]), range: value.range)
  }

  // MARK: The targets

  private mutating func copy(
    _ value: inout Value, to target: Replacement.Target, _ paths: [TargetPath],
    in resources: inout ResourceSet
  ) throws(Diagnostic) {
    let schema = resources.schema
    let positions = resources.positions(selectedAsTargetBy: target.select)
    if positions.isEmpty {
      warnings.append(
        .selectsNothing(
          target.select, of: "the target",
          among: warnings.count < Diagnostic.hintedWarnings ? resources.resources : []))
    }
    for position in positions {
      let resource = resources.resources[position]
      if target.reject.contains(where: { $0.rejects(resource) }) { continue }
      let changesIdentity = try resources.update(at: position) {
        (resource) throws(Diagnostic) in
        let before = resource.id
        let old = resource.sharedPlaces.isEmpty ? nil : resource.node
        for path in paths {
          try set(value.node, at: path, target.options, in: &resource)
          value.follow(resource, at: position)
        }
        if let old { resource.shareValues(changedSince: old) }
        resource.readIdentity(schema: schema)
        return resource.id != before
      }
      if changesIdentity { try resources.update(at: position, .changesIdentity) { _ in } }
    }
  }

  private func set(
    _ value: Node, at path: TargetPath, _ options: Replacement.FieldOptions,
    in resource: inout Resource
  ) throws(Diagnostic) {
    let creation = options.create ? value.creation : .nothing
    if setInText(value, at: path, creation, in: &resource.node) { return }
    let count: Int
    do throws(ValuePath.UpdateError<Diagnostic>) {
      count = try path.path.update(
        in: &resource.node, creating: creation, origin: path.text.range
      ) { (field) throws(Diagnostic) in
        try set(value, options, at: path.text.range, in: &field)
      }
    } catch {
      switch error {
      case .path(let mismatch): throw .pathMismatch(mismatch, path.text, of: resource)
      case .body(let diagnostic): throw diagnostic
      }
    }
    guard count > 0 else {
      throw .replacementTargetFieldMissing(path.text, of: resource, creates: options.create)
    }
  }

  private func set(
    _ value: Node, _ options: Replacement.FieldOptions, at range: SourceRange?,
    in field: inout Node
  ) throws(Diagnostic) {
    var text = value.text ?? ""
    if !options.delimiter.isEmpty {
      guard let old = field.text else { throw .replacementDelimiterOnCollection(at: range) }
      var parts = old.split(separatedBy: options.delimiter)
      if options.index < 0 {
        parts.insert(text, at: 0)
      } else if options.index >= parts.count {
        parts.append(text)
      } else {
        parts[options.index] = text
      }
      text = parts.joined(separator: options.delimiter)
    }
    field.replace(with: value, text: text, at: range)
  }

  /// Sets a value within JSON or YAML that a scalar on the way holds as text; true if it could.
  ///
  /// Kustomize tries this first, without regard to the delimiter.
  private func setInText(
    _ value: Node, at path: TargetPath, _ creation: ValuePath.Creation, in node: inout Node
  ) -> Bool {
    let segments = path.path.segments
    for length in 1..<max(1, segments.count) {
      let outer = ValuePath(segments.prefix(length))
      guard let held = try? outer.value(in: node), let text = held.scalar else { continue }
      let inner = ValuePath(segments.dropFirst(length))
      let changed = StructuredText(text.text)?.replacing(at: inner, creation) {
        $0.replace(with: value, text: value.text ?? "", at: path.text.range)
      }
      guard let changed else { continue }
      let scalar = Scalar(changed, style: text.style, tag: text.tag)
      _ = try? outer.update(in: &node, creating: .nothing, origin: nil) { (field: inout Node) in
        field = Node(scalar, range: path.text.range)
      }
      return true
    }
    return false
  }
}

extension Replacement.FieldSource {
  /// Whether an identity is the one that is meant; an empty part matches anything.
  fileprivate func selects(_ candidate: ResourceID, of resource: Resource) -> Bool {
    candidate.gvk.isSelected(by: id.gvk)
      && (id.name.isEmpty || id.name == candidate.name)
      && (id.namespace.isEmpty
        || (candidate.namespace.isEmpty ? "default" : candidate.namespace) == id.namespace)
  }
}

extension Node {
  /// Whether Kustomize takes the value for missing: null, or an empty collection.
  fileprivate var isEmptyValue: Bool {
    isNull || isEmptyCollection
  }

  /// What is made where the value goes to a field that is missing.
  fileprivate var creation: ValuePath.Creation {
    switch content {
    case .scalar: .scalar
    case .sequence: .sequence
    case .mapping: .mapping
    }
  }

  /// Gives a scalar another text, of its own type; anything else becomes the value.
  fileprivate mutating func replace(with value: Node, text: String, at range: SourceRange?) {
    if let scalar {
      self = Node(scalar.keepingType(withText: text), range: range)
    } else if case .scalar(let new) = value.content {
      self = Node(new.keepingType(withText: text), range: range)
    } else {
      self = value
      setOrigin(range)
    }
  }
}

extension String {
  /// The parts between occurrences of a separator that is not empty; at least one.
  fileprivate func split(separatedBy separator: String) -> [String] {
    var parts: [String] = []
    var rest = utf8[...]
    var part: [UInt8] = []
    while let byte = rest.first {
      if rest.starts(with: separator.utf8) {
        parts.append(String(decoding: part, as: UTF8.self))
        part = []
        rest = rest.dropFirst(separator.utf8.count)
      } else {
        part.append(byte)
        rest = rest.dropFirst()
      }
    }
    return parts + [String(decoding: part, as: UTF8.self)]
  }
}
