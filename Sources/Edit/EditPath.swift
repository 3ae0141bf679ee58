package import YAML

/// Where a value stands in a document: the steps from the root down to it.
///
/// In text, names are separated by dots, as in `images.[name=web].newTag`: a number or `[2]` is the
/// position of an element, `[name=web]` the first element whose field has that text, and `\.` a dot
/// within a name.
package struct EditPath: Hashable, Sendable {
  /// One step from a collection to a value in it.
  package enum Step: Hashable, Sendable {
    /// To the value of a key.
    case key(String)
    /// To an element by its position.
    case index(Int)
    /// To the first element whose `field` has the text `value`.
    case match(field: String, value: String)
  }

  /// The steps, from the root.
  package var steps: [Step]

  /// The path of those steps.
  package init(_ steps: [Step]) {
    self.steps = steps
  }

  /// The path of those keys.
  package init(keys: String...) {
    steps = keys.map(Step.key)
  }

  /// The path that a text describes.
  package init(parsing text: String) {
    steps = Self.names(of: text).map(Step.init)
  }

  /// The path one step further down.
  package func appending(_ step: Step) -> EditPath {
    EditPath(steps + [step])
  }

  /// Takes a text apart at the dots that are neither escaped nor in brackets.
  private static func names(of text: String) -> [String] {
    var names: [String] = []
    var name = ""
    var isEscaped = false
    var isBracketed = false
    func isFinished() -> Bool { !name.isEmpty }
    for character in text.unicodeScalars {
      switch character {
      case _ where isEscaped:
        name.unicodeScalars.append(character)
        isEscaped = false
      case "\\": isEscaped = true
      case "." where !isBracketed:
        if isFinished() { names.append(name) }
        name = ""
      case "[" where !isBracketed:
        if isFinished() { names.append(name) }
        name = "["
        isBracketed = true
      case "]" where isBracketed:
        names.append(name + "]")
        name = ""
        isBracketed = false
      default: name.unicodeScalars.append(character)
      }
    }
    if isFinished() { names.append(name) }
    return names
  }
}

extension EditPath.Step {
  fileprivate init(_ name: String) {
    guard name.hasPrefix("["), name.hasSuffix("]") else {
      self = Int(name).map(Self.index) ?? .key(name)
      return
    }
    let inner = String(name.dropFirst().dropLast())
    let parts = inner.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 2 {
      self = .match(field: String(parts[0]), value: String(parts[1]))
    } else {
      self = Int(inner).map(Self.index) ?? .key(inner)
    }
  }
}

extension EditPath: CustomStringConvertible {
  /// The path as text.
  package var description: String {
    steps.map { step in
      switch step {
      case .key(let key):
        key.split(separator: ".", omittingEmptySubsequences: false)
          .joined(separator: "\\.")
      case .index(let index): "[\(index)]"
      case .match(let field, let value): "[\(field)=\(value)]"
      }
    }.joined(separator: ".")
  }
}

extension Node {
  /// The position of the part that a step leads to: of an entry, or of an element.
  ///
  /// A number is a key where the collection is a mapping.
  package func position(of step: EditPath.Step) -> Int? {
    switch (step, content) {
    case (.key(let key), .mapping): index(of: key)
    case (.index(let index), .mapping): self.index(of: String(index))
    case (.index(let index), .sequence(let elements)):
      elements.indices.contains(index) ? index : nil
    case (.match(let field, let value), .sequence(let elements)):
      elements.firstIndex { $0[field]?.isScalar(value) == true }
    default: nil
    }
  }

  /// The value at a path; nil if there is none.
  package subscript(at path: EditPath) -> Node? {
    var node = self
    for step in path.steps {
      guard let position = node.position(of: step) else { return nil }
      node = node.part(at: position)
    }
    return node
  }

  /// The value of an entry, or an element.
  func part(at position: Int) -> Node {
    switch content {
    case .mapping(let entries): entries[position].value
    case .sequence(let elements): elements[position]
    case .scalar: self
    }
  }
}
