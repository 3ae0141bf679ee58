internal import Compose
internal import Diagnostics
package import YAML

/// Explanations as one JSON object of version 1; `docs/explain.md` describes every field.
package struct ExplanationJSON {
  private let provenance: Provenance

  /// The JSON of what `provenance` knows.
  package init(_ provenance: Provenance) {
    self.provenance = provenance
  }

  /// The values that were asked for, with their steps, the last first.
  package func object(of explanations: [Explanation]) -> Node {
    object([
      ("values", .list(explanations.map(node))), ("misses", misses),
    ])
  }

  /// What each step did to resources, the first first.
  package func object(of subjects: [Subject]) -> Node {
    object([("resources", .list(subjects.map(timeline))), ("misses", misses)])
  }

  /// What each step of the build did, and the resources that there are.
  package func overview() -> Node {
    object([
      ("steps", .list(provenance.summaries.filter { !$0.isIdle }.map(node))),
      (
        "resources",
        .list(
          provenance.subjects.map {
            .object([("resource", identity(of: $0)), ("present", .boolean($0.isPresent))])
          })
      ),
      ("misses", misses),
    ])
  }

  /// The lines of resources with their places.
  package func blame(_ resources: [(subject: Subject, lines: [AnnotatedLine])]) -> Node {
    object([
      (
        "resources",
        .list(
          resources.map { subject, lines in
            .object([
              ("resource", identity(of: subject)),
              (
                "lines",
                .list(
                  lines.map { line in
                    .object([
                      ("text", .string(line.text)), ("place", line.place.map(Node.string)),
                      ("step", line.step.map(Node.string)),
                    ])
                  })
              ),
            ])
          })
      )
    ])
  }

  private func object(_ fields: [(String, Node?)]) -> Node {
    .object([("version", .number(1))] + fields)
  }

  private func node(_ explanation: Explanation) -> Node {
    .object([
      ("resource", identity(of: explanation.subject)),
      ("path", .string(explanation.pathText)), ("pointer", .string(explanation.path.pointer)),
      ("present", .boolean(explanation.value != nil)),
      ("value", explanation.value.map(value)),
      ("steps", .list(explanation.links.map(node))),
    ])
  }

  private func identity(of subject: Subject) -> Node {
    .object([
      ("apiVersion", .string(subject.id.apiVersion)), ("kind", .string(subject.id.kind)),
      ("namespace", subject.id.namespace.isEmpty ? nil : .string(subject.id.namespace)),
      ("name", .string(subject.id.name)),
    ])
  }

  private func node(_ link: Explanation.Link) -> Node {
    .object(
      fields(of: link.step) + [
        ("place", place(of: link.place)), ("before", link.before.map(value)),
        ("after", link.after.map(value)), ("repeated", link.keepsValue ? .boolean(true) : nil),
        (
          "notes",
          .list(
            link.notes.map {
              .object([("message", .string($0.message)), ("place", place(of: $0.range))])
            })
        ),
      ])
  }

  private func fields(of step: BuildStep) -> [(String, Node?)] {
    [
      ("step", .string(step.kind.rawValue)), ("layer", step.layer.map(Node.string)),
      ("component", step.isComponent ? .boolean(true) : nil),
      ("plugin", step.plugin.map(Node.string)),
      ("patch", step.patchForm.map { .string($0.rawValue) }),
    ]
  }

  private func node(_ summary: StepSummary) -> Node {
    .object(
      fields(of: summary.step) + [
        ("place", place(of: summary.step.range)), ("made", .number(summary.made)),
        ("changed", .number(summary.changed)), ("removed", .number(summary.removed)),
      ])
  }

  private func timeline(of subject: Subject) -> Node {
    let steps = provenance.timeline(of: subject).map { index, changes in
      let step = provenance.steps[index]
      let (before, after) = subject.states(around: index)
      return Node.object(
        fields(of: step) + [
          ("place", place(of: step.range)),
          ("changes", .list(changes.map { node($0, of: step, before, after) })),
        ])
    }
    return .object([
      ("resource", identity(of: subject)), ("present", .boolean(subject.isPresent)),
      ("steps", .list(steps)),
    ])
  }

  private func node(
    _ change: Change, of step: BuildStep, _ before: Node?, _ after: Node?
  ) -> Node {
    let root = (change.after == nil ? before : after) ?? .emptyMapping()
    return .object([
      ("path", .string(change.path.description(in: root))),
      ("pointer", .string(change.path.pointer)),
      (
        "before",
        change.before.map { value(provenance.hidden.shown($0, at: change.path, of: before)) }
      ),
      (
        "after",
        change.after.map { value(provenance.hidden.shown($0, at: change.path, of: after)) }
      ),
      ("place", place(of: change.after.flatMap { provenance.place(of: $0, after: step) })),
    ])
  }

  private var misses: Node {
    .list(
      provenance.misses.map { step, warning in
        .object(
          fields(of: step) + [
            ("code", .string(warning.code.description)), ("message", .string(warning.message)),
            ("hint", warning.hint.map(Node.string)),
            ("place", place(of: warning.range ?? step.range)),
          ])
      })
  }

  private func place(of range: SourceRange?) -> Node? {
    provenance.places.place(of: range).map { place in
      .object([
        ("file", .string(place.file)), ("line", .number(place.line)),
        ("column", .number(place.column)), ("text", place.text.map(Node.string)),
      ])
    }
  }

  /// The value, or its text where JSON cannot hold it.
  private func value(_ node: Node) -> Node {
    var emitter = JSONEmitter()
    do throws(Diagnostic) {
      try emitter.emit(node)
      return node
    } catch {
      return .string(node.text ?? "(cannot be printed)")
    }
  }
}
