import Bundles
import Compose
import Diagnostics
import Foundation
import Project
import SystemPackage

/// A project in a directory of its own, removed with the value that stands for it.
final class Workspace {
  let url: URL

  /// A project with files by their relative paths.
  init(_ files: [String: String] = [:]) throws {
    let temporary = FileManager.default.temporaryDirectory
      .appendingPathComponent("mlcf-bundles-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
    url = temporary.resolvingSymlinksInPath()
    for (path, text) in files { try write(text, to: path) }
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  var path: FilePath { FilePath(url.path) }

  func write(_ text: String, to path: String) throws {
    let file = url.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  func remove(_ path: String) throws {
    try FileManager.default.removeItem(at: url.appendingPathComponent(path))
  }

  func text(_ path: String) -> String? {
    try? String(contentsOf: url.appendingPathComponent(path), encoding: .utf8)
  }

  /// All files by relative path, with their content.
  func files(below path: String = "") -> [String: Data] {
    let root = url.appendingPathComponent(path).path
    var files: [String: Data] = [:]
    for case let name as String in FileManager.default.enumerator(atPath: root) ?? .init() {
      if let data = FileManager.default.contents(atPath: "\(root)/\(name)") { files[name] = data }
    }
    return files
  }

  // MARK: Commands

  func bundler() throws -> (Bundler, [Project.Environment]) {
    let cache = SourceCache(fileSystem: LocalFileSystem(), workingDirectory: path, sharing: .builds)
    let project = try Project.find(from: path, in: cache).project
    return (
      Bundler(project: project, cache: cache, now: 1_767_225_600),
      try project.environments(named: [])
    )
  }

  @discardableResult
  func bundle(_ change: (inout BundleRequest) -> Void = { _ in }) throws -> [EnvironmentReport] {
    var request = BundleRequest()
    change(&request)
    let (bundler, environments) = try bundler()
    return bundler.run(request, for: environments)
  }

  func verify() throws -> [EnvironmentReport] {
    let (bundler, environments) = try bundler()
    return bundler.verify(environments)
  }

  /// The states that `--check` finds.
  func checkedStates() throws -> Set<BundleFinding.State> {
    Set(try bundle { $0.mode = .check }.flatMap(\.findings).map(\.state))
  }

  func verifiedStates() throws -> Set<BundleFinding.State> {
    Set(try verify().flatMap(\.findings).map(\.state))
  }
}

/// A ConfigMap.
func configMap(_ name: String, _ value: String = "a", namespace: String = "shop") -> String {
  """
  apiVersion: v1
  kind: ConfigMap
  metadata:
    name: \(name)
    namespace: \(namespace)
  data:
    key: \(value)

  """
}

/// A project with one environment of three ConfigMaps.
func smallProject() throws -> Workspace {
  try Workspace([
    "overlays/dev/kustomization.yaml": "resources: [a.yaml, b.yaml, c.yaml]\n",
    "overlays/dev/a.yaml": configMap("a"), "overlays/dev/b.yaml": configMap("b"),
    "overlays/dev/c.yaml": configMap("c"),
  ])
}
