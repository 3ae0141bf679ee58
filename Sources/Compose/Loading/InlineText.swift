internal import Diagnostics
internal import YAML

/// YAML text within a scalar of a kustomization, such as an inline patch.
///
/// Its nodes point at the lines of the kustomization where the text is a literal block, and at the
/// whole scalar where it is folded or quoted.
struct InlineText {
  private let text: [UInt8]
  private let scalar: SourceRange?
  private let file: SourceFile?
  private var textLines: [Int] = []
  private var fileLines: [Int] = []
  private var indentation = 0

  /// The text at a place of `file`; white space at its end, and so the line feed of a last block
  /// scalar, may be trimmed.
  init(_ text: Located<String>, in file: SourceFile?, trimsEnd: Bool) {
    self.text = trimsEnd ? Array(text.value.utf8.trimmingSpace) : Array(text.value.utf8)
    self.scalar = text.range
    self.file = file
    findLines()
  }

  /// The documents of the text.
  func documents() throws(Diagnostic) -> [Node] {
    let source = SourceFile(
      id: scalar?.file ?? SourceRange.unknown.file, path: file?.path ?? "", bytes: text)
    do throws(Diagnostic) {
      var documents = try YAMLReader().documents(of: source)
      for index in documents.indices { documents[index].mapRanges(place) }
      return documents
    } catch {
      var error = error
      error.range = error.range.map(place)
      throw error
    }
  }

  private mutating func findLines() {
    guard let scalar, let bytes = file?.bytes else { return }
    var index = Int(scalar.start)
    guard index < bytes.count, bytes[index] == UInt8(ascii: "|") else { return }
    textLines = lineStarts(text[...], from: 0)
    index = lineEnd(bytes, from: index)
    // A place that was itself mapped from inline text may lie behind the end.
    let end = min(Int(scalar.end), bytes.count)
    guard index <= end else { return textLines = [] }
    fileLines = lineStarts(bytes[..<end], from: index)
    for (textLine, fileLine) in zip(textLines, fileLines) {
      let length = lineEnd(text, from: textLine) - textLine
      let fileLength = lineEnd(bytes, from: fileLine) - fileLine
      let content = text[textLine..<(textLine + length)]
      guard content.contains(where: { $0 > 0x20 }) else { continue }
      let hasReturn = bytes[..<lineEnd(bytes, from: fileLine)].dropLast().last == 0x0D
      indentation = max(0, fileLength - length - (hasReturn ? 1 : 0))
      return
    }
  }

  private func lineStarts(_ bytes: ArraySlice<UInt8>, from start: Int) -> [Int] {
    var starts = [start]
    for index in bytes.indices[start...] where bytes[index] == UInt8(ascii: "\n") {
      starts.append(index + 1)
    }
    return starts
  }

  /// The offset behind the line feed that ends the line.
  private func lineEnd(_ bytes: [UInt8], from start: Int) -> Int {
    let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n"))
    return end.map { $0 + 1 } ?? bytes.count
  }

  private func place(_ range: SourceRange) -> SourceRange {
    guard let scalar, !fileLines.isEmpty else { return self.scalar ?? range }
    return SourceRange(
      file: scalar.file, start: offset(Int(range.start)), end: offset(Int(range.end)))
  }

  private func offset(_ offset: Int) -> Int {
    // The last line that starts at or before the offset.
    var low = 0
    var high = textLines.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if textLines[middle] <= offset { low = middle } else { high = middle }
    }
    guard low < fileLines.count else { return Int(scalar?.end ?? 0) }
    return fileLines[low] + indentation + offset - textLines[low]
  }
}

extension String.UTF8View {
  /// The bytes without white space at the end.
  fileprivate var trimmingSpace: SubSequence {
    var rest = self[...]
    while let last = rest.last, last == 0x20 || (0x09...0x0D).contains(last) { rest.removeLast() }
    return rest
  }
}

extension Node {
  /// Gives every node another place.
  fileprivate mutating func mapRanges(_ place: (SourceRange) -> SourceRange) {
    range = range.map(place)
    updateElements { elements in
      for index in elements.indices { elements[index].mapRanges(place) }
    }
    updateEntries { entries in
      for index in entries.indices {
        entries[index].key.mapRanges(place)
        entries[index].value.mapRanges(place)
      }
    }
  }
}
