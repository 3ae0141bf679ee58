import Compose
import Diagnostics
import Explain
import Foundation
import Seal
import SystemPackage
import TestSupport
import YAML

/// A build that was watched, of files or of a directory.
struct Watched {
  let build: Build
  let provenance: Provenance
  let sources: SourceTable

  /// Builds a directory with a recorder; paths are shown as from `workingDirectory`, or from there.
  init(
    _ directory: FilePath, shownFrom workingDirectory: FilePath? = nil,
    options: BuildOptions = BuildOptions()
  ) throws {
    let cache = SourceCache(
      fileSystem: LocalFileSystem(), workingDirectory: workingDirectory ?? directory)
    try self.init(directory, cache, options)
  }

  /// Builds `directory` among files that are held in memory.
  init(_ files: [String: String], directory: String = "/") throws {
    try self.init(
      FilePath(directory),
      SourceCache(fileSystem: InMemoryFileSystem(files), workingDirectory: "/"), BuildOptions())
  }

  private init(_ directory: FilePath, _ cache: SourceCache, _ options: BuildOptions) throws {
    let recorder = BuildRecorder()
    build = try EnvironmentBuilder(cache: cache, options: options, now: Self.now)
      .build(.directory(directory), recorder: recorder)
    sources = cache.sources
    provenance = Provenance(build, recorder, sources: cache.sources)
  }

  /// The lines that a range touches.
  func lines(of range: SourceRange) -> String? {
    guard let file = sources.file(range.file), Int(range.end) <= file.bytes.count else {
      return nil
    }
    let start = file.bytes[..<Int(range.start)].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 }
    let end = file.bytes[Int(range.end)...].firstIndex(of: UInt8(ascii: "\n"))
    return String(decoding: file.bytes[(start ?? 0)..<(end ?? file.bytes.count)], as: UTF8.self)
  }

  /// The text of the scalar that a range holds; nil if it holds none.
  func text(at range: SourceRange) -> String? {
    guard let file = sources.file(range.file) else { return nil }
    let bytes = Array(file.bytes[Int(range.start)..<Int(range.end)])
    let scalar = SourceTable().add(path: "scalar", bytes: bytes)
    return (try? YAMLReader().firstDocument(of: scalar))?.text
  }

  /// The time of builds, in seconds since 1970.
  static let now: Int64 = 1_795_600_000

  /// The repository of these tests.
  static let repository = FilePath(
    Fixture.root.deletingLastPathComponent().deletingLastPathComponent().path)
}

extension Fixture {
  /// The fixtures that can be built, but for one that takes a debug build seconds.
  static let building = all(in: "compose").filter {
    !$0.name.hasPrefix("error-") && $0.name != "patch-selector-unicode-pattern"
  }
}

extension Node {
  /// The paths of all scalars.
  func scalarPaths(at path: NodePath = NodePath()) -> [NodePath] {
    switch content {
    case .scalar: [path]
    case .sequence(let elements):
      elements.indices.flatMap { index in
        elements[index].scalarPaths(at: NodePath(path.steps + [.index(index)]))
      }
    case .mapping(let entries):
      entries.flatMap { entry in
        entry.value.scalarPaths(at: NodePath(path.steps + [.key(entry.key.text ?? "")]))
      }
    }
  }
}
