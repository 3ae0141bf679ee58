package import Diagnostics
internal import YAML

/// A resource as a replacement selects it.
package struct SelectedResource: Hashable, Sendable {
  package var group: String
  package var version: String
  package var kind: String
  package var name: String
  package var namespace: String

  /// A resource of that type and name.
  package init(group: String, version: String, kind: String, name: String, namespace: String) {
    self.group = group
    self.version = version
    self.kind = kind
    self.name = name
    self.namespace = namespace
  }

  fileprivate var texts: [(String, String)] {
    [
      ("group", group), ("version", version), ("kind", kind), ("name", name),
      ("namespace", namespace),
    ]
  }
}

/// A replacement that does what a variable does.
package struct VariableReplacement: Sendable {
  /// Fields of a resource that get the value, or a part of theirs does.
  package struct Target: Sendable {
    package var resource: SelectedResource
    package var fieldPaths: [String]
    package var part: TextPart?

    /// Fields that get the value in one and the same way.
    package init(_ resource: SelectedResource, _ fieldPaths: [String], part: TextPart?) {
      self.resource = resource
      self.fieldPaths = fieldPaths
      self.part = part
    }
  }

  /// The resource that has the value.
  package var source: SelectedResource
  /// The field that has it.
  package var fieldPath: String
  /// The fields that get it.
  package var targets: [Target]

  /// A replacement with at least one target.
  package init(source: SelectedResource, fieldPath: String, targets: [Target]) {
    self.source = source
    self.fieldPath = fieldPath
    self.targets = targets
  }
}

extension KustomizationEditor {
  /// The names of the variables that the kustomization declares, with their places.
  package var variables: [(name: String, range: SourceRange?)] {
    (yaml.root["vars"]?.elements ?? []).compactMap { variable in
      variable["name"]?.text.map { ($0, place(of: variable["name"])) }
    }
  }

  /// Takes the variables away, and adds replacements.
  package mutating func replaceVariables(
    by replacements: [VariableReplacement]
  ) throws(Diagnostic) {
    let vars = EditPath(keys: "vars")
    try refuseComments(at: vars)
    try append(replacements.map(\.node), to: EditPath(keys: "replacements"))
    try apply(.remove(vars))
  }
}

extension VariableReplacement {
  fileprivate var node: Node {
    let targets = Node(.sequence(ContiguousArray(targets.map(\.node))))
    let source = Node.fields(source.texts + [("fieldPath", fieldPath)])
    return .fields([], ("source", source), ("targets", targets))
  }
}

extension VariableReplacement.Target {
  fileprivate var node: Node {
    var node = Node.fields(
      [], ("select", .fields(resource.texts)), ("fieldPaths", .strings(fieldPaths)))
    if let part {
      let index = Node(Scalar(String(part.index), tag: .integer))
      node.set("options", to: .fields([("delimiter", part.delimiter)], ("index", index)))
    }
    return node
  }
}
