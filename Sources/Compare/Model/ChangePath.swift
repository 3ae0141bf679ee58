/// Where in a resource a change is.
public struct ChangePath: Hashable, Sendable {
  /// One step from a value to one in it.
  public enum Step: Hashable, Sendable {
    /// To the value of a key.
    case key(String)
    /// To an element of a list.
    case element(Element)
  }

  /// An element of a list.
  public struct Element: Hashable, Sendable {
    /// A field that tells the element from others, and its value.
    public struct Key: Hashable, Sendable {
      /// The field.
      public var name: String
      /// Its value.
      public var value: String
    }

    /// What tells it from others; nothing where only its place does.
    public var keys: [Key] = []
    /// Its place in the list before, from 0; nil if it is added.
    public var oldIndex: Int?
    /// Its place in the list after, from 0; nil if it is deleted.
    public var newIndex: Int?
  }

  /// The steps from the resource to the value.
  public var steps: [Step] = []

  /// The keys on the way, without the elements of lists.
  public var keys: [String] {
    steps.compactMap { if case .key(let name) = $0 { name } else { nil } }
  }
}

extension ChangePath: CustomStringConvertible {
  /// The path as kubectl and Kustomize write it: `spec.containers[name=api].args[0]`, with a
  /// backslash before a dot that belongs to a key.
  public var description: String {
    var text = ""
    for step in steps {
      switch step {
      case .key(let name):
        if !text.isEmpty { text += "." }
        for character in name {
          if character == "." { text += "\\" }
          text.append(character)
        }
      case .element(let element):
        let keys = element.keys.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
        let index = (element.newIndex ?? element.oldIndex).map(String.init) ?? ""
        text += "[\(keys.isEmpty ? index : keys)]"
      }
    }
    return text
  }
}
