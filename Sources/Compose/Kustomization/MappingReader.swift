internal import Diagnostics
internal import YAML

/// How the fields of a file are read; Kustomize has another decoder for each kind of file.
struct DecodingRules: Sendable {
  /// What plain text is taken for.
  var dialect: ScalarDialect
  /// Whether a field of an unknown name is an error, or ignored.
  var refusesUnknownFields: Bool
  /// Whether a number or boolean may stand for a string.
  var convertsToString: Bool

  /// Those of a `kustomization.yaml`.
  static let kustomization = DecodingRules(
    dialect: .kustomization, refusesUnknownFields: true, convertsToString: false)
  /// Those of the files that `configurations` names.
  static let configuration = DecodingRules(
    dialect: .kustomization, refusesUnknownFields: true, convertsToString: true)
  /// Those of the files that `replacements` names.
  static let replacement = DecodingRules(
    dialect: .kustomization, refusesUnknownFields: false, convertsToString: true)
  /// Those of the annotation that says how a function is run.
  static let function = DecodingRules(
    dialect: .kustomization, refusesUnknownFields: true, convertsToString: false)
  /// Those of the resources that configure a plugin.
  static let plugin = DecodingRules(
    dialect: .resource, refusesUnknownFields: false, convertsToString: true)

  /// The same for what Kustomize embeds in another structure, where only strings are strings.
  var embedded: DecodingRules {
    var rules = self
    rules.convertsToString = false
    return rules
  }
}

/// Reads the fields of one mapping: every field is of its type, and none is unknown.
///
/// Field names match without regard to case and a repeated field counts as its last value, as
/// Kustomize has it. All problems of a file are collected, so that a user sees them at once.
///
/// See the decoding rules of `kustomization.yaml` in Kustomize v5.8.
struct MappingReader {
  /// How the fields are read, and those of mappings within.
  let rules: DecodingRules
  private let type: String
  private let node: Node
  private let entries: ContiguousArray<Node.Entry>
  /// The fields that were asked for.
  private var names: [StaticString] = []
  /// For each entry whether its field was asked for.
  private var isKnown: [Bool]
  /// A bit for each length of a key: few of the many fields that are asked for are there.
  private var lengths: UInt64 = 0

  /// A reader of `node`, which is to be a mapping that describes `type` by up to `fieldCount` fields.
  init(
    _ node: Node, as type: String, rules: DecodingRules = .kustomization, fieldCount: Int = 4,
    problems: inout [Diagnostic]
  ) {
    self.rules = rules
    self.type = type
    self.node = node
    entries = node.entries ?? []
    isKnown = Array(repeating: false, count: entries.count)
    guard node.isMapping else {
      problems.append(.wrongType(of: type, expected: "a mapping", found: node))
      return
    }
    names.reserveCapacity(fieldCount)
    for index in entries.indices {
      guard case .scalar(let key) = entries[index].key.content else {
        problems.append(
          .wrongType(of: "a field name", expected: "a string", found: entries[index].key))
        continue
      }
      // Beyond ASCII the length may be another in lower case.
      lengths |= key.text.isASCII ? Self.bit(forLength: key.text.utf8.count) : ~0
    }
  }

  private static func bit(forLength length: Int) -> UInt64 {
    1 << UInt64(min(length, 63))
  }

  /// The place of the whole mapping.
  var range: SourceRange? { node.range }

  /// The node of a field; nil where it is absent or null.
  mutating func node(_ name: StaticString) -> Node? {
    names.append(name)
    guard let index = index(of: name) else { return nil }
    let value = entries[index].value
    return value.isNull ? nil : value
  }

  /// The place of the field's name; nil where the field is absent or null.
  mutating func keyRange(_ name: StaticString) -> SourceRange? {
    guard let index = index(of: name), !entries[index].value.isNull else { return nil }
    return entries[index].key.range
  }

  /// The position of a field, and notes that it is known.
  ///
  /// Of several spellings the last in the order of bytes counts, of equal ones the last.
  private mutating func index(of name: StaticString) -> Int? {
    guard lengths & Self.bit(forLength: name.utf8CodeUnitCount) != 0 else { return nil }
    var found: Int?
    for index in entries.indices {
      guard let key = entries[index].key.text, key.isFieldName(name) else { continue }
      isKnown[index] = true
      if let found, let other = entries[found].key.text,
        key.utf8.lexicographicallyPrecedes(other.utf8)
      {
        continue
      }
      found = index
    }
    return found
  }

  /// A string; a number or boolean without quotes is refused, as in Kustomize.
  mutating func string(_ name: StaticString, problems: inout [Diagnostic]) -> Located<String>? {
    guard let node = node(name) else { return nil }
    return string(node, of: name.description, rules, problems: &problems)
  }

  /// A part of an identity, such as a kind or a name; as with all that Kustomize embeds, nothing else
  /// stands for a string.
  mutating func identityPart(
    _ name: StaticString, problems: inout [Diagnostic]
  ) -> Located<String>? {
    guard let node = node(name) else { return nil }
    return string(node, of: name.description, rules.embedded, problems: &problems)
  }

  /// A list of strings; null stands for an empty one.
  mutating func strings(_ name: StaticString, problems: inout [Diagnostic]) -> [Located<String>] {
    elements(of: name, problems: &problems).compactMap { node in
      node.isNull
        ? Located("", at: node.range)
        : string(node, of: "an element of \(name)", rules, problems: &problems)
    }
  }

