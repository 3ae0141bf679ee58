internal import Diagnostics
internal import Schema
internal import YAML

/// Changes names, tags and digests of images, for each entry of `images`.
///
/// Kustomize does it in two passes for each entry: over the field `image` in every list called
/// `containers` or `initContainers`, wherever it is, and then over the field specifications.
struct ImageTransformer: Transformer {
  private let changes: [Change]
  private let patterns: ImagePatternTable
  private let fields: FieldSpecTable
  private(set) var warnings: [Diagnostic] = []

  /// Changes images in lists of containers, and where the field specs say.
  init(_ images: [ImageChange], fields: FieldSpecTable) {
    changes = images.map(Change.init)
    patterns = ImagePatternTable(images.map(\.pattern))
    self.fields = fields
  }

  private init(_ change: Change, fields: FieldSpecTable) {
    changes = [change]
    patterns = ImagePatternTable([change.pattern])
    self.fields = fields
  }

  var entries: [any Transformer] { changes.map { ImageTransformer($0, fields: fields) } }

  var place: SourceRange? { changes.first?.name.range }

  mutating func apply(to resources: inout ResourceSet) throws(Diagnostic) {
    guard !changes.isEmpty else { return }
    var isMatched = changes.map { _ in false }
    try resources.updateAll { (resource) throws(Diagnostic) in
      let lists = containerLists(in: resource)
      var next = 0
      while let index = try firstChange(from: next, for: &resource, lists) {
        let change = changes[index]
        next = index + 1
        var hasMatched = false
        for list in lists {
          try resource.node.updateCollection(at: list[...]) { (containers) throws(Diagnostic) in
            try Self.update(&containers, change, &hasMatched)
          }
        }
        try fields.update(&resource, creating: .nothing, origin: change.origin) {
          (field) throws(Diagnostic) in
          try change.apply(to: &field, &hasMatched)
        }
        if hasMatched { isMatched[index] = true }
      }
    }
    let unmatched = changes.indices.filter { !isMatched[$0] }
    if unmatched.isEmpty { return }
    let names = try names(in: resources).sorted()
    for (number, index) in unmatched.enumerated() {
      warnings.append(
        .imageMatchesNothing(
          changes[index].name, among: number < Diagnostic.hintedWarnings ? names : []))
    }
  }

  private static func update(
    _ containers: inout Node, _ change: Change, _ hasMatched: inout Bool
  ) throws(Diagnostic) {
    try containers.updateElements { (elements) throws(Diagnostic) in
      for index in elements.indices {
        try elements[index].update("image") { (image) throws(Diagnostic) in
          try change.apply(to: &image, &hasMatched)
        }
      }
    }
  }

  /// The names of all images, without tags and digests.
  private func names(in resources: ResourceSet) throws(Diagnostic) -> Set<String> {
    var names: Set<String> = []
    for var resource in resources.resources {
      let lists = containerLists(in: resource)
      try visitImages(of: &resource, lists) { image in
        if let text = image.text { names.insert(ImageReference(text).name) }
      }
    }
    return names
  }

  /// The position of the next entry that matches an image of the resource as it is now, so that only
  /// those are walked for.
  ///
  /// An image that is no text is one for every entry to refuse.
  private func firstChange(
    from start: Int, for resource: inout Resource, _ lists: [[Int]]
  ) throws(Diagnostic) -> Int? {
    if start == changes.count { return nil }
    var end = changes.count
    var first: Int?
    try visitImages(of: &resource, lists) { image in
      let match =
        image.text.map { patterns.first(matching: $0, in: start..<end) } ?? start
      if let match { (first, end) = (match, match) }
    }
    return first
  }

  private func visitImages(
    of resource: inout Resource, _ lists: [[Int]], _ visit: (Node) -> Void
  ) throws(Diagnostic) {
    for list in lists {
      guard case .sequence(let containers) = resource.node.collection(at: list).content else {
        continue
      }
      for container in containers {
        if let image = container["image"] { visit(image) }
      }
    }
    try fields.update(&resource, creating: .nothing, origin: nil) { visit($0) }
  }

