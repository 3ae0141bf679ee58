internal import Diagnostics
internal import Schema
internal import YAML

/// Replaces `$(NAME)` by the values of variables, once, at the root.
///
/// A reference counts where the `varReference` field specs lead, in strings, in the values of a
/// mapping and in lists of strings. `$$` is a dollar; unknown names stay as they are, for the
/// kubelet knows variables of its own.
struct VariableReferences: Transformer {
  private let values: [String: Node]
  private let fields: FieldSpecTable
  private let variables: VariableSet
  /// The variables that no reference names.
  private(set) var warnings: [Diagnostic] = []

  /// Finds the value of each variable in the resources.
  init(
    _ variables: VariableSet, fields: [FieldSpec], resources: ResourceSet
  ) throws(Diagnostic) {
    var values: [String: Node] = [:]
    var positions: [String: Int] = [:]
    for position in resources.resources.indices.reversed() {
      for name in resources.resources[position].variableNames { positions[name] = position }
    }
    for variable in variables.variables {
      guard let position = positions[variable.name.value] else {
        throw .variableUnresolved(variable.name)
      }
      values[variable.name.value] = try Self.value(
        of: variable, in: resources.resources[position])
    }
    self.values = values
    self.variables = variables
    self.fields = FieldSpecTable(fields)
  }

  private static func value(
    of variable: Variable, in resource: Resource
  ) throws(Diagnostic) -> Node {
    let path = ValuePath(indices: variable.fieldPath)
    guard let value = try? path.nodeAtEnd(in: resource.node) else {
      throw .variableFieldMissing(variable.name, variable.fieldPath, of: resource)
    }
    guard let scalar = value.scalar else { return value }
    switch scalar.type(in: .resource) {
    case .null, .timestamp, .binary:
      return Node(string: scalar.text, range: value.range)
    case .integer, .unsignedInteger:
      // Kustomize reads the text as decimal digits, whatever YAML makes of it.
      guard let number = Int(scalar.text) else {
        throw .variableNotDecimal(variable.name, of: resource)
      }
      return Node(Scalar(String(number)), range: value.range)
    case .boolean, .float, .string, .invalid:
      return value
    }
  }

  mutating func apply(to resources: inout ResourceSet) throws(Diagnostic) {
    guard !values.isEmpty else { return }
    let values = values
    var used: Set<String> = []
    try resources.updateAll { (resource) throws(Diagnostic) in
      let before = resource.sharedPlaces.isEmpty ? nil : resource.node
      defer { if let before { resource.shareValues(changedSince: before) } }
      try fields.update(&resource, creating: .nothing, origin: nil) {
        (field) throws(Diagnostic) in
        try Self.replace(in: &field, values, &used)
      }
    }
    for variable in variables.variables where !used.contains(variable.name.value) {
      warnings.append(.variableUnused(variable.name))
    }
  }

  private static func replace(
    in field: inout Node, _ values: [String: Node], _ used: inout Set<String>
  ) throws(Diagnostic) {
    switch field.content {
    case .scalar:
      replaceText(of: &field, values, &used)
    case .mapping:
      field.updateEntries { entries in
        for index in entries.indices {
          replaceText(of: &entries[index].value, values, &used)
        }
      }
    case .sequence:
      try field.updateElements { (elements) throws(Diagnostic) in
        for index in elements.indices {
          // For Kustomize `<<` without quotes is no string either.
          let isText = elements[index].isString || elements[index].scalar?.tag == .unresolved
          guard isText, !elements[index].isMergeKey else {
            throw .variableInNonString(at: elements[index])
          }
          replaceText(of: &elements[index], values, &used)
        }
      }
    }
  }

  private static func replaceText(
    of field: inout Node, _ values: [String: Node], _ used: inout Set<String>
  ) {
    // What a transformer set without a type becomes a text here.
    if let scalar = field.scalar, scalar.tag == .unresolved {
      field = Node(string: scalar.text, range: field.range)
    }
    guard field.isString, var scalar = field.scalar else { return }
    // Kustomize sets the text in any case, so that it is not folded any more.
    if scalar.style == .folded {
      scalar.style = .literal
      field = Node(scalar, range: field.range)
    }
    guard scalar.text.utf8.contains(UInt8(ascii: "$")) else { return }
    switch Expansion(scalar.text, values: values, used: &used) {
    case .unchanged: break
    case .text(let text):
      field = Node(scalar.keepingType(withText: text), range: field.range)
    case .value(let value):
      field = value
    }
  }

  /// What becomes of a text with references.
  private enum Expansion {
    case unchanged
    case text(String)
    /// The text was nothing but a reference to a value that is no string.
    case value(Node)

    init(_ text: String, values: [String: Node], used: inout Set<String>) {
      var output = ""
      for part in text.variableParts {
        switch part {
        case .text(let text): output += text
        case .dollar: output += "$"
        case .reference(let name, let range):
          // Kustomize leaves the reference to a list or mapping as it is.
          guard let value = values[name], value.scalar != nil else {
            output += text[range]
            continue
          }
          used.insert(name)
          if range == text.startIndex..<text.endIndex, !value.isString {
            self = .value(value)
            return
          }
          output += VariableReferences.text(of: value)
        }
      }
      self = output.hasSameBytes(as: text) ? .unchanged : .text(output)
    }
  }

  private static func text(of value: Node) -> String {
    guard let scalar = value.scalar else { return "" }
    switch scalar.type(in: .resource) {
    case .integer(let value): return String(value)
    case .boolean(let value): return value ? "true" : "false"
    case .float(let value): return FloatFormat(value).general
    case .null, .unsignedInteger, .string, .timestamp, .binary, .invalid: return scalar.text
    }
  }
}

extension ResourceSet {
  /// Notes with the resource that each variable refers to that it does, as it is now.
  ///
  /// A resource that is not there yet is no error: an overlay may bring it.
  mutating func note(_ variables: [Variable], schema: KubernetesSchema) throws(Diagnostic) {
    for variable in variables {
      let target = variable.target
      let isClusterScoped =
        schema.isClusterScoped(apiVersion: target.gvk.apiVersion, kind: target.gvk.kind) ?? false
      let matches = positions(named: target.name).filter { position in
        let resource = resources[position]
        return resource.allIDs.contains { id in
          guard id.name == target.name, id.gvk == target.gvk else { return false }
          if target.namespace.isEmpty { return true }
          // Kustomize finds nothing that is cluster-scoped in a namespace, whatever it says there.
          return !isClusterScoped && resource.effectiveNamespace(of: id) == target.namespace
        }
      }
      if matches.count > 1 {
        throw .variableAmbiguous(variable.name, matches.map { resources[$0] })
      }
      if let position = matches.first {
        try update(at: position) { $0.variableNames.append(variable.name.value) }
      }
    }
  }
}
