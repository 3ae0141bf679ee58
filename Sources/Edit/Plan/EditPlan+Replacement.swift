internal import YAML

extension EditPlan {
  /// Another value in the place of one.
  func replacements(of part: Part, by value: Node, in parent: Collection?) -> [[Splice]] {
    let range = part.isAlias ? part.extent : layout.value(in: part.extent)
    let isInFlow = parent.map { $0.isFlow || $0.isInFlow } ?? false
    guard case .scalar(let new) = value.content else {
      return collections(value, in: part, at: range, isInFlow, parent)
    }
    let old = part.isAlias ? nil : part.node.scalar
    var candidates: [[Splice]] = []
    if let old, old.style == .literal || old.style == .folded {
      if let splice = blockText(new, at: range) { candidates.append([splice]) }
    }
    if range.isEmpty, !isInFlow, let parent, new.isString(in: .resource) {
      let writer = FragmentWriter(style: style, quoting: parent.quoting)
      let text = writer.blockValue(value, column: layout.column(of: part.start))
      candidates.append([Splice(at: range.lowerBound, text)])
    }
    var texts = [ScalarText.line(new, like: old?.style, inFlow: isInFlow)]
    if new.style == .plain, new.tag == .implicit { texts.append(new.text) }
    if new.isString(in: .resource) { texts.append(ScalarText.doubleQuoted(new.text)) }
    let space = needsSpace(at: range) ? " " : ""
    let end = breakLost(with: range)
    return candidates + texts.map { [Splice(range, space + $0 + end)] }
  }

  /// Another name of a key.
  func renamings(of part: Part, to name: String, in collection: Collection) -> [[Splice]] {
    guard let key = part.key, let position = collection.parts.firstIndex(where: { $0?.key == key }),
      case .mapping(let entries) = collection.part.node.content
    else { return [] }
    let style = entries[position].key.scalar?.style
    let scalar = Scalar(name, tag: .string)
    let text = ScalarText.line(scalar, like: style, inFlow: collection.isFlow)
    return [[Splice(layout.value(in: key), text)]]
  }

  /// A value that becomes that of a key.
  func wrappings(of part: Part, in key: String, _ parent: Collection?) -> [[Splice]] {
    guard let parent else { return [] }
    let extent = part.extent
    if parent.isFlow || parent.isInFlow {
      return [[Splice(at: extent.lowerBound, "{\(key): "), Splice(at: extent.upperBound, "}")]]
    }
    let prefix = Splice(at: extent.lowerBound, "\(key): ")
    // Further lines must stand more to the right than the new key.
    let column = layout.column(of: extent.lowerBound)
    var lines: [Splice] = []
    var areRight = true
    var start = layout.nextLine(after: extent.lowerBound)
    while start < extent.upperBound {
      if layout.lineEnd(of: start) > start {
        lines.append(Splice(at: start, "  "))
        areRight = areRight && layout.skippingBlanks(from: start) - start > column
      }
      start = layout.nextLine(after: start)
    }
    return areRight ? [[prefix], [prefix] + lines] : [[prefix] + lines]
  }

  private func collections(
    _ value: Node, in part: Part, at range: Range<Int>, _ isInFlow: Bool, _ parent: Collection?
  ) -> [[Splice]] {
    let writer = FragmentWriter(style: style)
    let space = needsSpace(at: range) ? " " : ""
    let flow = [Splice(range, space + writer.flow(value))]
    guard !isInFlow, let parent, range.isEmpty else { return [flow] }
    return [blockValue(value, of: part, in: parent), flow]
  }

  /// Whether a value at a place would touch the colon or the dash before it.
  private func needsSpace(at range: Range<Int>) -> Bool {
    guard range.isEmpty, range.lowerBound > 0 else { return false }
    return !Layout.isSpace(layout.bytes[range.lowerBound - 1])
  }

  /// The line break that ends a block scalar, if it goes with it.
  private func breakLost(with range: Range<Int>) -> String {
    guard !range.isEmpty, layout.bytes[range.upperBound - 1] == UInt8(ascii: "\n") else {
      return ""
    }
    return layout.lineBreak
  }

  /// The text of a block scalar, below the line with its `|` or `>`.
  private func blockText(_ scalar: Scalar, at range: Range<Int>) -> Splice? {
    let first = layout.nextLine(after: range.lowerBound)
    guard first < range.upperBound else { return nil }
    var content = first
    while content < range.upperBound, layout.lineEnd(of: content) == content {
      content = layout.nextLine(after: content)
    }
    let indentation = layout.skippingBlanks(from: content) - content
    let end = layout.trimmingEmptyLines(before: range.upperBound)
    let prefix = String(repeating: " ", count: indentation)
    var lines = scalar.text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    let text = lines.map { $0.isEmpty ? "" : prefix + $0 }.joined(separator: layout.lineBreak)
    let isEnded = end > first && layout.bytes[end - 1] == UInt8(ascii: "\n")
    return Splice(first..<max(first, end), text + (isEnded ? layout.lineBreak : ""))
  }
}
