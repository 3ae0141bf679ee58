internal import Diagnostics
internal import YAML

/// The comments of a text in block style, which its tree does not have, for the text printed anew.
///
/// As go-yaml 3 has it: a comment behind an entry stays behind it, one right above an entry stays above
/// it, and any other ends what stands before it, with an empty line where it would be taken for the
/// comment of the next entry. Other empty lines are lost.
struct TextComments {
  private let source: TextLines
  private let document: Node
  /// The comment of each line, if there is one.
  private let comments: [ArraySlice<UInt8>?]

  /// The comments of `file`, whose first document is `document`; nil if there are none.
  init?(of file: SourceFile, _ document: Node) {
    guard file.bytes.contains(UInt8(ascii: "#")) else { return nil }
    var isScalar = [Bool](repeating: false, count: file.bytes.count)
    let source = TextLines(file.bytes)
    document.visitScalars { scalar, range in
      var start = Int(range.start)
      // The line where a block scalar begins may end with a comment.
      if scalar.style == .literal || scalar.style == .folded {
        start = source.lines[source.line(of: start)].upperBound
      }
      for offset in start..<max(start, min(Int(range.end), isScalar.count)) {
        isScalar[offset] = true
      }
    }
    comments = source.lines.map { line in
      let start = line.first { offset in
        file.bytes[offset] == UInt8(ascii: "#") && !isScalar[offset]
          && (offset == line.lowerBound || isBlank(file.bytes[offset - 1]))
      }
      return start.map { trimmedAtEnd(file.bytes[$0..<line.upperBound]) }
    }
    guard comments.contains(where: { $0 != nil }) else { return nil }
    self.source = source
    self.document = document
  }

  /// The text of a tree that has been made of the document, with the comments.
  func added(to text: [UInt8]) -> [UInt8] {
    let file = SourceFile(id: .detached, path: "", bytes: text)
    guard let printed = try? YAMLReader().firstDocument(of: file) else { return text }
    let output = TextLines(text)
    var counterparts: [Int: Int] = [:]
    pair(document, printed, output, &counterparts)
    var weave = Weave(output)
    /// The last line of each indentation so far that has a counterpart.
    var latest: [Int: Int] = [:]
    /// The next line that has one; looked for again only when it has been passed.
    var next: Int? = -1
    var line = 0
    while line < comments.count {
      defer { line += 1 }
      if counterparts[line] != nil { latest[source.indent(of: line)] = line }
      guard let comment = comments[line] else { continue }
      guard source.isAlone(comment, in: line) else {
        if let target = counterparts[line] { weave.behind[target] = comment }
        continue
      }
      let first = line
      while line + 1 < comments.count, let next = comments[line + 1],
        source.isAlone(next, in: line + 1), source.indent(of: line + 1) == source.indent(of: first)
      { line += 1 }
      var block = Weave.Block(
        lines: comments[first...line].compactMap { $0 }, indent: source.indent(of: first))
      let isApart = !latest.isEmpty && source.isEmpty(first - 1)
      if let known = next, known <= line {
        next = (line + 1..<comments.count).first { counterparts[$0] != nil }
      }
      let target =
        next.flatMap { counterparts[$0] }
        ?? output.end(ofEntryAt: latest.values.max().flatMap { counterparts[$0] })
      let isFirst =
        next.map { source.indent(of: $0) } ?? 0 > latest.values.max().map(source.indent) ?? 0
      if let next, next == line + 1 || isApart || isFirst, block.indent <= source.indent(of: next) {
        block.indent = output.indent(of: target)
        block.isApart = weave.above[target]?.last?.isEnd == false
      } else {
        let owner = latest[block.indent] ?? latest.filter { $0.key < block.indent }.values.max()
        block.indent = owner.flatMap { counterparts[$0] }.map(output.indent) ?? 0
        block.isEnd = true
        block.isApart = isApart && next == nil
      }
      weave.above[target, default: []].append(block)
    }
    return weave.bytes
  }

