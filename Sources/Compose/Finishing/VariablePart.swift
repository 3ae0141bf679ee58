/// A part of a text that may refer to variables.
package enum VariablePart {
  /// What stands for itself.
  case text(Substring)
  /// `$$`, which stands for a dollar.
  case dollar
  /// `$(NAME)`, and where it stands.
  case reference(name: String, range: Range<String.Index>)
}

extension String {
  /// The text in its parts, in order: all that is no `$$` and no `$(NAME)` stands for itself.
  package var variableParts: [VariablePart] {
    var parts: [VariablePart] = []
    var start = startIndex
    var position = start
    while let dollar = utf8[position...].firstIndex(of: UInt8(ascii: "$")) {
      let next = utf8.index(after: dollar)
      guard next < endIndex else { break }
      position = utf8.index(after: next)
      let part: VariablePart
      switch utf8[next] {
      case UInt8(ascii: "$"):
        part = .dollar
      case UInt8(ascii: "("):
        guard let close = utf8[position...].firstIndex(of: UInt8(ascii: ")")) else { continue }
        let end = utf8.index(after: close)
        part = .reference(name: String(self[position..<close]), range: dollar..<end)
        position = end
      default:
        continue
      }
      if start < dollar { parts.append(.text(self[start..<dollar])) }
      parts.append(part)
      start = position
    }
    if start < endIndex { parts.append(.text(self[start...])) }
    return parts
  }
}
