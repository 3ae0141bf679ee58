internal import Diagnostics
internal import YAML

/// The types that the members of a schema object must have.
///
/// Unknown members and nulls may be anything. See "Schema Object" of OpenAPI 2.0,
/// <https://spec.openapis.org/oas/v2.0#schema-object>, and JSON Schema draft 4, whose members
/// Kustomize reads too.
enum SchemaObject {
  private enum Member {
    case string, boolean, number, integer
    case list, strings, stringOrStrings
    case schema, schemas, namedSchemas, schemaOrBoolean
    case items, dependencies, documentation
  }

  private static let members: [String: Member] = [
    "id": .string, "description": .string, "format": .string, "title": .string,
    "pattern": .string, "discriminator": .string, "type": .stringOrStrings,
    "nullable": .boolean, "exclusiveMaximum": .boolean, "exclusiveMinimum": .boolean,
    "uniqueItems": .boolean, "readOnly": .boolean,
    "maximum": .number, "minimum": .number, "multipleOf": .number,
    "maxLength": .integer, "minLength": .integer, "maxItems": .integer, "minItems": .integer,
    "maxProperties": .integer, "minProperties": .integer,
    "enum": .list, "required": .strings,
    "not": .schema, "allOf": .schemas, "anyOf": .schemas, "oneOf": .schemas,
    "properties": .namedSchemas, "patternProperties": .namedSchemas,
    "definitions": .namedSchemas, "additionalProperties": .schemaOrBoolean,
    "additionalItems": .schemaOrBoolean, "items": .items, "dependencies": .dependencies,
    "externalDocs": .documentation,
  ]

  /// Reports each member of `schema`, and of the schemas within, that is of another type.
  static func check(_ schema: Node, named name: String, problems: inout [Diagnostic]) {
    guard let entries = mapping(schema, named: name, problems: &problems) else { return }
    for entry in entries where !entry.value.isNull {
      guard let name = entry.key.text, let member = members[name] else { continue }
      check(entry.value, as: member, named: name, problems: &problems)
    }
  }

  private static func check(
    _ node: Node, as member: Member, named name: String, problems: inout [Diagnostic]
  ) {
    switch member {
    case .string, .boolean, .number, .integer:
      checkScalar(node, as: member, named: name, problems: &problems)
    case .list: _ = list(node, named: name, problems: &problems)
    case .strings: checkStrings(node, named: name, problems: &problems)
    case .stringOrStrings:
      let isList = node.elements != nil
      check(node, as: isList ? .strings : .string, named: name, problems: &problems)
    case .schema: check(node, named: name, problems: &problems)
    case .schemas:
      for element in list(node, named: name, problems: &problems) ?? [] {
        check(element, named: "an element of \(name)", problems: &problems)
      }
    case .namedSchemas:
      for entry in mapping(node, named: name, problems: &problems) ?? [] {
        check(entry.value, named: entry.key.text ?? name, problems: &problems)
      }
    case .schemaOrBoolean:
      if node.isMapping { return check(node, named: name, problems: &problems) }
      if case .boolean = node.scalar?.type(in: .kustomization) { return }
      problems.append(
        .wrongType(of: name, expected: "a mapping, true or false", found: node))
    case .items:
      // Anything but a mapping or a list is passed over.
      if node.scalar != nil { return }
      check(node, as: node.isMapping ? .schema : .schemas, named: name, problems: &problems)
    case .dependencies:
      for entry in mapping(node, named: name, problems: &problems) ?? []
      where entry.value.scalar == nil {
        let isSchema = entry.value.isMapping
        check(entry.value, as: isSchema ? .schema : .strings, named: name, problems: &problems)
      }
    case .documentation:
      for entry in mapping(node, named: name, problems: &problems) ?? []
      where !entry.value.isNull && ["description", "url"].contains(entry.key.text) {
        check(entry.value, as: .string, named: entry.key.text ?? name, problems: &problems)
      }
    }
  }

  private static func checkScalar(
    _ node: Node, as member: Member, named name: String, problems: inout [Diagnostic]
  ) {
    let expected: String
    switch (member, node.scalar?.type(in: .kustomization)) {
    case (.boolean, .boolean), (.integer, .integer), (.number, .integer),
      (.number, .unsignedInteger), (.number, .float), (.string, .string), (.string, .timestamp):
      return
    case (.integer, .float(let value)) where Int(exactly: value) != nil: return
    case (.boolean, _): expected = "true or false"
    case (.integer, _): expected = "a whole number"
    case (.number, _): expected = "a number"
    default: expected = "a string"
    }
    problems.append(.wrongType(of: name, expected: expected, found: node))
  }

  private static func checkStrings(
    _ node: Node, named name: String, problems: inout [Diagnostic]
  ) {
    for element in list(node, named: name, problems: &problems) ?? [] where !element.isNull {
      checkScalar(element, as: .string, named: "an element of \(name)", problems: &problems)
    }
  }

  private static func mapping(
    _ node: Node, named name: String, problems: inout [Diagnostic]
  ) -> ContiguousArray<Node.Entry>? {
    if let entries = node.entries { return entries }
    if !node.isNull {
      problems.append(.wrongType(of: name, expected: "a mapping", found: node))
    }
    return nil
  }

  private static func list(
    _ node: Node, named name: String, problems: inout [Diagnostic]
  ) -> ContiguousArray<Node>? {
    if let elements = node.elements { return elements }
    problems.append(.wrongType(of: name, expected: "a list", found: node))
    return nil
  }
}
