public import YAML

extension KubernetesSchema {
  /// The schema that an OpenAPI v2 document describes, as `openapi: {path: …}` names one.
  ///
  /// With `extendsBuiltIn`, kinds and definitions that the document leaves out are those of the
  /// default schema. Nil if the document has no `definitions` or is too large for a table (16 MB of
  /// names and fields). A kind is namespaced if a path with `{namespace}` serves it; of the kinds that no path
  /// serves the scope is what is built in. The table stays in memory as long as the process.
  public init?(openAPI document: Node, extendsBuiltIn: Bool) {
    let builtIn = KubernetesSchema.v1_21
    let table = OpenAPITable(document, extending: extendsBuiltIn ? builtIn.table : nil)
    guard let bytes = table?.bytes else { return nil }
    self.init(
      table: SchemaTable(keeping: bytes), extending: builtIn, withTypes: extendsBuiltIn)
  }
}

/// Writes the table of an OpenAPI document; its form is described at ``SchemaTable``.
///
/// The same rules as in `Scripts/generate-schema`, which writes the built-in tables.
private struct OpenAPITable {
  /// The finished table.
  private(set) var bytes: [UInt8] = []

  private typealias Form = SchemaTable.Form

  /// A type before it has a place in the table.
  private struct TypeRecord {
    var form: UInt8
    /// The block that the type goes on in.
    var block: Int?
    /// Where it is in the default table, for a type of that.
    var builtIn: Int?
  }

  private enum Piece {
    case digits(Int, count: Int)
    case offset(ofBlock: Int)
    case text([UInt8])
  }

  private var blocks: [[Piece]] = []
  private var names: [String: Int] = [:]
  private var objects: [String: Int] = [:]
  private let definitions: [String: Node]
  private let builtIn: SchemaTable?

  init?(_ document: Node, extending builtIn: SchemaTable?) {
    self.builtIn = builtIn
    guard let entries = document["definitions"]?.entries else { return nil }
    var definitions: [String: Node] = [:]
    for entry in entries {
      if let name = entry.key.text { definitions[name] = entry.value }
    }
    self.definitions = definitions
    let kinds = Self.kinds(of: entries, served: document["paths"])
    blocks.append([])
    blocks.append([.digits(0, count: 4)])
    var pieces: [Piece] = [.digits(kinds.count, count: 4), .offset(ofBlock: 1)]
    for kind in kinds {
      pieces += [.offset(ofBlock: name(kind.kind)), .offset(ofBlock: name(kind.apiVersion))]
      pieces.append(.digits(Int(kind.scope.rawValue), count: 1))
      let record = kind.definition.map { resolve($0, depth: 0) }
      pieces += self.pieces(of: record ?? TypeRecord(form: 63, block: nil))
    }
    blocks[0] = pieces
    guard layOut() else { return nil }
  }

  // MARK: Kinds

  private struct Kind {
    var kind: String
    var apiVersion: String
    var definition: String?
    var scope: SchemaTable.Scope
  }

  private static func kinds(
    of definitions: ContiguousArray<Node.Entry>, served paths: Node?
  ) -> [Kind] {
    var kinds: [[String]: Kind] = [:]
    func add(_ gvk: Node, _ change: (inout Kind) -> Void) {
      guard let kind = gvk["kind"]?.text, let version = gvk["version"]?.text else { return }
      let group = gvk["group"]?.text ?? ""
      let apiVersion = group.isEmpty ? version : "\(group)/\(version)"
      change(
        &kinds[
          [kind, apiVersion],
          default: Kind(kind: kind, apiVersion: apiVersion, definition: nil, scope: .unknown)])
    }
    for entry in definitions {
      for gvk in entry.value["x-kubernetes-group-version-kind"]?.elements ?? [] {
        add(gvk) { $0.definition = entry.key.text }
      }
    }
    for entry in paths?.entries ?? [] {
      guard let gvk = entry.value["get"]?["x-kubernetes-group-version-kind"] else { continue }
      let isNamespaced = entry.key.text?.contains("namespaces/{namespace}") ?? false
      add(gvk) { kind in
        if kind.scope != .namespaced { kind.scope = isNamespaced ? .namespaced : .cluster }
      }
    }
    return kinds.values.sorted {
      let (a, b) = (Array($0.kind.utf8), Array($1.kind.utf8))
      if a != b { return a.lexicographicallyPrecedes(b) }
      return $0.apiVersion.utf8.lexicographicallyPrecedes($1.apiVersion.utf8)
    }
  }

  // MARK: Types

  /// How deep types may be nested without a definition of their own, and refer to each other.
  private static let maximumDepth = 200

