internal import Diagnostics
internal import Schema
internal import YAML

/// Changes names, tags and digests of images, for each entry of `images`.
///
/// Kustomize does it in two passes for each entry: over the field `image` in every list called
/// `containers` or `initContainers`, wherever it is, and then over the field specifications.
struct ImageTransformer: Transformer {
  private let changes: [Change]
  private var fields: FieldSpecTable
  private(set) var warnings: [Diagnostic] = []

  init(_ images: [ImageChange], fields: [FieldSpec]) {
    changes = images.map(Change.init)
    self.fields = FieldSpecTable(fields)
  }

  mutating func apply(to resources: inout ResourceSet) throws(Diagnostic) {
    guard !changes.isEmpty else { return }
    var isMatched = changes.map { _ in false }
    try resources.updateAll { (resource) throws(Diagnostic) in
      let relevant = try relevantChanges(for: &resource)
      for index in relevant.indices {
        let change = relevant[index]
        var hasMatched = false
        if resource.id.gvk.kind != "CustomResourceDefinition" {
          try updateContainers(in: &resource.node, change, &hasMatched)
        }
        try fields.update(&resource, creating: .nothing, origin: change.origin) {
          (field) throws(Diagnostic) in
          try change.apply(to: &field, &hasMatched)
        }
        if hasMatched { isMatched[index] = true }
      }
    }
    for (index, change) in changes.enumerated() where !isMatched[index] {
      warnings.append(.imageMatchesNothing(change.name, among: try names(in: &resources)))
    }
  }

  /// The names of all images, without tags and digests.
  private mutating func names(in resources: inout ResourceSet) throws(Diagnostic) -> Set<String> {
    var names: Set<String> = []
    func note(_ image: Node) {
      if let text = image.text { names.insert(ImageReference(text).name) }
    }
    for var resource in resources.resources {
      Self.visitContainers(in: resource.node, note)
      try fields.update(&resource, creating: .nothing, origin: nil) { note($0) }
    }
    return names
  }

  /// The entries that could match an image of the resource, so that most resources are walked once.
  ///
  /// An entry may match what an earlier one made, so that all entries from the first match on count.
  private mutating func relevantChanges(
    for resource: inout Resource
  ) throws(Diagnostic) -> ArraySlice<Change> {
    var first = changes.count
    func note(_ image: Node) {
      guard let text = image.text else { return first = 0 }
      if let match = changes[..<first].firstIndex(where: { $0.matches(text) }) { first = match }
    }
    Self.visitContainers(in: resource.node, note)
    try fields.update(&resource, creating: .nothing, origin: nil) { note($0) }
    return changes[first...]
  }

  private static func visitContainers(in node: Node, _ visit: (Node) -> Void) {
    switch node.content {
    case .scalar: break
    case .sequence(let elements):
      for element in elements { visitContainers(in: element, visit) }
    case .mapping(let entries):
      for index in entries.indices where entries[index].value.scalar == nil {
        visitContainers(in: entries[index].value, visit)
        guard case .sequence(let containers) = entries[index].value.content,
          isContainerList(entries[index])
        else { continue }
        for container in containers {
          if let image = container["image"] { visit(image) }
        }
      }
    }
  }

  private func updateContainers(
    in node: inout Node, _ change: Change, _ hasMatched: inout Bool
  ) throws(Diagnostic) {
    try node.updateElements { (elements) throws(Diagnostic) in
      for index in elements.indices {
        try updateContainers(in: &elements[index], change, &hasMatched)
      }
    }
    try node.updateEntries { (entries) throws(Diagnostic) in
      for index in entries.indices where entries[index].value.scalar == nil {
        try updateContainers(in: &entries[index].value, change, &hasMatched)
        guard Self.isContainerList(entries[index]) else { continue }
        try entries[index].value.updateElements { (containers) throws(Diagnostic) in
          for container in containers.indices {
            try containers[container].update("image") { (image) throws(Diagnostic) in
              try change.apply(to: &image, &hasMatched)
            }
          }
        }
      }
    }
  }

  private static func isContainerList(_ entry: Node.Entry) -> Bool {
    entry.key.isScalar("containers") || entry.key.isScalar("initContainers")
  }

  /// One entry of `images`, ready to be applied.
  private struct Change {
    private let image: ImageChange
    private let pattern: RegularExpression?
    private let literalName: String?

    init(_ image: ImageChange) {
      self.image = image
      let name = image.name.value
      // Kustomize puts the name into a regular expression unescaped; a name is nearly always
      // without operators but the dot, which then stands for any character.
      literalName =
        name.utf8.allSatisfy { !#"\^$|?*+()[]{}"#.utf8.contains($0) } ? name : nil
      pattern =
        literalName == nil
        ? RegularExpression("\(name)(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?") : nil
    }

    var origin: SourceRange? {
      (image.newTag ?? image.digest ?? image.newName ?? image.tagSuffix ?? image.name).range
    }

    func matches(_ text: String) -> Bool {
      guard let literalName else { return pattern?.matches(text) ?? false }
      return Self.matches(text, literalName)
    }

    private static func matches(_ text: String, _ name: String) -> Bool {
      let (text, name) = (text.utf8.span, name.utf8.span)
      guard text.count >= name.count else { return false }
      for index in name.indices {
        guard name[index] == UInt8(ascii: ".") || text[index] == name[index] else { return false }
      }
      var index = name.count
      func skip(_ byte: UInt8) -> Bool {
        guard index < text.count, text[index] == byte else { return false }
        index += 1
        return true
      }
      if skip(UInt8(ascii: ":")) {
        while index < text.count, isTagByte(text[index]) { index += 1 }
      }
      if index == text.count { return true }
      for byte in "@sha256:".utf8 { guard skip(byte) else { return false } }
      while index < text.count {
        guard isTagByte(text[index]) else { return false }
        index += 1
      }
      return true
    }

    private static func isTagByte(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "{"), UInt8(ascii: "}"),
        UInt8(ascii: "-"):
        true
      default: isAlphanumeric(byte)
      }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    var name: Located<String> { image.name }

    func apply(to node: inout Node, _ hasMatched: inout Bool) throws(Diagnostic) {
      guard case .scalar(let scalar) = node.content else {
        throw .imageNotScalar(at: node)
      }
      guard matches(scalar.text) else { return }
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
