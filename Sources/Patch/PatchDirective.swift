internal import Diagnostics
internal import YAML

/// What a patch says about itself with `$patch`.
enum PatchDirective {
  /// Merge, which is also what happens without a directive.
  case merge
  /// Take the patch instead of what is there.
  case replace
  /// Remove what is there.
  case delete

  /// The key of a directive.
  static let key = "$patch"

  /// Takes the directive out of a mapping.
  init(takingFrom mapping: inout Node) throws(Diagnostic) {
    guard let value = mapping.remove(Self.key) else {
      self = .merge
      return
    }
    self = try Self.directive(value)
  }

  /// Takes the directive out of a list: the first element with `$patch`, if that is all it has, and
  /// all others with the same `$patch`.
  init(takingFrom elements: inout ContiguousArray<Node>) throws(Diagnostic) {
    guard let first = elements.first(where: { $0[Self.key] != nil }), Self.isDirective(first),
      let value = first[Self.key]
    else {
      self = .merge
      return
    }
    self = try Self.directive(value)
    elements.removeAll { $0[Self.key]?.text == value.text }
  }

  /// Whether an element of a list is nothing but a directive.
  static func isDirective(_ element: Node) -> Bool {
    guard let entries = element.entries, entries.count == 1 else { return false }
    return entries[0].key.isScalar(Self.key)
  }

  private static func directive(_ value: Node) throws(Diagnostic) -> PatchDirective {
    switch value.text {
    case "merge": .merge
    case "replace": .replace
    case "delete": .delete
    default: throw .unknownDirective(value)
    }
  }
}
