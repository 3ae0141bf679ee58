public import Diagnostics
public import Project
internal import SystemPackage
internal import YAML

extension BundleLock {
  /// Reads a lock; every problem of it is thrown.
  public init(_ file: SourceFile) throws(DocumentFailure) {
    var problems: [Diagnostic] = []
    let document = try file.document()
    var reader = StrictMapping(document, as: "the lock", problems: &problems)
    let version = reader.count("version", problems: &problems)
    if problems.isEmpty, version != Self.formatVersion {
      problems.append(.lockVersion(at: document.range))
    }
    environment = reader.requiredString("environment", problems: &problems) ?? ""
    overlay = reader.requiredString("overlay", problems: &problems) ?? ""
    let epoch = reader.count("epoch", problems: &problems)
    if problems.isEmpty, epoch == nil { problems.append(.lockEpoch(at: document.range)) }
    self.epoch = epoch ?? 0
    options = Self.options(reader.node("options"), problems: &problems)
    let entries = LockEntries()
    entries.read(reader.node("inputs"), of: "inputs", problems: &problems) {
      (entry, problems) in
      Self.input(&entry, problems: &problems)
    } store: {
      inputs[$0] = $1
    } again: {
      // Whether the bundle is what the sources make is told by its files.
      inputs[$0] = .merged
      return true
    }
    entries.read(reader.node("outputs"), of: "outputs", problems: &problems) {
      (entry, problems) in
      Self.output(&entry, problems: &problems)
    } store: {
      outputs[$0] = $1
    }
    entries.read(reader.node("sealed"), of: "sealed", problems: &problems) {
      (entry, problems) in
      let resource = entry.requiredString("resource", problems: &problems)
      let keys = entry.node("keys")?.elements?.compactMap(\.text)
      return resource.map { ($0, keys ?? []) }
    } store: {
      sealed[$0] = $1
    }
    reader.finish(problems: &problems)
    guard problems.isEmpty else { throw DocumentFailure(problems) }
  }

  private static func options(
    _ node: Node?, problems: inout [Diagnostic]
  ) -> [String: String] {
    guard let node, !node.isNull else { return [:] }
    guard let entries = node.entries else {
      problems.append(.wrongType(of: "options", expected: "a mapping", node))
      return [:]
    }
    var options: [String: String] = [:]
    for entry in entries {
      let value = StrictMapping.string(entry.value, of: "an option", problems: &problems)
      if let name = entry.key.text, options.updateValue(value ?? "", forKey: name) != nil {
        problems.append(.lockTwice(name, at: entry.key.range))
      }
    }
    return options
  }

  private static func input(
    _ entry: inout StrictMapping, problems: inout [Diagnostic]
  ) -> (String, Input)? {
    let path = entry.string("path", problems: &problems)
    let remote = entry.string("remote", problems: &problems)
    let link = entry.string("link", problems: &problems)
    let isAbsent = entry.boolean("absent", problems: &problems) ?? false
    if entry.boolean("merged", problems: &problems) == true, let path { return (path, .merged) }
    let digest = digest(&entry, problems: &problems)
    switch (path, remote, digest, link, isAbsent) {
    case (let path?, nil, let digest?, nil, false): return (path, .file(sha256: digest))
    case (let path?, nil, nil, let link?, false): return (path, .link(to: link))
    case (let path?, nil, nil, nil, true): return (path, .absent)
    case (nil, let remote?, let digest?, nil, false): return (remote, .remote(sha256: digest))
    default:
      problems.append(.lockEntry("an input", at: entry.range))
      return nil
    }
  }

  private static func output(
    _ entry: inout StrictMapping, problems: inout [Diagnostic]
  ) -> (String, Output)? {
    let resource = entry.string("resource", problems: &problems)
    guard let path = entry.requiredString("file", problems: &problems),
      let digest = digest(&entry, problems: &problems), isBelow(path)
    else {
      problems.append(.lockEntry("an output", at: entry.range))
      return nil
    }
    return (path, Output(resource: resource, sha256: digest))
  }

  private static func digest(
    _ entry: inout StrictMapping, problems: inout [Diagnostic]
  ) -> String? {
    guard let text = entry.string("sha256", problems: &problems) else { return nil }
    let isHexadecimal = text.utf8.allSatisfy {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
    }
    return text.utf8.count == 64 && isHexadecimal ? text : nil
  }

  /// Whether a path stays below its directory, part by part.
  private static func isBelow(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return !text.utf8.contains(0)
      && parts.allSatisfy { part in
        !part.isEmpty && !part.elementsEqual(".".utf8) && !part.elementsEqual("..".utf8)
      }
  }
}

/// Reads the lists of a lock, whose keys may stand once.
private struct LockEntries {
  func read<Value>(
    _ node: Node?, of name: String, problems: inout [Diagnostic],
    entry read: (inout StrictMapping, inout [Diagnostic]) -> (String, Value)?,
    store: (String, Value) -> Void, again: (String) -> Bool = { _ in false }
  ) {
    guard let node, !node.isNull else { return }
    guard let elements = node.elements else {
      problems.append(.wrongType(of: name, expected: "a list", node))
      return
    }
    var known: Set<String> = []
    for element in elements {
      var entry = StrictMapping(element, as: "an entry of \(name)", problems: &problems)
      let value = read(&entry, &problems)
      entry.finish(problems: &problems)
      guard let value else { continue }
      if known.insert(value.0).inserted {
        store(value.0, value.1)
      } else if !again(value.0) {
        problems.append(.lockTwice(value.0, at: element.range))
      }
    }
  }
}
