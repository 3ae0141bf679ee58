public import Diagnostics
public import SystemPackage
internal import YAML

/// Why a document of our own could not be read: every problem of it.
public struct DocumentFailure: Error, Sendable {
  /// What is wrong, in the order of the file.
  public var diagnostics: [Diagnostic]

  package init(_ diagnostics: [Diagnostic]) {
    self.diagnostics = diagnostics.sorted { ($0.range?.start ?? 0) < ($1.range?.start ?? 0) }
  }
}

extension Project {
  /// Reads a project file that stands in `directory`.
  ///
  /// Throws all problems of the file at once.
  public init(_ file: SourceFile, in directory: FilePath) throws(DocumentFailure) {
    var problems: [Diagnostic] = []
    let document = try file.document()
    var reader = StrictMapping(document, as: "the project", problems: &problems)
    if problems.isEmpty { reader.demand(kind: "Project", problems: &problems) }
    self.directory = directory
    range = document.range
    if reader.node("environments") == nil {
      problems.append(.missingField("environments", of: "the project", at: document.range))
    }
    environments = reader.list("environments", problems: &problems) {
      Environment($0, problems: &$1)
    }
    shared = reader.list("shared", problems: &problems) {
      relativePath($0, of: "shared", problems: &$1)
    }
    if let node = reader.node("promote") { promotion = Promotion(node, problems: &problems) }
    divergences = reader.list("diverge", problems: &problems) { Divergence($0, problems: &$1) }
    reader.finish(problems: &problems)
    Self.check(environments, problems: &problems)
    for environment in environments where environment.tracking == .pinned {
      let overlay = FilePath(environment.overlay)
      if let outer = shared.first(where: { $0 == "." || overlay.starts(with: FilePath($0)) }) {
        problems.append(.pinnedOverlay(environment, in: outer))
      }
    }
    guard problems.isEmpty else { throw DocumentFailure(problems) }
  }

  private static func check(_ environments: [Environment], problems: inout [Diagnostic]) {
    func check(_ what: String, _ value: (Environment) -> String) {
      var known: [String: SourceRange?] = [:]
      for environment in environments {
        let value = value(environment)
        if let first = known[value] {
          problems.append(
            .repeatedEnvironment(what, value, at: environment.range, first: first))
        } else {
          known[value] = environment.range
        }
      }
    }
    check("name") { $0.name }
    check("overlay") { $0.overlay }
    check("bundle") { $0.bundle }
    var earlier: [String] = []
    for environment in environments {
      for source in environment.sources where !earlier.contains(source) {
        problems.append(
          .unknownSource(
            source, of: environment.name, nearest: nearestName(to: source, among: earlier),
            at: environment.range))
      }
      earlier.append(environment.name)
    }
  }
}

extension Project.Environment {
  fileprivate init?(_ node: Node, problems: inout [Diagnostic]) {
    var reader = StrictMapping(node, as: "an environment", problems: &problems)
    range = reader.range
    let nameNode = reader.node("name")
    let given = reader.requiredString("name", problems: &problems)
    name = given ?? ""
    if let given, !isName(given) {
      problems.append(
        .invalidValue(
          name, of: "name", expected: "made of lower-case letters, digits and hyphens",
          at: nameNode?.range))
    }
    if reader.node("overlay") == nil {
      problems.append(
        .missingField(
          "overlay", of: given.map { "environment \($0)" } ?? "an environment", at: range))
    }
    overlay =
      reader.node("overlay").flatMap {
        relativePath($0, of: "overlay", problems: &problems)
      } ?? "overlays/\(name)"
    bundle =
      reader.node("bundle").flatMap {
        relativePath($0, of: "bundle", problems: &problems)
      } ?? "environments/\(name)"
    isProtected = reader.boolean("protected", problems: &problems) ?? false
    sources = reader.strings("from", problems: &problems)
    requirement = reader.choice("require", problems: &problems) ?? .all
    tracking = reader.choice("tracking", problems: &problems) ?? .head
    if let node = reader.node("minSoak"),
      let text = StrictMapping.string(node, of: "minSoak", problems: &problems)
    {
      minimalSoak = seconds(text, at: node.range, problems: &problems) ?? 0
    }
    windows = reader.list("windows", problems: &problems) {
      Project.Window($0, problems: &$1)
    }
    freezes = reader.list("freezes", problems: &problems) {
      Project.Freeze($0, problems: &$1)
    }
    if let node = reader.node("limits") { limits = Project.Limits(node, problems: &problems) }
    overridable = reader.list("overridable", problems: &problems) { node, problems in
      choice(node, of: "overridable", problems: &problems)
    }
    reader.finish(problems: &problems)
    if given == nil { return nil }
  }
}

