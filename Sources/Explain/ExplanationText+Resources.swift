internal import Compose
internal import Diagnostics
internal import YAML

// What stands above single values: resources, whole builds, lines.

extension ExplanationText {
  /// What each step did to the resources, the first step first.
  package func timelines(of subjects: [Subject]) -> String {
    subjects.map(timeline).joined(separator: "\n") + misses(provenance.misses)
  }

  private func timeline(of subject: Subject) -> String {
    let name = subject.id.description + (subject.isPresent ? "" : ": removed")
    var text = renderer.styled(renderer.singleLine(name), .bold) + "\n"
    for (index, changes) in provenance.timeline(of: subject) {
      let step = provenance.steps[index]
      let (before, after) = subject.states(around: index)
      text += "\n" + renderer.styled(renderer.singleLine(step.description), .green)
      switch (before, after) {
      case (nil, let node?):
        text += ": \(node.valueCount) values\n" + place(of: provenance.place(of: node, after: step))
      case (let node?, nil):
        text += ": removes it\n"
        text += place(of: step.placeOfRemoval(of: NodePath(), in: node) ?? step.range)
      default:
        text += "\n" + place(of: step.range)
        text += self.changes(changes, before, after)
      }
    }
    return text
  }

  private func changes(_ changes: [Change], _ before: Node?, _ after: Node?) -> String {
    let real = changes.filter { !$0.keepsValue }
    var text = ""
    for change in real.prefix(Self.limit) {
      let old = change.before.map { provenance.hidden.shown($0, at: change.path, of: before) }
      let new = change.after.map { provenance.hidden.shown($0, at: change.path, of: after) }
      let root = change.after == nil ? before : after
      let path = renderer.singleLine(change.path.description(in: root ?? .emptyMapping()))
      switch (old, new) {
      case (let old?, let new?): text += "  ~ \(path): \(shown(old)) → \(shown(new))\n"
      case (nil, let new?): text += "  + \(path): \(shown(new))\n"
      case (let old?, nil): text += "  - \(path): \(shown(old))\n"
      case (nil, nil): break
      }
    }
    if real.count > Self.limit { text += "  and \(real.count - Self.limit) more\n" }
    let repeated = changes.count - real.count
    if repeated > 0 {
      text += repeated == 1 ? "  = 1 value as before\n" : "  = \(repeated) values as before\n"
    }
    return text
  }

  private func place(of range: SourceRange?) -> String {
    guard let place = provenance.places.place(of: range) else { return "" }
    return renderer.styled("  --> ", .blue)
      + renderer.singleLine("\(place.file):\(place.line):\(place.column)") + "\n"
  }

  // MARK: The build

  /// What each step of the build did, and which resources there are.
  package func overview() -> String {
    var rows: [(place: String, what: String, step: String)] = []
    for summary in provenance.summaries where !summary.isIdle {
      let place = provenance.places.place(of: summary.step.range)?.lineText ?? "-"
      rows.append((place, summary.description, summary.step.description))
    }
    let width = rows.map(\.place.count).max() ?? 0
    let whatWidth = rows.map(\.what.count).max() ?? 0
    var text = ""
    for row in rows {
      let place = row.place + String(repeating: " ", count: width - row.place.count)
      let what = row.what + String(repeating: " ", count: whatWidth - row.what.count)
      text += renderer.styled(renderer.singleLine(place), .blue) + "  \(what)  "
      text += renderer.singleLine(row.step) + "\n"
    }
    text += misses(provenance.misses)
    for (title, subjects) in [
      ("in the output", provenance.subjects.filter(\.isPresent)),
      ("removed", provenance.subjects.filter { !$0.isPresent }),
    ] where !subjects.isEmpty {
      text += "\n" + renderer.styled("\(subjects.count) \(title)", .bold) + "\n"
      for (kind, names) in grouped(subjects) {
        text += renderer.singleLine("  \(kind): \(names.joined(separator: ", "))") + "\n"
      }
    }
    return text
  }

  private func grouped(_ subjects: [Subject]) -> [(kind: String, names: [String])] {
    var groups: [(kind: String, names: [String])] = []
    var positions: [String: Int] = [:]
    for subject in subjects {
      if let position = positions[subject.id.kind] {
        groups[position].names.append(subject.id.name)
      } else {
        positions[subject.id.kind] = groups.count
        groups.append((subject.id.kind, [subject.id.name]))
      }
    }
    return groups
  }

  // MARK: Lines

  /// The lines of a resource, each behind the place that it comes from.
  package func blame(_ lines: [AnnotatedLine]) -> String {
    let places = lines.map { $0.place ?? "-" }
    let steps = lines.map { $0.step ?? "" }
    let width = places.map(\.count).max() ?? 0
    let stepWidth = steps.map(\.count).max() ?? 0
    var text = ""
    for (line, (place, step)) in zip(lines, zip(places, steps)) {
      let place = place + String(repeating: " ", count: width - place.count)
      let step = step + String(repeating: " ", count: stepWidth - step.count)
      text += renderer.styled(renderer.singleLine("\(place)  \(step)"), .blue)
      text += renderer.styled(" | ", .dim) + renderer.singleLine(line.text) + "\n"
    }
    return text
  }
}

extension StepSummary {
  /// `made 3, changed 12`.
  fileprivate var description: String {
    [("made", made), ("changed", changed), ("removed", removed)]
      .filter { $0.1 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
  }
}

extension Node {
  /// How many scalars and empty collections there are.
  fileprivate var valueCount: Int {
    switch content {
    case .scalar: 1
    case .sequence(let elements): elements.reduce(elements.isEmpty ? 1 : 0) { $0 + $1.valueCount }
    case .mapping(let entries):
      entries.reduce(entries.isEmpty ? 1 : 0) { $0 + $1.value.valueCount }
    }
  }
}