  /// A list whose elements `read` makes of mappings; null stands for an empty one.
  mutating func list<Element>(
    _ name: StaticString, problems: inout [Diagnostic],
    _ read: (Node, inout [Diagnostic]) -> Element?
  ) -> [Element] {
    elements(of: name, problems: &problems).compactMap { node in
      read(node.isNull ? .emptyMapping(range: node.range) : node, &problems)
    }
  }

  private mutating func elements(
    of name: StaticString, problems: inout [Diagnostic]
  ) -> ContiguousArray<Node> {
    guard let node = node(name) else { return [] }
    guard case .sequence(let elements) = node.content else {
      problems.append(.wrongType(of: name.description, expected: "a list", found: node))
      return []
    }
    return elements
  }

  /// A boolean.
  mutating func boolean(_ name: StaticString, problems: inout [Diagnostic]) -> Located<Bool>? {
    guard let node = node(name) else { return nil }
    guard case .boolean(let value) = node.scalar?.type(in: rules.dialect) else {
      problems.append(.wrongType(of: name.description, expected: "true or false", found: node))
      return nil
    }
    return Located(value, at: node.range)
  }

  /// A whole number.
  mutating func integer(_ name: StaticString, problems: inout [Diagnostic]) -> Located<Int>? {
    guard let node = node(name) else { return nil }
    let number: Int? =
      switch node.scalar?.type(in: rules.dialect) {
      case .integer(let value): Int(exactly: value)
      case .float(let value): Int(exactly: value)
      default: nil
      }
    guard let number else {
      problems.append(.wrongType(of: name.description, expected: "a whole number", found: node))
      return nil
    }
    return Located(number, at: node.range)
  }

  /// A mapping of strings, sorted by key as bytes.
  mutating func stringMap(_ name: StaticString, problems: inout [Diagnostic]) -> [StringPair] {
    guard let node = node(name) else { return [] }
    guard case .mapping(let entries) = node.content else {
      problems.append(
        .wrongType(of: name.description, expected: "a mapping of strings", found: node))
      return []
    }
    let field = keyRange(name)
    var pairs: [String: StringPair] = [:]
    for entry in entries {
      guard let key = key(entry.key) else {
        problems.append(.wrongType(of: "a key of \(name)", expected: "a string", found: entry.key))
        continue
      }
      let value =
        entry.value.isNull
        ? Located("", at: entry.value.range ?? node.range)
        : string(entry.value, of: key, rules, problems: &problems)
      guard let value else { continue }
      pairs[key] = StringPair(key: key, value: value, field: field)
    }
    return pairs.values.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }

  /// The key as it is in the JSON that Kustomize makes of the file.
  private func key(_ node: Node) -> String? {
    switch rules.dialect {
    case .kustomization: node.scalar?.jsonKey
    case .resource: node.scalar.flatMap { text(of: $0) }
    }
  }

  /// A scalar as text, where one of another type is taken for a string.
  private func text(of scalar: Scalar) -> String? {
    switch scalar.type(in: rules.dialect) {
    case .null, .invalid: nil
    case .boolean(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .unsignedInteger(let value): String(value)
    case .float(let value): FloatFormat(value).json
    case .string, .timestamp, .binary: scalar.text
    }
  }

  /// Reports the fields that nobody asked for.
  func finish(problems: inout [Diagnostic]) {
    guard rules.refusesUnknownFields else { return }
    for index in entries.indices where !isKnown[index] {
      guard let key = entries[index].key.text else { continue }
      problems.append(
        .unknownField(
          key, of: type, nearest: nearestName(to: key, among: names.map(\.description)),
          at: entries[index].key))
    }
  }

  private func string(
    _ node: Node, of name: String, _ rules: DecodingRules, problems: inout [Diagnostic]
  ) -> Located<String>? {
    if let scalar = node.scalar {
      switch scalar.type(in: rules.dialect) {
      case .string, .timestamp: return Located(scalar.text, at: node.range)
      case .boolean, .integer, .unsignedInteger, .float:
        if rules.convertsToString, let text = text(of: scalar) {
          return Located(text, at: node.range)
        }
      case .binary:
        if rules.dialect == .kustomization, let text = scalar.decodedBinary {
          return Located(text, at: node.range)
        }
      case .null, .invalid: break
      }
    }
    problems.append(.wrongType(of: name, expected: "a string", found: node))
    return nil
  }
}

extension String {
  /// Whether this is the name of a field, but for case.
  fileprivate func isFieldName(_ name: StaticString) -> Bool {
    guard isASCII else { return lowercased() == name.description.lowercased() }
    let key = utf8.span
    guard key.count == name.utf8CodeUnitCount else { return false }
    for index in key.indices where !Self.isSameLetter(key[index], name.utf8Start[index]) {
      return false
    }
    return true
  }

  fileprivate var isASCII: Bool { utf8.allSatisfy { $0 < 0x80 } }

  private static func isSameLetter(_ a: UInt8, _ b: UInt8) -> Bool {
    a == b
      || (a ^ b == 0x20 && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(a | 0x20))
  }
}

/// One entry of a mapping of strings.
struct StringPair: Sendable {
  let key: String
  let value: Located<String>
  /// A place that no pair of this key in another field has: that of the value, or of the field if
  /// the value comes from an anchor before it.
  let place: SourceRange?

  init(key: String, value: Located<String>, field: SourceRange?) {
    self.key = key
    self.value = value
    if let range = value.range, let field, range.file == field.file, range.start < field.start {
      place = field
    } else {
      place = value.range
    }
  }
}
