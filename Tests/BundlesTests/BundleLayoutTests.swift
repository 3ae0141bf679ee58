import Bundles
import Compose
import Diagnostics
import Foundation
import SystemPackage
import TestSupport
import Testing
import YAML

/// The files of a bundle: their names, and that together they are what `build` prints.
@Suite struct BundleLayoutTests {
  static func build(_ yaml: String) throws -> Build {
    let files = ["/r/kustomization.yaml": "resources: [all.yaml]\n", "/r/all.yaml": yaml]
    let cache = SourceCache(fileSystem: InMemoryFileSystem(files), workingDirectory: "/r")
    return try Builder(cache: cache).build("/r")
  }

  static func resource(
    _ name: String, kind: String = "ConfigMap", apiVersion: String = "v1", namespace: String? = nil
  ) -> String {
    func quoted(_ text: String) -> String {
      let encoder = JSONEncoder()
      encoder.outputFormatting = .withoutEscapingSlashes
      return String(decoding: (try? encoder.encode(text)) ?? Data(), as: UTF8.self)
    }
    let namespace = namespace.map { ", namespace: \(quoted($0))" } ?? ""
    return """
      ---
      apiVersion: \(quoted(apiVersion))
      kind: \(quoted(kind))
      metadata: {name: \(quoted(name))\(namespace)}

      """
  }

  static func paths(_ yaml: String, _ layout: BundleLayout = .resource) throws -> [String] {
    try layout.files(of: build(yaml)).map(\.path)
  }

  // MARK: Names

  struct Name: CustomTestStringConvertible, Sendable {
    let yaml: String
    let path: String
    var testDescription: String { path }
  }

  static let names = [
    Name(
      yaml: resource("mlcf-api", kind: "Deployment", apiVersion: "apps/v1", namespace: "mlcf"),
      path: "mlcf/deployment.apps_mlcf-api.yaml"),
    Name(yaml: resource("a"), path: "_none/configmap_a.yaml"),
    Name(
      yaml: resource("fast", kind: "StorageClass", apiVersion: "storage.k8s.io/v1"),
      path: "_cluster/storageclass.storage.k8s.io_fast.yaml"),
    Name(yaml: resource("A:b_c%"), path: "_none/configmap_%41%3Ab%5Fc%25.yaml"),
    Name(yaml: resource("é"), path: "_none/configmap_%C3%A9.yaml"),
    Name(yaml: resource("a", namespace: ".."), path: "%2E%2E/configmap_a.yaml"),
    Name(yaml: resource("a", namespace: "."), path: "%2E/configmap_a.yaml"),
    Name(yaml: resource("../../x"), path: "_none/configmap_..%2F..%2Fx.yaml"),
    Name(yaml: resource("a", namespace: "con"), path: "%63on/configmap_a.yaml"),
    Name(yaml: resource("a", kind: "A.b"), path: "_none/a%2Eb_a.yaml"),
    Name(yaml: resource("a", kind: "A", apiVersion: "b/v1"), path: "_none/a.b_a.yaml"),
  ]

  @Test(arguments: names)
  func isNamedForItsResource(_ name: Name) throws {
    #expect(try Self.paths(name.yaml) == [name.path])
  }

  @Test func generatedNamesLoseTheirHash() throws {
    let files = [
      "/r/kustomization.yaml": "configMapGenerator:\n- {name: settings, literals: [a=b]}\n"
    ]
    let cache = SourceCache(fileSystem: InMemoryFileSystem(files), workingDirectory: "/r")
    let build = try Builder(cache: cache).build("/r")
    let file = try #require(try BundleLayout.resource.files(of: build).first)
    #expect(file.path == "_none/configmap_settings.yaml")
    #expect(file.resource?.hasPrefix("v1 ConfigMap settings-") == true)
  }

  @Test func twoVersionsOfAKindAreAnError() throws {
    let yaml =
      Self.resource("a", kind: "X", apiVersion: "g/v1")
      + Self.resource("a", kind: "X", apiVersion: "g/v2")
    let failure = #expect(throws: BuildFailure.self) { try Self.paths(yaml) }
    #expect(failure?.diagnostics.map { "\($0.code)" } == ["bundle/same-file"])
    #expect(try Self.paths(yaml, .single) == ["all.yaml"])
    #expect(try Self.paths(yaml, .kustomize) == ["g_v1_x_a.yaml", "g_v2_x_a.yaml"])
  }