extension Project.Window {
  fileprivate init?(_ node: Node, problems: inout [Diagnostic]) {
    var reader = StrictMapping(node, as: "a window", problems: &problems)
    days = reader.list("days", problems: &problems) { node, problems in
      choice(node, of: "days", problems: &problems)
    }
    let from = reader.node("from")
    let to = reader.node("to")
    let start = reader.requiredString("from", problems: &problems)
      .flatMap { minutes($0, of: "from", at: from?.range, problems: &problems) }
    let end = reader.requiredString("to", problems: &problems)
      .flatMap { minutes($0, of: "to", at: to?.range, problems: &problems) }
    timeZone = reader.string("timezone", problems: &problems) ?? "UTC"
    reader.finish(problems: &problems)
    guard let start, let end else { return nil }
    self.start = start
    self.end = end
    if end <= start {
      problems.append(
        .invalidValue(to?.text ?? "", of: "to", expected: "later than from", at: to?.range))
    }
  }
}

extension Project.Freeze {
  fileprivate init?(_ node: Node, problems: inout [Diagnostic]) {
    var reader = StrictMapping(node, as: "a freeze", problems: &problems)
    let name = reader.requiredString("name", problems: &problems)
    let start = Self.time("start", &reader, problems: &problems)
    let end = Self.time("end", &reader, problems: &problems)
    let endRange = reader.node("end")?.range
    reader.finish(problems: &problems)
    guard let name, let start, let end else { return nil }
    self.name = name
    self.start = start
    self.end = end
    if end <= start {
      problems.append(
        .invalidValue(
          reader.node("end")?.text ?? "", of: "end", expected: "later than start", at: endRange))
    }
  }

  /// A point in time, as `2026-12-20T00:00Z`: YAML takes it for a timestamp or for a string.
  private static func time(
    _ name: String, _ reader: inout StrictMapping, problems: inout [Diagnostic]
  ) -> Int64? {
    guard let node = reader.node(name) else {
      problems.append(.missingField(name, of: "a freeze", at: reader.range))
      return nil
    }
    guard let text = node.text, let time = Instant(text)?.seconds else {
      problems.append(
        .invalidValue(
          node.text ?? "", of: name, expected: "a time such as 2026-12-20T00:00Z", at: node.range))
      return nil
    }
    return time
  }
}

extension Project.Limits {
  fileprivate init(_ node: Node, problems: inout [Diagnostic]) {
    var reader = StrictMapping(node, as: "limits", problems: &problems)
    maximalChanges = reader.count("maxChanged", problems: &problems)
    denied = reader.list("deny", problems: &problems) { node, problems in
      guard let text = StrictMapping.string(node, of: "deny", problems: &problems) else {
        return nil
      }
      let isDeletion = text.hasPrefix("delete:") && text.utf8.count > "delete:".utf8.count
      if text != "immutable", !isDeletion {
        problems.append(
          .invalidValue(text, of: "deny", expected: "immutable or delete:KIND", at: node.range))
      }
      return text
    }
    reader.finish(problems: &problems)
  }
}

extension Project.Promotion {
  private enum Digests: String, CaseIterable {
    case optional
    case requireInProtected = "require-in-protected"
  }

