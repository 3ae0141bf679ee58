internal import YAML

/// The ways to make one change in the bytes of a file, best first.
///
/// Each is a guess: the editor takes the first after which the file says what it should.
struct EditPlan {
  let change: Change
  let outline: Outline

  /// A plan for a change of the document of an outline.
  init(_ change: Change, in outline: Outline) {
    self.change = change
    self.outline = outline
  }

  var layout: Layout { outline.layout }
  var style: BlockStyle { outline.style }

  /// The ways.
  func candidates() -> [[Splice]] {
    var part = outline.root
    var parent: Collection?
    for (index, step) in change.path.steps.enumerated() {
      guard !part.isAlias else { return [] }
      let collection = outline.collection(part, below: parent)
      guard let position = part.node.position(of: step) else {
        guard case .key(let key) = step,
          let value = change.newValue(below: change.path.steps[(index + 1)...])
        else { return [] }
        if case .prepend = change, !part.node.isNull {
          return firstEntries(key, value, in: collection)
        }
        return entries(key, value, in: collection, below: parent)
      }
      guard let next = collection.parts[position] else { return [] }
      if index == change.path.steps.count - 1 {
        switch change {
        case .remove: return removals(of: position, in: collection)
        case .rename(_, let name): return renamings(of: next, to: name, in: collection)
        case .set, .append, .insert, .prepend, .wrap: break
        }
      }
      part = next
      parent = collection
    }
    switch change {
    case .set(_, let value): return replacements(of: part, by: value, in: parent)
    case .append(_, let value): return elements(value, in: part, below: parent)
    case .insert(_, let position, let value):
      return elements(value, in: part, below: parent, at: position)
    case .wrap(_, let key): return wrappings(of: part, in: key, parent)
    case .prepend, .remove, .rename: return []
    }
  }

  /// Whether a comment stands within the value at the path of the change.
  var hasCommentWithin: Bool {
    var part = outline.root
    for step in change.path.steps {
      guard !part.isAlias, let position = part.node.position(of: step),
        let next = outline.parts(of: part)[position]
      else { return false }
      part = next
    }
    // A comment on the line of the key or of the last value counts.
    let end = layout.lineEnd(of: part.extent.upperBound)
    return layout.hasComment(in: (part.key?.upperBound ?? part.start)..<end)
  }
}

/// A collection as it stands in the file.
struct Collection {
  let part: Part
  /// The entries or elements; nil for one that a merge key brought.
  let parts: [Part?]
  /// The parts that stand here.
  let ownParts: [Part]
  let isFlow: Bool
  /// Whether an enclosing collection has brackets.
  let isInFlow: Bool
  /// The column of the keys or of the dashes, in block style.
  let column: Int
  /// How all of the values that are scalars are quoted, if they are all alike.
  let quoting: Scalar.Style?

  init(_ part: Part, in outline: Outline, below parent: Collection?) {
    self.part = part
    parts = outline.parts(of: part)
    ownParts = parts.compactMap(\.self)
    quoting = Self.quoting(of: ownParts)
    isInFlow = parent.map { $0.isFlow || $0.isInFlow } ?? false
    isFlow = outline.isFlow(part)
    switch part.node.content {
    case .mapping:
      column = ownParts.first.map { outline.layout.column(of: $0.start) } ?? 0
    case .sequence, .scalar:
      column = outline.layout.column(of: outline.layout.value(in: part.extent).lowerBound)
    }
  }

  private static func quoting(of parts: [Part]) -> Scalar.Style? {
    var style: Scalar.Style?
    for part in parts where !part.isAlias {
      guard let scalar = part.node.scalar else { continue }
      let own = scalar.style
      guard own == .singleQuoted || own == .doubleQuoted, style ?? own == own else { return nil }
      style = own
    }
    return style
  }

  /// How the last key is quoted.
  var keyStyle: Scalar.Style {
    guard case .mapping(let entries) = part.node.content,
      let position = parts.lastIndex(where: { $0 != nil }),
      let style = entries[position].key.scalar?.style
    else { return .plain }
    return style
  }
}
