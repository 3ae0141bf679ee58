import Compose
import Diagnostics
import Foundation
import SystemPackage
import Testing
import YAML

/// Every value of the output says which bytes set it: shown on `overlays/prod`.
@Suite struct ProvenanceTests {
  /// The rendered overlay, made once for all tests.
  private static let prod = Result {
    let root = FilePath(
      URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path)
    let cache = SourceCache(fileSystem: LocalFileSystem(), workingDirectory: root)
    let build = try Builder(cache: cache).build(root.appending("overlays/prod"))
    return (cache.sources, build.resources)
  }

  private let sources: SourceTable
  private let resources: [Resource]

  init() throws {
    (sources, resources) = try Self.prod.get()
  }

  @Test func everyScalarHasAnOrigin() {
    for resource in resources {
      visit(resource.node, "") { path, node in
        guard let range = node.range, let file = sources.file(range.file) else {
          Issue.record("\(resource.id)\(path) has no origin")
          return
        }
        #expect(Int(range.end) <= file.bytes.count, "\(resource.id)\(path)")
      }
    }
  }

  /// A value of the output and the line that set it.
  struct Row: CustomTestStringConvertible, Sendable {
    /// Kind, namespace and name, without the hash of the content.
    var resource: String
    var path: String
    var file: String
    var line: String

    init(_ resource: String, _ path: String, _ file: String, _ line: String) {
      self.resource = resource
      self.path = path
      self.file = file
      self.line = line
    }

    var testDescription: String { "\(resource)\(path)" }
  }

  @Test(arguments: Row.table)
  func valueComesFromItsLine(_ row: Row) throws {
    let matches = resources.filter {
      let id = "\($0.id)"
      return id == row.resource
        || (id.hasPrefix(row.resource + "-") && id.utf8.count == row.resource.utf8.count + 11)
    }
    let resource = try #require(matches.first, "no \(row.resource)")
    var found: Node?
    visit(resource.node, "") { path, node in if path == row.path { found = node } }
    let range = try #require(found?.range)
    let file = try #require(sources.file(range.file))
    #expect(file.path == row.file)
    let lines = String(decoding: file.bytes, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    let line = lines[file.position(of: Int(range.start)).line - 1]
    #expect(line.trimmingCharacters(in: .whitespaces) == row.line)
  }

  private func visit(_ node: Node, _ path: String, _ body: (String, Node) -> Void) {
    switch node.content {
    case .scalar: body(path, node)
    case .sequence(let elements):
      for (index, element) in elements.enumerated() { visit(element, "\(path)/\(index)", body) }
    case .mapping(let entries):
      for entry in entries { visit(entry.value, "\(path)/\(entry.key.text ?? "")", body) }
    }
  }
}