  /// Names of any bytes stay apart, also where case does not count, and stay in their folder.
  @Test(arguments: [BundleLayout.resource, .flat])
  func namesAreInjectiveAndPortable(_ layout: BundleLayout) throws {
    let alphabet = [
      "a", "A", "b", "0", ".", "..", "-", "_", "%", "%2E", ":", "/", "\\", "~", " ", "é",

      "ß", "日", "K", "con", "nul", "_cluster", "_none", ".yaml", "*", "?", "\"", "🙂",
    ]
    var random = SplitMix64(round: layout == .flat ? 1 : 0)
    func text(_ random: inout SplitMix64, upTo limit: Int) -> String {
      if random.below(8) == 0 {
        // Long names that differ at their ends only.
        return String(repeating: random.pick(["x", "Y", "_"]), count: 240 + random.below(14))
      }
      return (0...random.below(limit)).map { _ in random.pick(alphabet) }.joined()
    }
    var identities: Set<[String]> = []
    var yaml = ""
    while identities.count < 1000 {
      let kind = random.pick(["ConfigMap", "A.b", "A", "A_b", "Con"])
      let group = random.pick(["", "b", "b.c", "x.io"])
      let space = random.below(3) == 0 ? "" : text(&random, upTo: 3)
      let name = text(&random, upTo: 4)
      // Kustomize takes no namespace for the default one.
      guard space != "default",
        identities.insert([kind, group, space, name].map { Array($0.utf8).description }).inserted
      else { continue }
      yaml += Self.resource(
        name, kind: kind, apiVersion: group.isEmpty ? "v1" : "\(group)/v1",
        namespace: space.isEmpty ? nil : space)
    }
    let paths = try Self.paths(yaml, layout)
    let comment: Comment = "SEED=\(SplitMix64.seed)"
    #expect(paths.count == 1000, comment)
    #expect(Set(paths.map { $0.lowercased() }).count == 1000, comment)
    for path in paths {
      let parts = path.split(separator: "/", omittingEmptySubsequences: false)
      #expect(parts.count == (layout == .flat ? 1 : 2), "\(path)")
      for part in parts {
        #expect(!part.isEmpty && part.utf8.count <= 213, "\(path)")
        #expect(part.first != "." && part.last != ".", "\(path)")
        #expect(!["con", "nul"].contains(String(part.prefix { $0 != "." })), "\(path)")
        #expect(part.wholeMatch(of: /[a-z0-9._%~A-F-]+/) != nil, "\(path)")
      }
    }
  }

  // MARK: Content

  /// The documents as they are printed, sorted.
  static func documents(_ texts: [[UInt8]]) throws -> [String] {
    try texts.flatMap { bytes in
      let file = SourceTable().add(path: "printed", bytes: bytes)
      return try YAMLReader().documents(of: file).map { node in
        var emitter = YAMLEmitter()
        try emitter.emit(node)
        return String(decoding: emitter.bytes, as: UTF8.self)
      }
    }.sorted()
  }

  static func expectUnion(
    of build: Build, _ name: String, layouts: [BundleLayout] = BundleLayout.allCases
  ) throws -> Bool {
    let expected = try documents([try build.yaml()])
    for layout in layouts {
      do {
        let files = try layout.files(of: build)
        #expect(try documents(files.map(\.bytes)) == expected, "\(name), \(layout)")
      } catch let failure as BuildFailure {
        // Two versions of one resource, or a generated name that another one has without a hash.
        let known = ["bundle/same-file", "output/same-file", "output/file-name"]
        #expect(
          known.contains(failure.diagnostics.last.map { "\($0.code)" } ?? ""), "\(name), \(layout)")
        return false
      }
    }
    return true
  }

  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test(arguments: ["dev", "staging", "prod"])
  func theFilesOfTheExampleAreItsBuild(_ environment: String) throws {
    let path = FilePath(Self.root.appendingPathComponent("overlays/\(environment)").path)
    let cache = SourceCache(fileSystem: LocalFileSystem(), workingDirectory: path)
    #expect(try Self.expectUnion(of: Builder(cache: cache).build(path), environment))
  }

  private struct Case: Decodable {
    var target: String
    var flags: [String]
    var dirs: [String]?
  }

  /// Every case of the conformance suite that a build without programs can do.
  @Test func theFilesOfConformanceCasesAreTheirBuilds() throws {
    let suite =
      ProcessInfo.processInfo.environment["MLCF_SHARED"].map(URL.init(fileURLWithPath:))
      ?? Self.root.deletingLastPathComponent().appendingPathComponent("shared")
    let folder = suite.appendingPathComponent("conformance/kustomize")
    guard FileManager.default.fileExists(atPath: folder.path) else { return }
    var count = 0
    var refused = 0
    for case let name as String in FileManager.default.enumerator(atPath: folder.path) ?? .init()
    where name.hasSuffix("/case.json") {
      let file = folder.appendingPathComponent(name)
      let test = try JSONDecoder().decode(Case.self, from: Data(contentsOf: file))
      guard test.flags.isEmpty, test.dirs?.isEmpty ?? true else { continue }
      let input = file.deletingLastPathComponent().appendingPathComponent("input")
      let path = FilePath(input.path).pushing(FilePath(test.target)).lexicallyNormalized()
      let cache = SourceCache(fileSystem: LocalFileSystem(), workingDirectory: path)
      guard let build = try? Builder(cache: cache).build(path), (try? build.yaml()) != nil else {
        continue
      }
      if try Self.expectUnion(of: build, name, layouts: [.resource]) {
        count += 1
      } else {
        refused += 1
      }
    }
    #expect(count > 300, "only \(count) cases were built")
    #expect(refused * 20 < count, "\(refused) cases have two resources with one file")
  }
}