  /// Notes for each line where an entry of the document begins or ends the line where it is printed.
  private func pair(
    _ old: Node, _ new: Node, _ output: TextLines, _ counterparts: inout [Int: Int]
  ) {
    if let old = old.range, let new = new.range {
      note(Int(old.start), new, output, &counterparts)
      if old.end > old.start, source.bytes[Int(old.start)...].first.map(isBracket) == true {
        note(Int(old.end) - 1, new, output, &counterparts)
      }
    }
    switch (old.content, new.content) {
    case (.mapping(let old), .mapping(let new)):
      for (old, new) in zip(old, new) {
        pair(old.key, new.key, output, &counterparts)
        pair(old.value, new.value, output, &counterparts)
      }
    case (.sequence(let old), .sequence(let new)):
      for (old, new) in zip(old, new) { pair(old, new, output, &counterparts) }
    default: break
    }
  }

  private func note(
    _ old: Int, _ new: SourceRange, _ output: TextLines, _ counterparts: inout [Int: Int]
  ) {
    let line = source.line(of: old)
    if counterparts[line] == nil { counterparts[line] = output.line(of: Int(new.start)) }
  }
}

/// Printed lines, and the comments that go between and behind them.
private struct Weave {
  private let output: TextLines
  /// The comments behind lines.
  var behind: [Int: ArraySlice<UInt8>] = [:]
  /// The comments above lines.
  var above: [Int: [Block]] = [:]

  /// Lines of comments that stand together.
  struct Block {
    var lines: [ArraySlice<UInt8>]
    var indent: Int
    /// Whether they end what stands before them.
    var isEnd = false
    /// Whether an empty line stands before them.
    var isApart = false
  }

  init(_ output: TextLines) {
    self.output = output
  }

  var bytes: [UInt8] {
    var result: [UInt8] = []
    var endIndent: Int?
    func begin(indent: Int) {
      if endIndent == indent { result.append(0x0A) }
      endIndent = nil
    }
    for line in 0...output.lines.count {
      for block in above[line] ?? [] {
        if block.isApart, endIndent != block.indent { result.append(0x0A) }
        begin(indent: block.indent)
        for comment in block.lines {
          result += repeatElement(0x20, count: block.indent) + comment + [0x0A]
        }
        if block.isEnd { endIndent = block.indent }
      }
      guard line < output.lines.count, !output.lines[line].isEmpty || line + 1 < output.lines.count
      else { continue }
      begin(indent: output.indent(of: line))
      result += output.bytes[output.lines[line]]
      if let comment = behind[line] { result += [0x20] + comment }
      result.append(0x0A)
    }
    return result
  }
}

/// A text and its lines, without their line feeds.
private struct TextLines {
  let bytes: [UInt8]
  let lines: [Range<Int>]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var lines: [Range<Int>] = []
    var start = 0
    for (offset, byte) in bytes.enumerated() where byte == 0x0A {
      lines.append(start..<offset)
      start = offset + 1
    }
    self.lines = lines + [start..<bytes.count]
  }

  /// The line that holds a byte.
  func line(of offset: Int) -> Int {
    var (low, high) = (0, lines.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if lines[middle].lowerBound <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// How many spaces stand before the text of a line.
  func indent(of line: Int) -> Int {
    guard line < lines.count else { return 0 }
    return bytes[lines[line]].prefix { $0 == 0x20 }.count
  }

  /// The line after those of the entry that begins in a line: those that are further indented.
  func end(ofEntryAt line: Int?) -> Int {
    guard let line else { return lines.count }
    return (line + 1..<lines.count).first { !isEmpty($0) && indent(of: $0) <= indent(of: line) }
      ?? lines.count
  }

  /// Whether there is nothing in a line but blanks.
  func isEmpty(_ line: Int) -> Bool { bytes[lines[line]].allSatisfy(isBlank) }

  /// Whether there is nothing but blanks before a part of a line.
  func isAlone(_ part: ArraySlice<UInt8>, in line: Int) -> Bool {
    bytes[lines[line].lowerBound..<part.startIndex].allSatisfy(isBlank)
  }
}

private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

private func isBracket(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[")
}

private func trimmedAtEnd(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  guard let last = bytes.lastIndex(where: { !isBlank($0) && $0 != 0x0D }) else { return [] }
  return bytes[...last]
}

extension Node {
  fileprivate func visitScalars(_ body: (Scalar, SourceRange) -> Void) {
    switch content {
    case .scalar(let scalar): if let range { body(scalar, range) }
    case .sequence(let elements): for element in elements { element.visitScalars(body) }
    case .mapping(let entries):
      for entry in entries {
        entry.key.visitScalars(body)
        entry.value.visitScalars(body)
      }
    }
  }
}
