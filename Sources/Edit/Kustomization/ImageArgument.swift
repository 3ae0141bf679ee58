package import Diagnostics
internal import YAML

/// What `edit set image` is told: `IMAGE=NEW:TAG@DIGEST`, of which all but one part may be missing.
package struct ImageArgument: Sendable {
  /// A part that is changed, kept or taken away.
  enum Part: Hashable, Sendable {
    case absent
    /// Written as `*`.
    case kept
    case text(String)
  }

  /// The forms, for a message.
  package static let forms = [
    "IMAGE=NEWIMAGE:TAG", "IMAGE=NEWIMAGE@DIGEST", "IMAGE=NEWIMAGE:TAG@DIGEST", "IMAGE=NEWIMAGE",
    "IMAGE:TAG", "IMAGE:TAG@DIGEST", "IMAGE@DIGEST",
  ]

  let name: String
  let newName: Part
  let newTag: Part
  let digest: Part

  /// The parts by their fields.
  fileprivate var parts: [(field: String, part: Part)] {
    [("newName", newName), ("newTag", newTag), ("digest", digest)]
  }

  /// Takes an argument apart; nil if it has none of the forms.
  package init?(_ argument: String) {
    let sides = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let reference = Reference(sides[sides.count - 1]) else { return nil }
    newTag = Part(reference.tag)
    digest = Part(reference.digest)
    if sides.count == 2 {
      name = String(sides[0])
      newName = Part(reference.name)
    } else {
      name = String(reference.name)
      newName = .absent
      if newTag == .absent, digest == .absent { return nil }
    }
    if name.isEmpty || name == "*" { return nil }
  }

  /// `NAME:TAG@DIGEST`; a port of the registry is no tag.
  private struct Reference {
    var name: Substring
    var tag: Substring?
    var digest: Substring?

    init?(_ text: Substring) {
      name = text
      if let at = name.firstIndex(of: "@") {
        digest = name[name.index(after: at)...]
        name = name[..<at]
      }
      if let colon = name.lastIndex(of: ":"), !name[colon...].contains("/") {
        tag = name[name.index(after: colon)...]
        name = name[..<colon]
      }
      guard !name.isEmpty, tag.map(Self.isTag) ?? true, digest.map(Self.isDigest) ?? true else {
        return nil
      }
    }

    private static func isTag(_ text: Substring) -> Bool {
      text == "*" || !text.isEmpty && text.utf8.allSatisfy { isWord($0) || ".-".utf8.contains($0) }
    }

    private static func isDigest(_ text: Substring) -> Bool {
      if text == "*" { return true }
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      return parts.count == 2
        && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(isWord) }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
  }
}

extension ImageArgument.Part {
  fileprivate init(_ text: Substring?) {
    self = text.map { $0 == "*" ? .kept : .text(String($0)) } ?? .absent
  }

  /// The text for a new entry.
  fileprivate var newText: String {
    if case .text(let text) = self { text } else { "" }
  }
}

extension KustomizationEditor {
  /// Gives images other names, tags or digests; what an argument does not name goes.
  package mutating func set(_ images: [ImageArgument]) throws(Diagnostic) {
    try edit(images, by: \.name, in: "images") { (editor, image, position) throws(Diagnostic) in
      try editor.set(image, at: position)
    }
  }

  private mutating func set(_ image: ImageArgument, at position: Int?) throws(Diagnostic) {
    let parts = image.parts
    guard let position else {
      let texts = [("name", image.name)] + parts.map { ($0.0, $0.1.newText) }
      return try apply(.append(EditPath(keys: "images"), .fields(texts)))
    }
    for (key, part) in parts {
      if case .text(let text) = part {
        try apply(.set(element(position, of: "images", key), Node(string: text)))
      }
    }
    let entry = yaml.root["images"]?.elements?[position]
    // An entry has one tag only: what Kustomize does not name, it does not write.
    for (key, part) in parts + [("tagSuffix", .absent)]
    where part == .absent && entry?[key] != nil {
      try apply(.remove(element(position, of: "images", key)))
    }
  }
}
