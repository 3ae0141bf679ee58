package import Compose
package import Diagnostics
package import YAML

/// The answer to "who set this?": a value of a resource and the steps that made it.
package struct Explanation: Sendable {
  /// The resource.
  package var subject: Subject
  /// The path of the value, at the end or when it was removed.
  package var path: NodePath
  /// The path as a person reads it.
  package var pathText: String
  /// The value, without what must not be shown; nil if it was removed.
  package var value: Node?
  /// What was done to it, the last step first.
  package var links: [Link]

  /// One step that made, changed or removed the value.
  package struct Link: Sendable {
    /// The step.
    package var step: BuildStep
    /// What says so: the bytes that hold the new value, or the field that computes it.
    package var place: SourceRange?
    /// The value before; nil if there was none.
    package var before: Node?
    /// The value after; nil if the step removed it.
    package var after: Node?
    /// Whether the value was the same before, and the step only said it anew.
    package var keepsValue: Bool
    /// What else has to be known: a source, another resource, the content of a hash.
    package var notes: [Diagnostic.Note]
  }
}

extension Provenance {
  /// Explains the fields of the resources that a query means; without a path, their whole contents.
  ///
  /// Throws what is wrong with the query, or that nothing is there and never was.
  package func explanations(
    of resource: String, _ path: String
  ) throws(Diagnostic) -> [Explanation] {
    let subjects = try self.subjects(resource)
    let query = try FieldQuery(path)
    var explanations: [Explanation] = []
    for subject in subjects {
      let paths = subject.isPresent ? query.paths(in: subject.node) : []
      explanations += paths.map { explanation(of: $0, links(to: $0, of: subject), subject) }
      if paths.isEmpty {
        explanations += links(toRemoved: query.paths, of: subject).map {
          explanation(of: $0.path, $0.links, subject)
        }
      }
    }
    if explanations.isEmpty, let first = subjects.first { throw .fieldMissing(query, of: first) }
    return explanations
  }

  /// The resources that a query means.
  package func subjects(_ query: String) throws(Diagnostic) -> [Subject] {
    try ResourceQuery(query).matches(among: subjects)
  }

  private func explanation(
    of path: NodePath, _ links: [Link], _ subject: Subject
  ) -> Explanation {
    let last = links.first
    let state = subject.states.last { $0.node.map { path.node(in: $0) != nil } ?? false }
    return Explanation(
      subject: subject, path: path,
      pathText: path.description(in: state?.node ?? .emptyMapping()),
      value: last?.after.map { hidden.shown($0, at: path, of: state?.node) },
      links: links.map { explained($0, subject) })
  }

  private func explained(_ link: Link, _ subject: Subject) -> Explanation.Link {
    let step = steps[link.step]
    let (before, after) = subject.states(around: link.step)
    return Explanation.Link(
      step: step, place: place(of: link, subject),
      before: link.before.map { hidden.shown($0, at: link.path, of: before) },
      after: link.after.map { hidden.shown($0, at: link.path, of: after) },
      keepsValue: link.keepsValue, notes: notes(to: link, subject))
  }

  /// What says that a value is as it is after a step.
  package func place(of link: Link, _ subject: Subject) -> SourceRange? {
    let step = steps[link.step]
    if let after = link.after {
      guard after.scalar == nil, let before = link.before else {
        return place(of: after, after: step)
      }
      // A collection stays where it is: what changed in it has the place.
      let changed = TreeDifference.changes(from: before, to: after).first { !$0.keepsValue }
      return changed?.after.flatMap { place(of: $0, after: step) } ?? step.range
    }
    let (before, after) = subject.states(around: link.step)
    // What another resource took the place of is gone because of that one.
    return before.flatMap { step.placeOfRemoval(of: link.path, in: $0) } ?? step.range
      ?? after?.range
  }
}

extension Provenance {
  /// The place of a value after a step.
  ///
  /// What has none of its own comes from the step as a whole, and so does what a program printed.
  func place(of value: Node, after step: BuildStep) -> SourceRange? {
    guard let range = value.range, sources.file(range.file)?.isOutput == false else {
      return step.range
    }
    return range
  }
}

extension Subject {
  /// The content before and after a step.
  func states(around step: Int) -> (before: Node?, after: Node?) {
    guard let index = states.firstIndex(where: { $0.step == step }) else { return (nil, nil) }
    return (index > 0 ? states[index - 1].node : nil, states[index].node)
  }
}
