internal import Diagnostics
internal import YAML

extension Change {
  /// The field, and the values where each has one line.
  public var headline: String {
    let headline = ShownChange(self).headline
    return headline.hasSuffix(":") ? String(headline.dropLast()) : headline
  }
}

/// A change as people read it: one line `old → new` where that is enough, else lines that were and
/// lines that are.
struct ShownChange {
  /// The field, and the value where it has one line.
  var headline: String
  /// The lines beneath.
  var lines: [ShownLine] = []

  /// Lines around what differs within a text.
  private static let context = 2

  /// With `inLines`, values have lines of their own, however short they are.
  init(_ change: Change, inLines: Bool = false) {
    let path = ShownLine.printable(change.path.description)
    if change.isRedacted, !change.path.steps.isEmpty {
      let verb = change.old == nil ? "is set" : change.new == nil ? "is gone" : "differs"
      headline = "\(path): value \(verb) (not shown)"
      return
    }
    if change.order != nil {
      headline = "\(path): the same elements in another order"
      return
    }
    if change.category == .layout {
      headline = "\(path): the same in another spelling"
      return
    }
    let (old, new) = (change.old?.scalar, change.new?.scalar)
    if !change.within.isEmpty {
      headline = inLines ? path : "\(path):"
      for inner in change.within {
        let shown = ShownChange(inner, inLines: inLines)
        lines.append(ShownLine(.kept, shown.headline))
        lines += shown.lines
      }
    } else if let old, let new, Self.isLong(old) || Self.isLong(new) {
      headline = inLines ? path : "\(path):"
      lines = Self.lines(between: old.text, new.text)
    } else if !inLines, let old, let new {
      headline = "\(path): \(Self.line(old)) → \(Self.line(new))"
    } else if !inLines, change.old == nil, let new, !Self.isLong(new) {
      headline = "\(path): + \(Self.line(new))"
    } else if !inLines, change.new == nil, let old, !Self.isLong(old) {
      headline = "\(path): - \(Self.line(old))"
    } else {
      headline = inLines ? path : "\(path):"
      lines = (change.old.map { Self.lines(of: $0, .removed) } ?? [])
      lines += (change.new.map { Self.lines(of: $0, .inserted) } ?? [])
    }
  }

  private static func line(_ scalar: Scalar) -> String {
    ShownLine.printable(ShownLine.oneLine(scalar))
  }

  private static func isLong(_ scalar: Scalar) -> Bool {
    scalar.text.utf8.contains(UInt8(ascii: "\n")) && scalar.text.utf8.count > 1
  }

  private static func lines(of node: Node, _ kind: ShownLine.Kind) -> [ShownLine] {
    guard let scalar = node.scalar, isLong(scalar) else { return ShownLine.lines(of: node, kind) }
    var text = scalar.text[...]
    if text.hasSuffix("\n") { text.removeLast() }
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { ShownLine(kind, String($0)) }
  }

  /// What differs between two texts, with a few lines around it.
  private static func lines(between old: String, _ new: String) -> [ShownLine] {
    let all = LineDifference(Array(old.utf8), Array(new.utf8)).lines
    var isNear = Array(repeating: false, count: all.count)
    for (index, line) in all.enumerated() where !line.isKept {
      for near in max(0, index - context)...min(all.count - 1, index + context) {
        isNear[near] = true
      }
    }
    var lines: [ShownLine] = []
    var isCut = false
    for (index, line) in all.enumerated() {
      guard isNear[index] else {
        if !isCut { lines.append(ShownLine(.kept, "…")) }
        isCut = true
        continue
      }
      isCut = false
      switch line {
      case .kept(let text): lines.append(shown(text, .kept))
      case .removed(let text): lines += shownWithEnd(text, .removed)
      case .inserted(let text): lines += shownWithEnd(text, .inserted)
      }
    }
    return lines
  }

  private static func shown(_ line: ArraySlice<UInt8>, _ kind: ShownLine.Kind) -> ShownLine {
    let text = line.last == UInt8(ascii: "\n") ? line.dropLast() : line
    return ShownLine(kind, String(decoding: text, as: UTF8.self))
  }

  /// A line that differs, and that it has no line feed, which may be all that differs.
  private static func shownWithEnd(
    _ line: ArraySlice<UInt8>, _ kind: ShownLine.Kind
  ) -> [ShownLine] {
    let end = ShownLine(.kept, "\\ no line feed at the end")
    return [shown(line, kind)] + (line.last == UInt8(ascii: "\n") ? [] : [end])
  }
}