  /// The places of the lists called `containers` or `initContainers`, inner ones first.
  ///
  /// A place is the positions of entries and elements on the way. Definitions have lists of that name
  /// that are others.
  private func containerLists(in resource: Resource) -> [[Int]] {
    guard resource.id.gvk.kind != "CustomResourceDefinition" else { return [] }
    var lists: [[Int]] = []
    var path: [Int] = []
    Self.collectContainerLists(in: resource.node, at: &path, into: &lists)
    return lists
  }

  private static func collectContainerLists(
    in node: Node, at path: inout [Int], into lists: inout [[Int]]
  ) {
    switch node.content {
    case .scalar: break
    case .sequence(let elements):
      for index in elements.indices {
        if case .scalar = elements[index].content { continue }
        path.append(index)
        collectContainerLists(in: elements[index], at: &path, into: &lists)
        path.removeLast()
      }
    case .mapping(let entries):
      for index in entries.indices {
        if case .scalar = entries[index].value.content { continue }
        path.append(index)
        collectContainerLists(in: entries[index].value, at: &path, into: &lists)
        if case .sequence = entries[index].value.content, isContainerList(entries[index]) {
          lists.append(path)
        }
        path.removeLast()
      }
    }
  }

  private static func isContainerList(_ entry: Node.Entry) -> Bool {
    entry.key.isScalar("containers") || entry.key.isScalar("initContainers")
  }

  /// One entry of `images`, ready to be applied.
  private struct Change {
    private let image: ImageChange

    init(_ image: ImageChange) {
      self.image = image
    }

    var origin: SourceRange? {
      (image.newTag ?? image.digest ?? image.newName ?? image.tagSuffix ?? image.name).range
    }

    var pattern: ImagePattern { image.pattern }

    var name: Located<String> { image.name }

    func apply(to node: inout Node, _ hasMatched: inout Bool) throws(Diagnostic) {
      guard case .scalar(let scalar) = node.content else {
        throw .imageNotScalar(at: node)
      }
      guard pattern.matches(scalar.text) else { return }
      hasMatched = true
      var reference = ImageReference(scalar.text)
      if let newName = value(image.newName) { reference.name = newName }
      switch (value(image.newTag), value(image.digest), value(image.tagSuffix)) {
      case (let tag?, let digest?, _):
        reference.tag = tag
        reference.digest = digest
      case (let tag?, nil, _):
        reference.tag = tag
        reference.digest = ""
      case (nil, let digest?, _):
        reference.tag = ""
        reference.digest = digest
      case (nil, nil, let suffix?):
        reference.tag += suffix
        reference.digest = ""
      case (nil, nil, nil): break
      }
      node = Node(scalar.replacingText(with: reference.text), range: origin)
    }

    private func value(_ field: Located<String>?) -> String? {
      field.flatMap { $0.value.isEmpty ? nil : $0.value }
    }
  }
}

extension Node {
  /// The node at the end of a way of positions of entries and elements.
  fileprivate func collection(at path: [Int]) -> Node {
    var node = self
    for position in path {
      switch node.content {
      case .scalar: return node
      case .sequence(let elements): node = elements[position]
      case .mapping(let entries): node = entries[position].value
      }
    }
    return node
  }

  /// Edits the node at the end of a way of positions of entries and elements.
  fileprivate mutating func updateCollection(
    at path: ArraySlice<Int>, _ body: (inout Node) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    guard let position = path.first else { return try body(&self) }
    try updateElements { (elements) throws(Diagnostic) in
      try elements[position].updateCollection(at: path.dropFirst(), body)
    }
    try updateEntries { (entries) throws(Diagnostic) in
      try entries[position].value.updateCollection(at: path.dropFirst(), body)
    }
  }
}
