internal import Compose
internal import Diagnostics
internal import YAML

/// Looks for development values in what a build made, in every form of ``Encoding``.
///
/// What it promises: no value of at least the minimal length occurs in any scalar or key of the
/// output, in none of these forms. What it cannot find: values that are encrypted, hashed,
/// compressed, or split over several fields.
struct LeakScan {
  private let needles: Needles
  private let exact: NeedleSearch
  private let spaceless: NeedleSearch
  private let spacelessIndices: [Int]

  init(_ needles: Needles) {
    self.needles = needles
    exact = NeedleSearch(needles.parts.map(\.bytes))
    spacelessIndices = needles.parts.indices.filter { needles.parts[$0].ignoresSpace }
    spaceless = NeedleSearch(spacelessIndices.map { needles.parts[$0].bytes })
  }

  /// The findings in the resources, at most one for each field.
  func findings(in resources: [Resource]) -> [Diagnostic] {
    if needles.parts.isEmpty, needles.words.isEmpty { return [] }
    var findings: [Diagnostic] = []
    for resource in resources {
      var path: [String] = []
      scan(resource.node, &path, description(of: resource.id), &findings)
    }
    return findings
  }

  /// How a resource is told of: by its kind alone, if its name is itself a finding.
  private func description(of id: ResourceID) -> String {
    needle(in: id.name) == nil && needle(in: id.namespace) == nil
      ? id.description : "\(id.gvk.kind) (its name is not shown)"
  }

  private func scan(
    _ node: Node, _ path: inout [String], _ id: String, _ findings: inout [Diagnostic]
  ) {
    switch node.content {
    case .scalar(let scalar):
      if let needle = needle(in: scalar.text) {
        findings.append(.leak(needle, in: id, path: path.joined(), at: node.range))
      }
    case .sequence(let elements):
      for (index, element) in elements.enumerated() {
        path.append("[\(index)]")
        scan(element, &path, id, &findings)
        path.removeLast()
      }
    case .mapping(let entries):
      for entry in entries {
        let key = entry.key.text ?? ""
        if let needle = needle(in: key) {
          // The key itself is the value: it must not be shown.
          path.append(path.isEmpty ? "(a key)" : ".(a key)")
          findings.append(.leak(needle, in: id, path: path.joined(), at: entry.key.range))
        } else {
          path.append(path.isEmpty ? key : ".\(key)")
        }
        scan(entry.value, &path, id, &findings)
        path.removeLast()
      }
    }
  }

  /// What a text holds; nil if it is clean.
  func needle(in text: String) -> Needles.Needle? {
    let bytes = Array(text.utf8)
    if let index = exact.first(in: bytes) { return needles.parts[index] }
    if bytes.contains(where: Needles.isSpace),
      let index = spaceless.first(in: bytes.filter { !Needles.isSpace($0) })
    {
      return needles.parts[spacelessIndices[index]]
    }
    guard !needles.words.isEmpty else { return nil }
    if let needle = needles.words[bytes] { return needle }
    for token in bytes.split(whereSeparator: Self.separatesTokens) where token.count < bytes.count {
      if let needle = needles.words[Array(token)] { return needle }
    }
    return nil
  }

  private static func separatesTokens(_ byte: UInt8) -> Bool {
    if Needles.isSpace(byte) { return true }
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "/"),
      UInt8(ascii: "@"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "("),
      UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"),
      UInt8(ascii: "}"), UInt8(ascii: "&"), UInt8(ascii: "?"), UInt8(ascii: "|"),
      UInt8(ascii: "="):
      return true
    default: return false
    }
  }
}
