internal import Diagnostics
internal import YAML

/// One entry of `vars`: a name for the field of a resource, used as `$(NAME)`.
///
/// Deprecated in Kustomize in favour of replacements, and still in use.
struct Variable: Sendable {
  var name: Located<String>
  /// The resource; its namespace may be empty and then stands for any.
  var target: ResourceID
  var fieldPath: String

  init?(_ node: Node, problems: inout [Diagnostic]) {
    var reader = MappingReader(node, as: "an entry of vars", problems: &problems)
    guard node.isMapping else { return nil }
    name = reader.string("name", problems: &problems) ?? Located("", at: node.range)
    target = ResourceID(gvk: GroupVersionKind(), namespace: "", name: "")
    fieldPath = Replacement.defaultFieldPath
    if let node = reader.node("objref") {
      var reader = MappingReader(node, as: "objref", problems: &problems)
      func text(_ field: StaticString) -> String {
        reader.string(field, problems: &problems)?.value ?? ""
      }
      target.gvk = GroupVersionKind(
        group: text("group"), version: text("version"), kind: text("kind"))
      let apiVersion = text("apiVersion")
      switch apiVersion.utf8.count(where: { $0 == UInt8(ascii: "/") }) {
      case 0: if !apiVersion.isEmpty { target.gvk.version = apiVersion }
      case 1: target.gvk = GroupVersionKind(apiVersion: apiVersion, kind: target.gvk.kind)
      default: break  // As in Kustomize no resource is found by it.
      }
      target.name = text("name")
      target.namespace = text("namespace")
      reader.finish(problems: &problems)
    }
    if let node = reader.node("fieldref") {
      var reader = MappingReader(node, as: "fieldref", problems: &problems)
      if let path = reader.string("fieldPath", problems: &problems)?.value, !path.isEmpty {
        fieldPath = path
      }
      reader.finish(problems: &problems)
    }
    reader.finish(problems: &problems)
    if name.value.isEmpty { problems.append(.variableWithoutName(at: node.range)) }
  }
}

/// The variables of a build, each name once.
struct VariableSet: Sendable {
  private(set) var variables: [Variable] = []
  private var places: [String: SourceRange?] = [:]

  var isEmpty: Bool { variables.isEmpty }

  mutating func append(_ variable: Variable) throws(Diagnostic) {
    if let first = places.updateValue(variable.name.range, forKey: variable.name.value) {
      throw .variableRepeated(variable.name, first: first)
    }
    variables.append(variable)
  }

  mutating func append(_ others: VariableSet) throws(Diagnostic) {
    for variable in others.variables { try append(variable) }
  }
}
