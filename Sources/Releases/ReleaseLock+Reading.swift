public import Compose
public import Diagnostics
public import Project
internal import SystemPackage
internal import YAML

extension ReleaseLock {
  /// The path of an environment's lock, relative to the project.
  public static func path(of environment: Project.Environment) -> String {
    "\(environment.bundle)/\(fileName)"
  }

  /// The lock that an environment has; nil if there is none.
  public static func current(
    of environment: Project.Environment, in project: Project, _ cache: SourceCache
  ) throws(BuildFailure) -> ReleaseLock? {
    let path = project.directory.pushing(FilePath(path(of: environment)))
    guard cache.kind(of: path) == .file else { return nil }
    do {
      return try ReleaseLock(cache.file(at: path))
    } catch let failure as DocumentFailure {
      throw BuildFailure(diagnostics: failure.diagnostics)
    } catch {
      throw BuildFailure(diagnostics: [.lockUnreadable(cache.displayPath(path))])
    }
  }

  /// Reads a lock; every problem of it is thrown.
  ///
  /// A lock whose release is not that of its trees and values was changed by hand.
  public init(_ file: SourceFile) throws(DocumentFailure) {
    if let range = Self.conflictMarker(in: file) {
      throw DocumentFailure([.releaseLockConflict(at: range)])
    }
    var problems: [Diagnostic] = []
    let document = try file.document()
    var reader = StrictMapping(document, as: "the release lock", problems: &problems)
    let version = reader.count("version", problems: &problems)
    if problems.isEmpty, version != Self.formatVersion {
      problems.append(.releaseLockVersion(at: document.range))
    }
    environment = reader.requiredString("environment", problems: &problems) ?? ""
    let idRange = reader.keyRange("release")
    let id = reader.requiredString("release", problems: &problems)
    previous = reader.string("previous", problems: &problems)
    sources = reader.strings("from", problems: &problems)
    kept = reader.strings("kept", problems: &problems)
    commit = reader.requiredString("commit", problems: &problems) ?? ""
    hold = reader.node("hold").flatMap { Hold($0, problems: &problems) }
    overrides = reader.list("overrides", problems: &problems) { Override($0, problems: &$1) }
    bundle = reader.requiredString("bundle", problems: &problems) ?? ""
    release = Release(
      trees: Self.table("trees", "path", "tree", &reader, problems: &problems),
      values: Self.table("values", "name", "value", &reader, problems: &problems))
    reader.finish(problems: &problems)
    if problems.isEmpty, let id, id != release.id {
      problems.append(.releaseForged(id, expected: release.id, at: idRange))
    }
    guard problems.isEmpty else { throw DocumentFailure(problems) }
  }

  private static func table(
    _ name: String, _ key: String, _ value: String, _ reader: inout StrictMapping,
    problems: inout [Diagnostic]
  ) -> [String: String] {
    let pairs = reader.list(name, problems: &problems) { node, problems -> (String, String)? in
      var entry = StrictMapping(node, as: "an entry of \(name)", problems: &problems)
      let key = entry.requiredString(key, problems: &problems)
      let text = entry.string(value, problems: &problems)
      entry.finish(problems: &problems)
      guard let key, let text else { return nil }
      return (key, text)
    }
    return Dictionary(pairs) { _, last in last }
  }

  /// The place of the first line that git left where two promotions met.
  private static func conflictMarker(in file: SourceFile) -> SourceRange? {
    var start = 0
    for line in file.bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if line.starts(with: "<<<<<<<".utf8) {
        return SourceRange(file: file.id, start: start, end: start + line.count)
      }
      start += line.count + 1
    }
    return nil
  }
}

extension ReleaseLock.Hold {
  fileprivate init?(_ node: Node, problems: inout [Diagnostic]) {
    var reader = StrictMapping(node, as: "hold", problems: &problems)
    let reason = reader.requiredString("reason", problems: &problems)
    reader.finish(problems: &problems)
    guard let reason else { return nil }
    self.reason = reason
  }
}

extension ReleaseLock.Override {
  fileprivate init?(_ node: Node, problems: inout [Diagnostic]) {
    var reader = StrictMapping(node, as: "an override", problems: &problems)
    let gate = reader.requiredString("gate", problems: &problems)
    let reason = reader.requiredString("reason", problems: &problems)
    reader.finish(problems: &problems)
    guard let gate, let reason else { return nil }
    self.gate = gate
    self.reason = reason
  }
}
