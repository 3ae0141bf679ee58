import Compose
import Diagnostics
import Explain
import Foundation
import Seal
import SystemPackage
import YAML

/// Builds of files that hold other bytes where explanations point.
struct EditedBuilds {
  /// A value of the output, and what its explanation says decides on it.
  struct Value {
    /// The position of the resource in the output.
    var resource: Int
    var path: NodePath
    var place: SourceRange
  }

  /// What becomes of a value if other bytes are at its place.
  enum Outcome {
    case changed
    case same
    /// There is no such build.
    case refused
  }

  private let watched: Watched
  private let directory: FilePath
  private let options: BuildOptions

  init(of watched: Watched, in directory: FilePath, _ options: BuildOptions) {
    self.watched = watched
    self.directory = directory
    self.options = options
  }

  private var resources: [Resource] { watched.build.resources }

  /// The scalars of the output whose places hold anything.
  var values: [Value] {
    resources.indices.flatMap { index -> [Value] in
      let subject = watched.provenance.subjects[index]
      return subject.node.scalarPaths().compactMap { path in
        guard let origin = watched.provenance.origin(of: path, of: subject),
          let place = watched.provenance.place(of: origin, subject), insertion(in: place) != nil
        else { return nil }
        return Value(resource: index, path: path, place: place)
      }
    }
  }

  /// `Deployment web /spec/replicas: overlays/prod/kustomization.yaml:7`.
  func description(of value: Value) -> String {
    let file = watched.sources.file(value.place.file)
    let line = file.map { $0.position(of: Int(value.place.start)).line } ?? 0
    return "\(resources[value.resource].id) \(value.path.pointer): \(file?.path ?? "?"):\(line)"
  }

  /// What becomes of some values.
  ///
  /// They are tried together: one that holds the bytes which were put at its own place, and no other
  /// place, has changed by them. Whatever does not show them is tried alone.
  func outcomes(of values: [Value]) -> [Outcome] {
    let marks = values.indices.map { "8\(101 + $0)" }
    guard let build = build(with: zip(values, marks).map { ($0.place, $1) }) else {
      if values.count < 2 { return values.map { _ in .refused } }
      let half = values.count / 2
      return outcomes(of: Array(values[..<half])) + outcomes(of: Array(values[half...]))
    }
    let counterparts = Counterparts(build.resources)
    return zip(values, marks).map { value, mark in
      let old = text(of: value, in: resources[value.resource])
      let resource = counterparts[resources[value.resource]]
      let new = resource.flatMap { text(of: value, in: $0) }
      if let old, let new, holds(new, mark), !holds(old, mark) { return .changed }
      guard values.count == 1 else { return outcomes(of: [value])[0] }
      if let resource {
        return new != old || isMoved(value, with: mark, in: resource) ? .changed : .same
      }
      // It is gone, or has lost the very name or kind that was changed, which is also the place of
      // what every generated resource has.
      let pointers = ["/apiVersion", "/kind", "/metadata/name", "/metadata/namespace", "/type"]
      let isIdentity = pointers.contains(value.path.pointer)
      if isIdentity || build.resources.count < resources.count { return .changed }
      // An edit of a namespace takes the resource to another one.
      guard build.resources.count == resources.count else { return .same }
      return text(of: value, in: build.resources[value.resource]) != old ? .changed : .same
    }
  }

  /// Whether the value is in another element of its list now: where it is the key by which elements
  /// merge, another value makes another element, whose neighbour takes its place.
  private func isMoved(_ value: Value, with mark: String, in resource: Resource) -> Bool {
    resource.node.scalarPaths().contains { path in
      path.isBeside(value.path)
        && path.node(in: resource.node)?.text.map { holds($0, mark) } == true
    }
  }

  private func text(of value: Value, in resource: Resource) -> String? {
    value.path.node(in: resource.node)?.text
  }

  private func holds(_ text: String, _ mark: String) -> Bool {
    text.contains(mark)
      || Data(base64Encoded: text).map { String(decoding: $0, as: UTF8.self).contains(mark) }
        ?? false
  }

  private func build(with marks: [(place: SourceRange, mark: String)]) -> Build? {
    var edits: [FilePath: [(offset: Int, mark: String)]] = [:]
    for (place, mark) in marks {
      guard let (file, offset) = insertion(in: place) else { continue }
      let path = directory.pushing(FilePath(file.path)).lexicallyNormalized()
      edits[path, default: []].append((offset, mark))
    }
    let files = EditedFiles(edits)
    let cache = SourceCache(fileSystem: files, workingDirectory: directory)
    return try? EnvironmentBuilder(cache: cache, options: options, now: Watched.now)
      .build(directory)
  }

  /// Where digits, which suit texts and numbers, make a place say something else.
  private func insertion(in place: SourceRange) -> (file: SourceFile, offset: Int)? {
    guard let file = watched.sources.file(place.file), Int(place.end) <= file.bytes.count else {
      return nil
    }
    let content = file.bytes[Int(place.start)..<Int(place.end)]
    guard let last = content.lastIndex(where: { $0 > 0x20 }) else { return nil }
    let isWholeFile = content.count == file.bytes.count
    let isQuoted = !isWholeFile && "\"'".utf8.contains(content[last])
    return (file, isQuoted ? last : last + 1)
  }
}

extension NodePath {
  /// Whether the paths lead to the same field of other elements.
  fileprivate func isBeside(_ other: NodePath) -> Bool {
    self != other && steps.count == other.steps.count
      && zip(steps, other.steps).allSatisfy { step, other in
        if case .index = step, case .index = other { true } else { step == other }
      }
  }
}

/// The resources of a build by what they are called without a hash.
private struct Counterparts {
  private var positions: [String: Int] = [:]
  private let resources: [Resource]

  init(_ resources: [Resource]) {
    self.resources = resources
    for (position, resource) in resources.enumerated() {
      positions[Self.name(of: resource)] = position
    }
  }

  subscript(resource: Resource) -> Resource? {
    positions[Self.name(of: resource)].map { resources[$0] }
  }

  private static func name(of resource: Resource) -> String {
    let id = resource.id
    return "\(id.gvk.apiVersion) \(id.gvk.kind) \(id.namespace)/\(resource.nameWithoutHash)"
  }
}

/// The files of the machine, some of them with other bytes.
private struct EditedFiles: FileSystem {
  private let edits: [FilePath: [(offset: Int, mark: String)]]
  private let local = LocalFileSystem()

  /// Files with marks in front of offsets.
  init(_ edits: [FilePath: [(offset: Int, mark: String)]]) {
    self.edits = edits
  }

  func contents(of path: FilePath) throws(FileSystemError) -> [UInt8] {
    var bytes = try local.contents(of: path)
    for (offset, mark) in (edits[path] ?? []).sorted(by: { $0.offset > $1.offset }) {
      bytes.insert(contentsOf: mark.utf8, at: offset)
    }
    return bytes
  }

  func kind(of path: FilePath) -> FileKind? { local.kind(of: path) }

  func realPath(of path: FilePath) throws(FileSystemError) -> FilePath {
    try local.realPath(of: path)
  }

  func names(in directory: FilePath) throws(FileSystemError) -> [String] {
    try local.names(in: directory)
  }
}
