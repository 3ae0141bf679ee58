import Compose
import Diagnostics
import Explain
import Foundation
import Seal
import SystemPackage
import TestSupport
import Testing
import YAML

/// What an explanation points at is what decides: a change of those bytes changes the value.
@Suite struct UndoTests {
  /// How many values are tried; `UNDO=1000` tries a thousand.
  private static let count =
    ProcessInfo.processInfo.environment["UNDO"].flatMap(Int.init) ?? 10

  @Test func changeOfTheSourceChangesTheValue() throws {
    let overlay = Watched.repository.appending("overlays/prod")
    let watched = try Watched(overlay)
    var random = SplitMix64(round: 0)
    let subjects = watched.provenance.subjects.filter(\.isPresent)
    var tried = 0
    var refused = 0
    while tried < Self.count, refused < 2 * Self.count {
      let subject = random.pick(subjects)
      let path = random.pick(subject.node.scalarPaths())
      let origin = try #require(watched.provenance.origin(of: path, of: subject))
      guard let place = watched.provenance.place(of: origin, subject),
        let file = watched.sources.file(place.file), let edit = Edit(place, in: file)
      else {
        refused += 1
        continue
      }
      let name = overlay.pushing(FilePath(file.path)).lexicallyNormalized()
      let files = EditedFiles(path: name, bytes: edit.bytes)
      let cache = SourceCache(fileSystem: files, workingDirectory: overlay)
      guard
        let build = try? EnvironmentBuilder(
          cache: cache, options: BuildOptions(), now: 1_795_600_000
        ).build(overlay)
      else {
        // A changed name that others refer to: the build stops rather than changes.
        refused += 1
        continue
      }
      tried += 1
      let same = build.resources.first { resource in
        ["apiVersion", "kind"].allSatisfy { resource.node[$0]?.text == subject.node[$0]?.text }
          && resource.id.name == subject.id.name && resource.id.namespace == subject.id.namespace
      }
      #expect(
        same.flatMap { path.node(in: $0.node)?.text } != path.node(in: subject.node)?.text,
        "\(subject.id.description) \(path.pointer), seed \(SplitMix64.seed): \(edit.line)")
    }
    #expect(tried == Self.count)
  }

  /// A file in which a value is another one.
  private struct Edit {
    var bytes: [UInt8]
    var line: String

    /// Nil where no change of a few bytes gives another value, as in a block of text.
    init?(_ range: SourceRange, in file: SourceFile) {
      let content = file.bytes[Int(range.start)..<Int(range.end)]
      let isWholeFile = range.start == 0 && Int(range.end) == file.bytes.count
      guard let last = content.last, isWholeFile || !content.contains(UInt8(ascii: "\n")) else {
        return nil
      }
      let isQuoted = last == UInt8(ascii: "\"") || last == UInt8(ascii: "'")
      bytes = file.bytes
      // A digit suits texts and numbers.
      bytes.insert(UInt8(ascii: "1"), at: Int(range.end) - (isQuoted && !isWholeFile ? 1 : 0))
      line = "\(file.path):\(file.position(of: Int(range.start)).line)"
    }
  }

  /// The files of the machine, but for one.
  private struct EditedFiles: FileSystem {
    var path: FilePath
    var bytes: [UInt8]
    private let local = LocalFileSystem()

    init(path: FilePath, bytes: [UInt8]) {
      self.path = path
      self.bytes = bytes
    }

    func contents(of path: FilePath) throws(FileSystemError) -> [UInt8] {
      path == self.path ? bytes : try local.contents(of: path)
    }

    func kind(of path: FilePath) -> FileKind? { local.kind(of: path) }

    func realPath(of path: FilePath) throws(FileSystemError) -> FilePath {
      try local.realPath(of: path)
    }

    func names(in directory: FilePath) throws(FileSystemError) -> [String] {
      try local.names(in: directory)
    }
  }
}
