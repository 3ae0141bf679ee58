internal import Diagnostics
internal import Schema
internal import YAML

/// The recursion of a strategic merge, one node at a time.
struct StrategicMerge {
  let schema: KubernetesSchema

  /// Merges `patch` into `target`; false if nothing is left and the target is to be removed.
  ///
  /// Without a patch the target is only tidied, as Kustomize does to all that it walks past: fields
  /// without any value disappear and merged lists lose elements of a repeated key. Of a key that
  /// stands twice in a mapping of the patch the first counts.
  func merge(
    _ patch: Node?, into target: inout Node, _ type: SchemaType?
  ) throws(Diagnostic) -> Bool {
    guard let patch else { return try tidy(&target, type) }
    // Text that a replacement set has no tag that would say that it is null, even if it looks so.
    if target.isNull, target.scalar?.tag != .unresolved {
      guard let added = try addedField(patch, type) else { return false }
      target = added
      return true
    }
    if patch.isNull { return false }
    // Kustomize puts the patch in the place of a collection that holds nothing.
    if target.isEmptyCollection { target.isFlow = patch.isFlow }
    switch (target.content, patch.content) {
    case (.scalar(let old), .scalar(var new)):
      // The quotes of the old value stay, and with them its being text; those of the patch do not.
      if new.tag == .implicit, new.style != .plain, old.style == .plain { new.tag = .string }
      // In quotes a number is text, but it stays a number to what sets another text later.
      if old.style != .plain, new.style == .plain { new = new.keepingType(withText: new.text) }
      new.style = old.style
      target = Node(new, range: patch.range)
      return true
    case (.mapping, .mapping):
      return try mergeMapping(patch, into: &target, type)
    case (.sequence(var elements), .sequence(let patches)):
      target.content = .sequence([])
      defer { target.content = .sequence(elements) }
      return try mergeList(patches, into: &elements, resolved(type, of: target))
    default:
      throw .kindMismatch(patch, target)
    }
  }

  // MARK: Mappings

  private func mergeMapping(
    _ patch: Node, into target: inout Node, _ type: SchemaType?
  ) throws(Diagnostic) -> Bool {
    var patch = patch
    switch try PatchDirective(takingFrom: &patch) {
    case .delete: return false
    case .replace:
      guard let replacement = try added(patch, type) else { return false }
      target = replacement
      return true
    case .merge: break
    }
    let type = resolved(type, of: target) ?? resolved(type, of: patch)
    try target.updateEntries { (entries) throws(Diagnostic) in
      try mergeEntries(patch.entries ?? [], into: &entries, type)
    }
    return true
  }

  private func mergeEntries(
    _ patches: ContiguousArray<Node.Entry>, into entries: inout ContiguousArray<Node.Entry>,
    _ type: SchemaType?
  ) throws(Diagnostic) {
    let positions = PositionsByKey(entries)
    var isPatched = [Bool](repeating: false, count: entries.count)
    var removed: [Int] = []
    var additions: [Node.Entry] = []
    for patch in patches.withoutRepetitions() {
      guard let field = patch.key.text else { throw .keyNotScalar(patch.key) }
      let fieldType = type?.field(field)
      guard let position = positions.position(of: field, in: entries) else {
        if let value = try addedField(patch.value, fieldType) {
          additions.append(Node.Entry(key: patch.key, value: value))
        }
        continue
      }
      isPatched[position] = true
      if try !merge(patch.value, into: &entries[position].value, fieldType) {
        removed.append(position)
      }
    }
    for position in entries.indices where !isPatched[position] {
      guard let field = entries[position].key.text else {
        throw .keyNotScalar(entries[position].key)
      }
      let fieldType = type?.field(field)
      if try !tidy(&entries[position].value, fieldType) { removed.append(position) }
    }
    for position in removed.sorted(by: >) { entries.remove(at: position) }
    entries.makeRoom(for: additions.count)
    entries += additions
  }

  /// The type of a mapping: of its own `apiVersion` and `kind` where it has them and they are
  /// known, wherever it is, else what its parent says.
  private func resolved(_ type: SchemaType?, of mapping: Node) -> SchemaType? {
    guard let apiVersion = mapping["apiVersion"]?.text, let kind = mapping["kind"]?.text else {
      return type
    }
    return schema.type(apiVersion: apiVersion, kind: kind) ?? type
  }

  // MARK: Lists

  private func mergeList(
    _ patches: ContiguousArray<Node>, into elements: inout ContiguousArray<Node>,
    _ type: SchemaType?
  ) throws(Diagnostic) -> Bool {
    guard let keys = type?.mergeKeys else {
      elements = patches
      return true
    }
    var patches = patches
    switch try PatchDirective(takingFrom: &patches) {
    case .delete: return false
    case .replace:
      elements = try addedElements(patches, keys, type?.element)
      return true
    case .merge: break
    }
    elements = try AssociativeList(self, keys, type?.element).merged(patches, into: elements)
    return true
  }

