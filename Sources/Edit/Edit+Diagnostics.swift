internal import Diagnostics
internal import YAML

extension Diagnostic {
  static func impossibleEdit(_ change: Change, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "edit/no-such-place", "cannot \(change.summary): the file has no place for it", at: range)
  }

  static func lossyEdit(_ change: Change, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "edit/not-lossless",
      "cannot \(change.summary) without changing something else", at: range,
      hint: "edit by hand: \(change.summary); an anchor or an alias may tie values together")
  }

  static func notAKustomization(at range: SourceRange?) -> Diagnostic {
    Diagnostic("edit/not-a-mapping", "a kustomization is a mapping of fields", at: range)
  }

  static func alreadyThere(
    _ name: String, in field: String, at range: SourceRange?, hint: String? = nil
  ) -> Diagnostic {
    Diagnostic("edit/already-there", "\(field) has \(name) already", at: range, hint: hint)
  }

  static func notThere(
    _ name: String, in field: String, among known: some Sequence<String>, at range: SourceRange?,
    hint: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      "edit/not-there", "\(field) has no \(name)", at: range,
      hint: hint ?? nearestName(to: name, among: known).map { "did you mean \($0)?" })
  }

  static func severalEntries(
    _ name: String, in field: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "edit/several-entries", "\(field) has more than one entry for \(name)", at: range,
      hint: "merge them into one")
  }

  static func commentsInTheWay(_ path: EditPath, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "edit/comments", "\(path) has comments, which would not move with it", at: range,
      hint: "move its lines by hand, or put the comments before it")
  }

  // The value is not repeated: a key of an env file may stand for a secret.
  static func notALine(_ key: String, in file: SourceFile) -> Diagnostic {
    Diagnostic(
      "edit/not-a-line", "the key \"\(key)\" and its value do not make one line of an env file",
      path: file.path, hint: "such a value belongs in a file of its own")
  }

  static func noSuchKey(_ key: String, in file: SourceFile) -> Diagnostic {
    Diagnostic("edit/no-such-key", "the file has no key \"\(key)\"", path: file.path)
  }

  static func repeatedKey(
    _ key: String, at range: SourceRange, first: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      "edit/repeated-key", "the key \"\(key)\" stands twice in the file", at: range,
      hint: "remove one of the two", notes: [Diagnostic.Note("the first is here", at: first)])
  }
}

extension Change {
  /// What to do, as an order; a value that may belong to a Secret is not named.
  var summary: String {
    let isSecret = path.steps.first == .key("secretGenerator")
    func text(_ value: Node) -> String {
      isSecret ? "the value" : FragmentWriter(style: BlockStyle()).flow(value)
    }
    return switch self {
    case .set(let path, let value), .prepend(let path, let value):
      "set \(path) to \(text(value))"
    case .append(let path, let value): "append \(text(value)) to \(path)"
    case .insert(let path, let position, let value):
      "insert \(text(value)) into \(path) as element \(position)"
    case .remove(let path): "remove \(path)"
    case .rename(let path, let name): "rename \(path) to \(name)"
    case .wrap(let path, let key): "make \(path) the value of a key \(key)"
    }
  }
}