  fileprivate init(_ node: Node, problems: inout [Diagnostic]) {
    var reader = StrictMapping(node, as: "promote", problems: &problems)
    images = reader.strings("images", problems: &problems)
    fields = reader.list("fields", problems: &problems) { Field($0, problems: &$1) }
    let digests: Digests? = reader.choice("digests", problems: &problems)
    requiresDigests = digests == .requireInProtected
    reader.finish(problems: &problems)
  }
}

extension Project.Promotion.Field {
  fileprivate init?(_ node: Node, problems: inout [Diagnostic]) {
    var reader = StrictMapping(node, as: "a field", problems: &problems)
    let file = reader.node("file").flatMap { relativePath($0, of: "file", problems: &problems) }
    if reader.node("file") == nil {
      problems.append(.missingField("file", of: "a field", at: node.range))
    }
    let path = reader.string("path", problems: &problems)
    let key = reader.string("key", problems: &problems)
    reader.finish(problems: &problems)
    guard let file else { return nil }
    self.file = file
    switch (path, key) {
    case (let path?, nil): location = .path(path)
    case (nil, let key?): location = .key(key)
    default:
      problems.append(.missingField("path\" or \"key", of: "a field", at: node.range))
      return nil
    }
  }
}

extension Project.Divergence {
  fileprivate init?(_ node: Node, problems: inout [Diagnostic]) {
    var reader = StrictMapping(node, as: "a divergence", problems: &problems)
    let kind = reader.requiredString("kind", problems: &problems)
    name = reader.string("name", problems: &problems)
    let path = reader.requiredString("path", problems: &problems)
    reader.finish(problems: &problems)
    guard let kind, let path else { return nil }
    self.kind = kind
    self.path = path
  }
}

// MARK: Values

/// A path below the project file, without `.`, `..` and doubled slashes.
private func relativePath(
  _ node: Node, of name: String, problems: inout [Diagnostic]
) -> String? {
  guard let text = StrictMapping.string(node, of: name, problems: &problems) else { return nil }
  let path = FilePath(text).lexicallyNormalized()
  let climbs = path.components.first?.kind == .parentDirectory
  guard !text.isEmpty, path.isRelative, !climbs else {
    problems.append(.pathOutsideProject(text, of: name, at: node.range))
    return nil
  }
  return path.string
}

private func choice<Choice: RawRepresentable & CaseIterable>(
  _ node: Node, of name: String, problems: inout [Diagnostic]
) -> Choice? where Choice.RawValue == String {
  guard let text = StrictMapping.string(node, of: name, problems: &problems) else { return nil }
  if let choice = Choice(rawValue: text) { return choice }
  problems.append(.unknownChoice(text, of: name, Choice.allCases.map(\.rawValue), at: node.range))
  return nil
}

private func isName(_ text: String) -> Bool {
  let bytes = Array(text.utf8)
  func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
  return bytes.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
    && bytes.first.map(isLetterOrDigit) == true && bytes.last.map(isLetterOrDigit) == true
}

/// Seconds of a duration such as `90m`, `24h` or `2d`.
private func seconds(
  _ text: String, at range: SourceRange?, problems: inout [Diagnostic]
) -> Int? {
  let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86400]
  if let last = text.last, let unit = units[last], let count = Int(text.dropLast()), count >= 0,
    case let (seconds, overflow) = count.multipliedReportingOverflow(by: unit), !overflow
  {
    return seconds
  }
  problems.append(
    .invalidValue(text, of: "minSoak", expected: "a duration such as 90m, 24h or 2d", at: range))
  return nil
}

/// Minutes after midnight of a time such as `09:00`.
private func minutes(
  _ text: String, of name: String, at range: SourceRange?, problems: inout [Diagnostic]
) -> Int? {
  let parts = text.split(separator: ":", omittingEmptySubsequences: false)
  if parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hours = Int(parts[0]),
    let minutes = Int(parts[1]), (0..<60).contains(minutes),
    (0..<24).contains(hours) || (hours == 24 && minutes == 0)
  {
    return hours * 60 + minutes
  }
  problems.append(
    .invalidValue(text, of: name, expected: "a time of day such as 09:00", at: range))
  return nil
}
