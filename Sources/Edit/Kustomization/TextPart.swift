/// A part of a text that a replacement can set: one of those between delimiters.
package struct TextPart: Hashable, Sendable {
  package var delimiter: String
  package var index: Int

  /// The part of a text that is exactly what stands in a range, with the delimiter that stands beside
  /// it; nil where nothing delimits it on both sides.
  package init?(of text: String, at range: Range<String.Index>) {
    let neighbours = [text[..<range.lowerBound].last, text[range.upperBound...].first]
    for delimiter in neighbours.compactMap(\.self) {
      let before = text[..<range.lowerBound]
      let after = text[range.upperBound...]
      guard before.isEmpty || before.last == delimiter, after.isEmpty || after.first == delimiter,
        !text[range].contains(delimiter)
      else { continue }
      self.delimiter = String(delimiter)
      index = before.count { $0 == delimiter }
      return
    }
    return nil
  }
}
