package import Compose
package import Diagnostics
internal import Seal
package import YAML

/// A build together with what a recorder saw of it: knows for each value which steps made it.
package struct Provenance {
  /// The steps of the build, in their order.
  package let steps: [BuildStep]
  /// The resources of the output in its order, and behind them those that a step removed.
  package let subjects: [Subject]
  /// The files that places point into.
  package let sources: SourceTable
  let recorder: BuildRecorder
  private let positions: [UInt32: Int]
  /// What is never shown.
  let hidden: HiddenValues
  /// Lines and columns.
  let places: Places

  /// What is known after a build that `recorder` watched.
  package init(_ build: Build, _ recorder: BuildRecorder, sources: SourceTable) {
    self.recorder = recorder
    self.sources = sources
    steps = recorder.steps
    hidden = HiddenValues(recorder)
    places = Places(sources, hiding: hidden)
    var subjects = build.resources.map {
      Subject($0.serial, states: recorder.history(of: $0.serial).states)
    }
    for (index, history) in recorder.histories.enumerated()
    where history.states.last?.node == nil {
      subjects.append(Subject(UInt32(index + 1), states: history.states))
    }
    self.subjects = subjects
    positions = Dictionary(
      subjects.enumerated().map { ($1.serial, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The resource that a recorder knows by that number.
  func subject(_ serial: UInt32) -> Subject? { positions[serial].map { subjects[$0] } }

  /// What a step did to a value.
  package struct Link: Sendable {
    /// The position of the step.
    package var step: Int
    /// The path of the value after the step, or before it if the step removed it.
    package var path: NodePath
    /// The value before; nil if there was none.
    package var before: Node?
    /// The value after; nil if the step removed it.
    package var after: Node?

    /// Whether the value was the same before.
    var keepsValue: Bool {
      Change(path: path, before: before, after: after).keepsValue
    }
  }

  /// The steps that made the value at a path of a resource, as it is at the end, the last first.
  ///
  /// The last link is the one that brought the value in.
  package func links(to path: NodePath, of subject: Subject) -> [Link] {
    links(to: path, in: subject.states[...])
  }

  /// The step that a value of the output comes from.
  package func origin(of path: NodePath, of subject: Subject) -> Link? {
    var states = subject.states[...]
    return nextLink(path, &states)?.link
  }

  /// The links of a value that is gone: how it was removed, and how it had been made.
  package func links(
    toRemoved query: (Node) -> [NodePath], of subject: Subject
  ) -> [(path: NodePath, links: [Link])] {
    for index in subject.states.indices.dropLast().reversed() {
      guard let before = subject.states[index].node else { continue }
      let paths = query(before)
      guard !paths.isEmpty else { continue }
      return paths.map { path in
        let removal = Link(
          step: subject.states[index + 1].step, path: path, before: path.node(in: before))
        return (path, [removal] + links(to: path, in: subject.states[...index]))
      }
    }
    return []
  }

  private func links(
    to path: NodePath, in states: ArraySlice<BuildRecorder.History.State>
  ) -> [Link] {
    var states = states
    var path: NodePath? = path
    var links: [Link] = []
    while let current = path, let next = nextLink(current, &states) {
      links.append(next.link)
      path = next.earlier
    }
    return links
  }

  /// The last link of a value among the states, and its path before; the states lose those after.
  private func nextLink(
    _ path: NodePath, _ states: inout ArraySlice<BuildRecorder.History.State>
  ) -> (link: Link, earlier: NodePath?)? {
    var path = path
    while let state = states.popLast() {
      guard let node = state.node, let value = path.node(in: node) else { return nil }
      guard let before = states.last?.node, let earlier = path.earlier(from: node, to: before),
        let old = earlier.node(in: before)
      else { return (Link(step: state.step, path: path, after: value), nil) }
      if old.differs(from: value) {
        return (Link(step: state.step, path: path, before: old, after: value), earlier)
      }
      path = earlier
    }
    return nil
  }

  /// What a step that touched a resource changed in it, the first step first.
  package func timeline(of subject: Subject) -> [(step: Int, changes: [Change])] {
    var timeline: [(step: Int, changes: [Change])] = []
    var last: Node?
    for state in subject.states {
      switch (last, state.node) {
      case (nil, let node?):
        timeline.append((state.step, [Change(path: NodePath(), before: nil, after: node)]))
      case (let before?, nil):
        timeline.append((state.step, [Change(path: NodePath(), before: before, after: nil)]))
      case (let before?, let after?):
        let changes = TreeDifference.changes(from: before, to: after).filter { !$0.isOfNotes }
        if !changes.isEmpty { timeline.append((state.step, changes)) }
      case (nil, nil): break
      }
      last = state.node
    }
    return timeline
  }
}

extension Node {
  /// Whether a step changed the value, or said it anew in another place.
  fileprivate func differs(from other: Node) -> Bool {
    switch (content, other.content) {
    case (.scalar(let a), .scalar(let b)):
      range != other.range || !a.text.hasSameBytes(as: b.text)
    case (.sequence, .sequence), (.mapping, .mapping):
      !sharesStorage(with: other) && !TreeDifference.changes(from: self, to: other).isEmpty
    default: true
    }
  }
}
