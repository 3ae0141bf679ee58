internal import YAML

extension BlockStyle {
  /// The style of a document: of its first list and its first mapping that are values of keys in
  /// block style; the usual one where there is none.
  init(of root: Part, in outline: Outline) {
    lineBreak = outline.layout.lineBreak
    var search = Search(outline: outline)
    search.visit(root)
    dashIndentation = search.dashIndentation ?? 0
    dashGap = search.dashGap ?? 1
    keyIndentation = search.keyIndentation ?? 2
  }

  private struct Search {
    let outline: Outline
    var dashIndentation: Int?
    var dashGap: Int?
    var keyIndentation: Int?

    var isFinished: Bool {
      dashIndentation != nil && dashGap != nil && keyIndentation != nil
    }

    mutating func visit(_ part: Part) {
      guard !part.isAlias, !outline.isFlow(part) else { return }
      let parts = outline.parts(of: part).compactMap(\.self)
      for inner in parts {
        guard !isFinished else { return }
        note(inner, in: part)
      }
      for inner in parts where !isFinished { visit(inner) }
    }

    private mutating func note(_ part: Part, in parent: Part) {
      let layout = outline.layout
      guard let key = part.key, !part.isAlias, !outline.isFlow(part),
        let first = outline.parts(of: part).first ?? nil
      else { return }
      let column = layout.column(of: key.lowerBound)
      if part.node.isSequence {
        let dash = layout.value(in: part.extent).lowerBound
        guard layout.isFirstOnLine(dash) else { return }
        let indentation = layout.column(of: dash) - column
        if dashIndentation == nil, indentation >= 0 { dashIndentation = indentation }
        let content = layout.skippingBlanks(from: dash + 1)
        if dashGap == nil, content == first.extent.lowerBound { dashGap = content - dash - 1 }
      } else if let inner = first.key, layout.isFirstOnLine(inner.lowerBound) {
        let indentation = layout.column(of: inner.lowerBound) - column
        if keyIndentation == nil, indentation > 0 { keyIndentation = indentation }
      }
    }
  }
}
