internal import Compose
package import Diagnostics
internal import YAML

/// A line of a printed resource, and where it comes from.
package struct AnnotatedLine: Sendable {
  /// The line without its line feed.
  package var text: String
  /// The file and line that its value, or else its key, comes from; nil where it has none.
  package var place: String?
  /// What set the value, in a word; nil where the file of the resource did.
  package var step: String?
  /// Whether a comment may stand behind it: not within text of several lines.
  package var takesComment = false
}

extension Provenance {
  /// The resources that a query means, line by line.
  package func blamed(
    _ query: String
  ) throws(Diagnostic) -> [(subject: Subject, lines: [AnnotatedLine])] {
    var result: [(subject: Subject, lines: [AnnotatedLine])] = []
    for subject in try subjects(query) {
      guard subject.isPresent else { throw .resourceRemoved(query, subject) }
      result.append((subject, try annotatedLines(of: subject)))
    }
    return result
  }

  /// The resources of the output in their order, with a comment behind each line.
  package func annotatedResources() throws(Diagnostic) -> [String] {
    var texts: [String] = []
    for subject in subjects where subject.isPresent {
      texts.append(try annotatedLines(of: subject).commented)
    }
    return texts
  }

  /// The lines of a resource of the output, without what must not be shown.
  ///
  /// Throws what shows only in print, such as a repeated key.
  package func annotatedLines(of subject: Subject) throws(Diagnostic) -> [AnnotatedLine] {
    let node = subject.node
    var emitter = YAMLEmitter()
    try emitter.emit(hidden.shown(node, at: NodePath(), of: node))
    let printed = SourceFile(id: .detached, path: "", bytes: emitter.bytes)
    var annotation = Annotation(printed, self)
    // The lines are told by reading what was printed: the emitter need not know of them.
    if let document = try YAMLReader().firstDocument(of: printed) {
      annotation.annotate(document, node, Origins(of: subject))
    }
    return annotation.finished()
  }
}

/// Finds the lines of values in a printed resource.
private struct Annotation {
  private let printed: SourceFile
  private let provenance: Provenance
  private var lines: [AnnotatedLine]
  private var starts: [Int]

  init(_ printed: SourceFile, _ provenance: Provenance) {
    self.printed = printed
    self.provenance = provenance
    lines = String(decoding: printed.bytes, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
      .map { AnnotatedLine(text: String($0)) }
    if lines.last?.text.isEmpty == true { lines.removeLast() }
    starts = [0]
    for (index, byte) in printed.bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(index + 1)
    }
  }

  /// The lines; those within text of several lines have the place of the text.
  consuming func finished() -> [AnnotatedLine] {
    for index in lines.indices.dropFirst() where lines[index].place == nil {
      lines[index].place = lines[index - 1].place
      lines[index].step = lines[index - 1].step
    }
    return lines
  }

  /// Goes through what was printed beside what it was made from.
  mutating func annotate(_ printed: Node, _ node: Node, _ origins: Origins) {
    switch (printed.content, node.content, origins) {
    case (.mapping(let entries), .mapping(let originals), .children(let children)):
      var positions: [String: Int] = [:]
      for (index, entry) in originals.enumerated() { positions[entry.key.text ?? ""] = index }
      for entry in entries {
        guard let index = positions[entry.key.text ?? ""] else { continue }
        let key = originals[index].key
        let isPrinted = key.range.flatMap { provenance.sources.file($0.file) }?.isOutput ?? false
        // A line that a program printed is in no file that a person could open.
        if isPrinted {
          let step = provenance.steps[children[index].earliest]
          mark(line(of: entry.key.range?.start), step.range, step)
        } else {
          mark(line(of: entry.key.range?.start), key.range, nil)
        }
        annotate(entry.value, originals[index].value, children[index])
      }
    case (.sequence(let elements), .sequence(let originals), .children(let children)):
      for (index, element) in elements.enumerated() where index < originals.count {
        annotate(element, originals[index], children[index])
      }
    case (_, _, .step(let step)):
      let step = provenance.steps[step]
      mark(lastLine(of: printed), provenance.place(of: node, after: step), step)
    default: break
    }
  }

  /// The line of a value behind which a comment may stand: that of the indicator of block text, the
  /// last one of any other.
  private func lastLine(of node: Node) -> Int? {
    guard let range = node.range else { return nil }
    switch node.scalar?.style {
    case .literal, .folded: return line(of: range.start)
    case .plain, .singleQuoted, .doubleQuoted, nil:
      return line(of: range.end > range.start ? range.end - 1 : range.start)
    }
  }

  private func line(of offset: UInt32?) -> Int? {
    guard let offset = offset.map(Int.init) else { return nil }
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low < lines.count ? low : nil
  }

  private mutating func mark(_ line: Int?, _ range: SourceRange?, _ step: BuildStep?) {
    guard let line else { return }
    lines[line].takesComment = true
    lines[line].place = provenance.places.place(of: range)?.lineText
    lines[line].step = step.flatMap { $0.kind == .resources ? nil : $0.kind.rawValue }
  }
}

extension [AnnotatedLine] {
  /// The lines with a comment behind each that takes one, which says its place.
  fileprivate var commented: String {
    let widths = lazy.filter(\.takesComment).map { Swift.min($0.text.count, 60) }
    let column = (widths.max() ?? 0) + 2
    return map { line in
      guard line.takesComment, let comment = line.comment else { return line.text + "\n" }
      let padding = Swift.max(2, column - line.text.count)
      return "\(line.text)\(String(repeating: " ", count: padding))# \(comment)\n"
    }.joined()
  }
}

extension AnnotatedLine {
  /// `overlays/prod/kustomization.yaml:7 (replicas)`.
  fileprivate var comment: String? {
    guard let place else { return step.map { "(\($0))" } }
    return step.map { "\(place) (\($0))" } ?? place
  }
}
