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
  private let search: NeedleSearch

  init(_ needles: Needles) {
    self.needles = needles
    search = NeedleSearch(needles.parts.map(\.bytes))
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
    let found = text.utf8.withContiguousStorageIfAvailable { needle(in: $0, level: 0) }
    return found ?? Array(text.utf8).withUnsafeBufferPointer { needle(in: $0, level: 0) }
  }

  /// How often what can be decoded is decoded and looked at again.
  private static let decodingLevels = 3

  private func needle(
    in bytes: UnsafeBufferPointer<UInt8>, level: Int
  ) -> Needles.Needle? {
    if let needle = needleAsItStands(in: bytes) { return needle }
    guard level < Self.decodingLevels else { return nil }
    let decodings = [
      Self.base64Decoded(bytes), Self.percentDecoded(bytes, isForm: false)?.text,
      Self.percentDecoded(bytes, isForm: true)?.text,
    ]
    for case let decoded? in decodings {
      let found = decoded.withUnsafeBufferPointer { needle(in: $0, level: level + 1) }
      if let found { return found }
    }
    return nil
  }

  /// What a text with percent encoding stands for, whichever characters were encoded.
  ///
  /// With the position of each byte in `bytes`, and that of their end; nil if nothing is encoded. In a
  /// form a plus sign stands for a space.
  private static func percentDecoded(
    _ bytes: UnsafeBufferPointer<UInt8>, isForm: Bool
  ) -> (text: [UInt8], positions: [Int])? {
    let (percent, plus) = (UInt8(ascii: "%"), UInt8(ascii: "+"))
    guard bytes.contains(isForm ? plus : percent) else { return nil }
    var decoded: [UInt8] = []
    var positions: [Int] = []
    decoded.reserveCapacity(bytes.count)
    positions.reserveCapacity(bytes.count + 1)
    var index = 0
    while index < bytes.count {
      positions.append(index)
      if bytes[index] == percent, index + 2 < bytes.count,
        let byte = UInt8(
          String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
      {
        decoded.append(byte)
        index += 3
      } else {
        decoded.append(isForm && bytes[index] == plus ? UInt8(ascii: " ") : bytes[index])
        index += 1
      }
    }
    positions.append(bytes.count)
    return decoded.elementsEqual(bytes) ? nil : (decoded, positions)
  }

  /// What a text that is base64, or its form for URLs, from end to end stands for.
  private static func base64Decoded(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    guard bytes.count >= 8, mayBeBase64(bytes) else { return nil }
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count + 3)
    for byte in bytes where !Needles.isSpace(byte) {
      switch byte {
      case UInt8(ascii: "-"): text.append(UInt8(ascii: "+"))
      case UInt8(ascii: "_"): text.append(UInt8(ascii: "/"))
      default: text.append(byte)
      }
    }
    guard text.count >= 8 else { return nil }
    while !text.count.isMultiple(of: 4) { text.append(UInt8(ascii: "=")) }
    return Base64.decode(text)
  }

  /// Whether a text has no other bytes than those of base64 and white space, and padding at its end
  /// alone; most texts show early that they are none.
  private static func mayBeBase64(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var hasPadding = false
    for byte in bytes where !Needles.isSpace(byte) {
      if byte == UInt8(ascii: "=") {
        hasPadding = true
      } else if hasPadding || !isBase64(byte) {
        return false
      }
    }
    return true
  }

  /// Whether a byte is one of the alphabets of base64.
  private static func isBase64(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"),
      UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private func needleAsItStands(in bytes: UnsafeBufferPointer<UInt8>) -> Needles.Needle? {
    if let index = search.first(in: bytes) { return needles.parts[index] }
    if bytes.contains(where: Needles.isSpace), search.mayOccur(inSpacelessOf: bytes) {
      let index = bytes.filter { !Needles.isSpace($0) }.withUnsafeBufferPointer { text in
        search.first(in: text) { needles.parts[$0].ignoresSpace }
      }
      if let index { return needles.parts[index] }
    }
    return word(in: bytes)
  }

  /// A short value that is all of a text, or one of its tokens.
  private func word(in bytes: UnsafeBufferPointer<UInt8>) -> Needles.Needle? {
    guard !needles.words.isEmpty else { return nil }
    if bytes.count <= needles.longestWord, let needle = needles.words[Array(bytes)] {
      return needle
    }
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(where: Self.separatesTokens) ?? bytes.count
      defer { start = end + 1 }
      guard start < end, end - start <= needles.longestWord else { continue }
      if let needle = needles.words[Array(bytes[start..<end])] { return needle }
    }
    return nil
  }

  /// What the bytes of a file hold: each development value once, with the place where it begins and
  /// how many bytes it takes.
  ///
  /// Short values, which any text may hold by chance, and hash suffixes do not count.
  func occurrences(in bytes: [UInt8]) -> [(needle: Needles.Needle, range: Range<Int>)] {
    var found: [(needle: Needles.Needle, range: Range<Int>)] = []
    var names: Set<String> = []
    func note(_ needle: Needles.Needle, _ range: Range<Int>) {
      guard needle.encoding != Needles.hashSuffix, names.insert(needle.name).inserted else {
        return
      }
      found.append((needle, range))
    }
    bytes.withUnsafeBufferPointer { bytes in
      search.visit(bytes) { index, start in
        note(needles.parts[index], start..<start + needles.parts[index].bytes.count)
        return true
      }
      if search.mayOccur(inSpacelessOf: bytes) {
        let positions = bytes.indices.filter { !Needles.isSpace(bytes[$0]) }
        positions.map { bytes[$0] }.withUnsafeBufferPointer { text in
          search.visit(text) { index, start in
            let needle = needles.parts[index]
            guard needle.ignoresSpace else { return true }
            note(needle, positions[start]..<positions[start + needle.bytes.count - 1] + 1)
            return true
          }
        }
      }
      guard let (decoded, positions) = Self.percentDecoded(bytes, isForm: false) else { return }
      decoded.withUnsafeBufferPointer { text in
        search.visit(text) { index, start in
          let needle = needles.parts[index]
          note(needle, positions[start]..<positions[start + needle.bytes.count])
          return true
        }
      }
    }
    return found
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
