internal import Compose
internal import Diagnostics
internal import YAML

/// Explanations as text for people: the answer first, then how it came about.
package struct ExplanationText {
  /// How many changes of a step are shown at most.
  static let limit = 8

  let provenance: Provenance
  let renderer: DiagnosticRenderer

  /// The text of what `provenance` knows, in colours or without.
  package init(_ provenance: Provenance, usesColor: Bool) {
    self.provenance = provenance
    renderer = DiagnosticRenderer(sources: provenance.sources, usesColor: usesColor)
  }

  // MARK: Values

  /// The chain of steps of each value; of many values only what set them last.
  package func text(of explanations: [Explanation]) -> String {
    let isShort = explanations.count > 3
    return explanations.map { isShort ? line(of: $0) : chain(of: $0) }
      .joined(separator: isShort ? "" : "\n") + misses(about: explanations)
  }

  private func heading(of explanation: Explanation) -> String {
    let value = explanation.value.map(shown) ?? "removed"
    return renderer.styled(
      renderer.singleLine("\(explanation.subject.id.description) \(explanation.pathText): ")
        + value, .bold) + "\n"
  }

  private func line(of explanation: Explanation) -> String {
    let link = explanation.links.first
    let place = provenance.places.place(of: link?.place)
    let origin = [place.map { "\($0.file):\($0.line):\($0.column)" }, link?.step.description]
    return heading(of: explanation)
      + "  \(renderer.singleLine(origin.compactMap { $0 }.joined(separator: "  ")))\n"
  }

  private func chain(of explanation: Explanation) -> String {
    var text = heading(of: explanation)
    for link in explanation.links {
      text += "\n" + renderer.styled(renderer.singleLine(link.step.description), .green)
      text += ": \(what(link))\n" + excerpt(of: link.place)
      for note in link.notes {
        text += "  \(renderer.singleLine(note.message))\n"
        if let place = provenance.places.place(of: note.range) {
          text +=
            renderer.styled("    --> ", .blue)
            + renderer.singleLine("\(place.file):\(place.line):\(place.column)") + "\n"
        }
      }
    }
    return text
  }

  private func what(_ link: Explanation.Link) -> String {
    switch (link.before, link.after) {
    case (let before?, let after?):
      if before.scalar == nil, after.scalar == nil {
        let changes = TreeDifference.changes(from: before, to: after)
        let paths = changes.prefix(3).map {
          $0.path.description(in: $0.after == nil ? before : after)
        }
        let more = changes.count > 3 ? " and \(changes.count - 3) more" : ""
        return renderer.singleLine("changes \(paths.joined(separator: ", "))\(more)")
      }
      return link.keepsValue
        ? "\(shown(after)) (as before)" : "\(shown(before)) → \(shown(after))"
    case (nil, let after?): return shown(after)
    case (let before?, nil): return "removes \(shown(before))"
    case (nil, nil): return ""
    }
  }

  private func excerpt(of range: SourceRange?) -> String {
    guard let range, let place = provenance.places.place(of: range) else { return "" }
    if place.text != nil { return renderer.excerpt(of: range, color: .green) }
    return renderer.styled("  --> ", .blue)
      + renderer.singleLine("\(place.file):\(place.line):\(place.column)")
      + " (not shown: the line holds a secret value)\n"
  }

  /// Steps that meant to do something like this and met nothing.
  private func misses(about explanations: [Explanation]) -> String {
    let hasImage = explanations.contains { $0.path.steps.last == .key("image") }
    return misses(provenance.misses.filter { step, _ in step.kind != .images || hasImage })
  }

  func misses(_ found: [(step: BuildStep, warning: Diagnostic)]) -> String {
    guard !found.isEmpty else { return "" }
    var text = "\n" + renderer.styled("did nothing", .yellow) + "\n"
    for (step, warning) in found.prefix(Self.limit) {
      text += renderer.singleLine("  \(step.description): \(warning.message)") + "\n"
      if let place = provenance.places.place(of: warning.range ?? step.range) {
        text +=
          renderer.styled("    --> ", .blue)
          + renderer.singleLine("\(place.file):\(place.line):\(place.column)") + "\n"
      }
      if let hint = warning.hint { text += renderer.singleLine("    hint: \(hint)") + "\n" }
    }
    if found.count > Self.limit { text += "  and \(found.count - Self.limit) more\n" }
    return text
  }

  // MARK: Words

  /// A value in a few words.
  func shown(_ value: Node) -> String {
    switch value.content {
    case .mapping(let entries):
      return entries.count == 1 ? "a mapping of 1 entry" : "a mapping of \(entries.count) entries"
    case .sequence(let elements):
      return elements.count == 1 ? "a list of 1 element" : "a list of \(elements.count) elements"
    case .scalar(let scalar):
      let lines = scalar.text.split(separator: "\n", omittingEmptySubsequences: false)
      let first = lines.first.map(String.init) ?? ""
      let isCut = first.count > 120 || lines.count > 1
      let text = renderer.singleLine(String(first.prefix(120))) + (isCut ? "…" : "")
      return text.isEmpty ? "\"\"" : text
    }
  }
}
