/// The path of a field specification, such as `spec/template/spec/containers[]/image`.
///
/// Lists on the way are walked through, whether the path says `[]` or not; `\/` is a slash within
/// a name. No path is without a segment, but one may be empty, which no field of a mapping matches.
/// ``FieldPathTree`` finds what paths lead to. See the field specifications of Kustomize v5.8.
struct FieldPath: Sendable {
  /// The name of a field on the way.
  struct Segment: Hashable, Sendable {
    var name: String
    /// Whether the name was followed by `[]`: such a field is never created.
    var isSequence: Bool
    /// Whether a mapping can have such a field: none has an empty name, and `*`, `-`, a number and
    /// `[a=b]` are steps into a list, which Kustomize takes by itself and refuses where they are
    /// written.
    let isField: Bool

    init(name: String, isSequence: Bool) {
      self.name = name
      self.isSequence = isSequence
      // Nearly all names begin with a letter.
      guard let first = name.utf8.first, first < UInt8(ascii: "A") || first == UInt8(ascii: "[")
      else {
        isField = !name.isEmpty
        return
      }
      // Without the blanks around it.
      let step = name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      let isCondition = step.hasPrefix("[") && step.hasSuffix("]")
      isField = step != "*" && step != "-" && !isCondition && Int(step) == nil
    }
  }

  /// The fields from the resource down.
  let segments: [Segment]

  /// The path that `text` describes.
  init(_ text: String) {
    segments = Self.split(text).map { name in
      name.hasSuffix("[]")
        ? Segment(name: String(name.dropLast(2)), isSequence: true)
        : Segment(name: name, isSequence: false)
    }
  }

  /// The names of a path, after the slash that it may begin with: a backslash before a slash makes
  /// the slash part of the name.
  static func split(_ text: String) -> [String] {
    let text = text.utf8.first == UInt8(ascii: "/") ? text.dropFirst() : text[...]
    var names: [String] = []
    for part in text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      if let last = names.last, last.utf8.last == UInt8(ascii: "\\") {
        names[names.count - 1] = "\(last.dropLast())/\(Substring(part))"
      } else {
        names.append(String(Substring(part)))
      }
    }
    return names
  }
}