  /// What a patch adds to a mapping that is there, or puts in the place of a null.
  ///
  /// Kustomize then takes a directive for an element like any other, and leaves it in the list.
  private func addedField(_ patch: Node, _ type: SchemaType?) throws(Diagnostic) -> Node? {
    guard case .sequence(let elements) = patch.content, let keys = type?.mergeKeys,
      elements.contains(where: PatchDirective.isDirective)
    else { return try added(patch, type) }
    var node = patch
    node.content = .sequence(try addedElements(elements, keys, type?.element))
    return node
  }

  /// The elements of a list that a patch adds: without those that it deletes, each key once.
  private func addedElements(
    _ patches: ContiguousArray<Node>, _ keys: MergeKeys, _ type: SchemaType?
  ) throws(Diagnostic) -> ContiguousArray<Node> {
    var elements: ContiguousArray<Node> = []
    elements.reserveCapacity(patches.count)
    let list = AssociativeList(self, keys, type)
    let hasKeys = !patches.contains { list.isWithoutKeys($0) }
    for patch in patches {
      // Kustomize looks at no element from one on that is nothing.
      if hasKeys, list.isWithoutIdentity(patch) { return list.firstOfEachKey(elements) }
      // An element without a key is put back as it was.
      let isAsItIs = PatchDirective.isDirective(patch) || !hasKeys && list.isWithoutKeys(patch)
      if let element = isAsItIs ? patch : try added(patch, type) { elements.append(element) }
    }
    return try list.merged([], into: elements)
  }

  // MARK: What only one side has

  /// What a patch adds where nothing is: without nulls and directives; nil if nothing remains.
  func added(_ patch: Node, _ type: SchemaType?) throws(Diagnostic) -> Node? {
    guard !patch.isNull else { return nil }
    var node = patch
    switch patch.content {
    case .scalar: return node
    case .mapping:
      if case .delete = try PatchDirective(takingFrom: &node) { return nil }
      let type = resolved(type, of: node)
      try node.updateEntries { (entries) throws(Diagnostic) in
        var kept: ContiguousArray<Node.Entry> = []
        kept.reserveCapacity(entries.count)
        for entry in entries.withoutRepetitions() {
          guard let field = entry.key.text else { throw .keyNotScalar(entry.key) }
          let fieldType = type?.field(field)
          if let value = try added(entry.value, fieldType) {
            kept.append(Node.Entry(key: entry.key, value: value))
          }
        }
        entries = kept
      }
      return node
    case .sequence(let elements):
      guard let keys = type?.mergeKeys else { return node }
      var elements = elements
      if case .delete = try PatchDirective(takingFrom: &elements) { return nil }
      node.content = .sequence(try addedElements(elements, keys, type?.element))
      return node
    }
  }

  /// Tidies what the patch says nothing about; false if it is to be removed.
  func tidy(_ target: inout Node, _ type: SchemaType?) throws(Diagnostic) -> Bool {
    guard needsTidying(target, type) else { return true }
    switch target.content {
    case .scalar(let scalar):
      if scalar.text.isEmpty && target.isNull { return scalar.tag == .unresolved }
      // A text that a transformer set: Kustomize quotes it when it walks past.
      target.content = .scalar(Scalar(scalar.text, style: .doubleQuoted))
      return true
    case .mapping:
      let type = resolved(type, of: target)
      try target.updateEntries { (entries) throws(Diagnostic) in
        try mergeEntries([], into: &entries, type)
      }
      return true
    case .sequence(var elements):
      guard let keys = type?.mergeKeys else { return true }
      target.content = .sequence([])
      elements = try AssociativeList(self, keys, type?.element).merged([], into: elements)
      target.content = .sequence(elements)
      return true
    }
  }

  /// Whether ``tidy(_:_:)`` would change anything; finds out without copying, and without the types
  /// of scalars.
  private func needsTidying(_ target: Node, _ type: @autoclosure () -> SchemaType?) -> Bool {
    switch target.content {
    case .scalar(let scalar):
      return scalar.text.isEmpty && target.isNull || scalar.isTakenForOtherType
    case .mapping(let entries):
      let type = resolved(type(), of: target)
      return entries.contains { entry in
        needsTidying(entry.value, entry.key.text.flatMap { type?.field($0) })
      }
    case .sequence(let elements):
      guard let type = type(), let keys = type.mergeKeys else { return false }
      return AssociativeList.hasIrregularKeys(elements, keys)
        || elements.contains { needsTidying($0, type.element) }
    }
  }
}

/// Finds entries by key: by a search in a short mapping, by a table in a long one.
private struct PositionsByKey {
  private var table: [String: Int]?

  init(_ entries: ContiguousArray<Node.Entry>) {
    guard entries.count > 16 else { return }
    var table: [String: Int] = [:]
    table.reserveCapacity(entries.count)
    for position in entries.indices.reversed() {
      if let key = entries[position].key.text { table[key] = position }
    }
    self.table = table
  }

  func position(of key: String, in entries: ContiguousArray<Node.Entry>) -> Int? {
    if let table { return table[key] }
    return entries.firstIndex { $0.key.isScalar(key) }
  }
}
