internal import Diagnostics
internal import YAML

/// The fields that some paths lead to, found in one walk.
///
/// Paths that begin alike are followed together to where they part. What comes of it is what comes of
/// following one path after the other: where that order matters, because one path ends on the way of
/// another or decides what that one finds, a walk of its own begins.
struct FieldPathTree: Sendable {
  /// What is put where a field is missing and its path may create it.
  enum Creation: Sendable {
    /// Nothing: the path ends there.
    case nothing
    /// A string, at the end of the path; mappings on the way.
    case scalar
    /// A mapping, at the end and on the way.
    case mapping
  }

  /// What is walked: a class, since a walk would copy the fields of a structure at each step.
  private final class Step: Sendable {
    let name: String
    let isSequence: Bool
    let creates: Bool
    let ends: [Int]
    let steps: [Step]
    /// The first of the names of `steps` that no field of a mapping can have.
    let nameOfNoField: String?

    init(_ branch: Branch) {
      name = branch.segment.name
      isSequence = branch.segment.isSequence
      creates = branch.creates
      ends = branch.ends
      steps = branch.branches.map(Step.init)
      nameOfNoField = branch.branches.first { !$0.segment.isField }?.segment.name
    }

    /// Where the field is among the entries, after it was created or given a value if need be.
    func position(
      in entries: inout ContiguousArray<Node.Entry>, _ creation: Creation,
      _ origin: SourceRange?
    ) -> Int? {
      let mayCreate = creates && creation != .nothing
      guard let position = entries.position(ofKey: name) else {
        guard mayCreate, !isSequence else { return nil }
        let value = created(creation, origin)
        entries.makeRoom(for: 1)
        entries.append(Node.Entry(key: Node(string: name, range: value.range), value: value))
        return entries.count - 1
      }
      if entries[position].value.isNull {
        if isSequence {
          entries[position].value = .emptySequence(range: entries[position].value.range)
        } else if mayCreate {
          entries[position].value = created(creation, origin)
        }
      }
      return position
    }

    private func created(_ creation: Creation, _ origin: SourceRange?) -> Node {
      steps.isEmpty && creation == .scalar
        ? Node(string: "", range: origin) : .emptyMapping(range: origin)
    }
  }

  /// What paths are added to.
  fileprivate struct Branch {
    var segment: FieldPath.Segment
    /// Whether a path through here creates what is missing.
    var creates: Bool
    /// The paths that end here, by their positions among all.
    var ends: [Int] = []
    var branches: [Branch] = []
  }

  /// The roots, whose segments name nothing, in the order of their walks.
  private let roots: [Step]

  /// A tree of paths, each with whether it creates what is missing.
  init(_ paths: [(path: FieldPath, creates: Bool)]) {
    var roots: [Branch] = []
    for (position, (path, creates)) in paths.enumerated() {
      if let last = roots.indices.last,
        roots[last].insert(path.segments[...], creates, position)
      {
        continue
      }
      var root = Branch.root
      _ = root.insert(path.segments[...], creates, position)
      roots.append(root)
    }
    self.roots = roots.map(Step.init)
  }

  /// The tree of one path.
  init(_ path: FieldPath, creates: Bool = true) {
    self.init([(path, creates)])
  }

  /// Calls `set` with every node that a path leads to, and with the position of the path.
  ///
  /// What is created has `origin` as its place. Throws where a path leads through a scalar, or has
  /// an empty name for a field of a mapping.
  func update(
    in node: inout Node, creating creation: Creation, origin: SourceRange?,
    _ set: (inout Node, Int) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    for root in roots { try Self.visit(&node, root, creation, origin, set) }
  }

  private static func visit(
    _ node: inout Node, _ step: Step, _ creation: Creation, _ origin: SourceRange?,
    _ set: (inout Node, Int) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    for end in step.ends { try set(&node, end) }
    guard let first = step.steps.first else { return }
    switch node.content {
    case .sequence:
      try node.updateElements { (elements) throws(Diagnostic) in
        for position in elements.indices {
          try visit(&elements[position], step, creation, origin, set)
        }
      }
    case .mapping:
      if let name = step.nameOfNoField { throw .fieldPathWithoutField(name, at: node) }
      try node.updateEntries { (entries) throws(Diagnostic) in
        for next in step.steps {
          guard let position = next.position(in: &entries, creation, origin) else { continue }
          try visit(&entries[position].value, next, creation, origin, set)
        }
      }
    case .scalar:
      guard !node.isNull else { return }
      throw .fieldPathThroughScalar(first.name, at: node)
    }
  }
}

extension FieldPathTree.Branch {
  fileprivate static var root: Self {
    Self(segment: FieldPath.Segment(name: "", isSequence: false), creates: false)
  }

  /// Adds the rest of a path; false, and nothing is added, if it has to be followed after all others.
  fileprivate mutating func insert(
    _ rest: ArraySlice<FieldPath.Segment>, _ pathCreates: Bool, _ position: Int
  ) -> Bool {
    guard let segment = rest.first else {
      guard branches.isEmpty, ends.isEmpty || creates == pathCreates else { return false }
      creates = pathCreates
      ends.append(position)
      return true
    }
    guard ends.isEmpty else { return false }
    guard let index = branches.firstIndex(where: { $0.segment.name == segment.name }) else {
      var branch = Self(segment: segment, creates: pathCreates)
      _ = branch.insert(rest.dropFirst(), pathCreates, position)
      branches.append(branch)
      return true
    }
    guard branches[index].segment.isSequence == segment.isSequence else { return false }
    // A field is created behind those that earlier paths create.
    if pathCreates, !branches[index].creates, branches[(index + 1)...].contains(where: \.creates) {
      return false
    }
    guard branches[index].insert(rest.dropFirst(), pathCreates, position) else { return false }
    branches[index].creates = branches[index].creates || pathCreates
    return true
  }
}