  private mutating func resolve(_ definition: String, depth: Int) -> TypeRecord {
    guard let schema = definitions[definition], depth < Self.maximumDepth else {
      if definitions[definition] == nil, let record = builtIn?.definition(definition) {
        return TypeRecord(form: Form.builtIn.rawValue, block: nil, builtIn: record)
      }
      return TypeRecord(form: Form.any.rawValue, block: nil)
    }
    if schema["properties"]?.entries != nil {
      if let known = objects[definition] {
        return TypeRecord(form: Form.object.rawValue, block: known)
      }
      return object(schema, definition: definition, depth: depth)
    }
    return type(of: schema, depth: depth + 1)
  }

  private mutating func type(of schema: Node, depth: Int) -> TypeRecord {
    guard depth < Self.maximumDepth else {
      return TypeRecord(form: Form.any.rawValue, block: nil)
    }
    if let reference = schema["$ref"]?.text {
      let name = reference.split(separator: "/").last.map(String.init) ?? ""
      return resolve(name, depth: depth + 1)
    }
    if schema["properties"]?.entries != nil {
      return object(schema, definition: nil, depth: depth)
    }
    let kind = schema["type"]?.text
    if kind == "array", let items = schema["items"], items.isMapping {
      return list(schema, of: items, depth: depth)
    }
    if let values = schema["additionalProperties"], values.isMapping {
      let value = type(of: values, depth: depth + 1)
      blocks.append(pieces(of: value))
      return TypeRecord(form: Form.map.rawValue, block: blocks.count - 1)
    }
    let isIntOrString = schema["format"]?.text == "int-or-string"
    switch kind {
    case "string":
      return TypeRecord(
        form: (isIntOrString ? Form.intOrString : .string).rawValue, block: nil)
    case "integer": return TypeRecord(form: Form.integer.rawValue, block: nil)
    case "number": return TypeRecord(form: Form.number.rawValue, block: nil)
    case "boolean": return TypeRecord(form: Form.boolean.rawValue, block: nil)
    default: return TypeRecord(form: Form.any.rawValue, block: nil)
    }
  }

  private mutating func object(_ schema: Node, definition: String?, depth: Int) -> TypeRecord {
    let block = blocks.count
    blocks.append([])
    if let definition { objects[definition] = block }
    var fields: [String: Node] = [:]
    for entry in schema["properties"]?.entries ?? [] {
      if let name = entry.key.text { fields[name] = entry.value }
    }
    let sorted = fields.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    var pieces: [Piece] = [.digits(sorted.count, count: 2)]
    for (field, schema) in sorted {
      pieces.append(.offset(ofBlock: name(field)))
      pieces += self.pieces(of: type(of: schema, depth: depth + 1))
    }
    blocks[block] = pieces
    return TypeRecord(form: Form.object.rawValue, block: block)
  }

  private mutating func list(_ schema: Node, of items: Node, depth: Int) -> TypeRecord {
    let element = type(of: items, depth: depth + 1)
    let strategy = schema["x-kubernetes-patch-strategy"]?.text ?? ""
    guard strategy.split(separator: ",").contains("merge") else {
      blocks.append(pieces(of: element))
      return TypeRecord(form: Form.list.rawValue, block: blocks.count - 1)
    }
    let keys =
      schema["x-kubernetes-list-map-keys"]?.elements?.compactMap(\.text)
      ?? schema["x-kubernetes-patch-merge-key"]?.text.map { [$0] } ?? []
    let names = keys.map { Piece.offset(ofBlock: name($0)) }
    blocks.append(pieces(of: element) + [.digits(keys.count, count: 2)] + names)
    return TypeRecord(form: Form.mergingList.rawValue, block: blocks.count - 1)
  }

  private func pieces(of type: TypeRecord) -> [Piece] {
    [
      .digits(Int(type.form), count: 1),
      type.block.map { .offset(ofBlock: $0) } ?? .digits(type.builtIn ?? 0, count: 4),
    ]
  }

  private mutating func name(_ text: String) -> Int {
    if let known = names[text] { return known }
    blocks.append([.digits(text.utf8.count, count: 2), .text(Array(text.utf8))])
    names[text] = blocks.count - 1
    return blocks.count - 1
  }

  // MARK: Layout

  /// Gives every block its place and writes them; false if a number does not fit its digits.
  private mutating func layOut() -> Bool {
    var offsets: [Int] = []
    var end = 0
    for block in blocks {
      offsets.append(end)
      for piece in block {
        switch piece {
        case .digits(_, let count): end += count
        case .offset: end += 4
        case .text(let text): end += text.count
        }
      }
    }
    bytes.reserveCapacity(end)
    for block in blocks {
      for piece in block {
        switch piece {
        case .digits(let value, let count):
          guard write(value, digits: count) else { return false }
        case .offset(let block):
          guard write(offsets[block], digits: 4) else { return false }
        case .text(let text): bytes += text
        }
      }
    }
    return true
  }

  private mutating func write(_ value: Int, digits: Int) -> Bool {
    guard value < 1 << (6 * digits) else { return false }
    for digit in stride(from: digits - 1, through: 0, by: -1) {
      bytes.append(48 + UInt8(value >> (6 * digit) & 63))
    }
    return true
  }
}
