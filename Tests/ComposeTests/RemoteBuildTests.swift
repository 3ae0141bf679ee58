import Foundation
import SystemPackage
import Testing

@testable import Compose
@testable import Diagnostics

/// Remote resources from real git repositories over `file://`.
@Suite struct RemoteBuildTests {
  /// A repository and a kustomization that uses it, in a directory of its own.
  private final class Place {
    let directory: URL

    init() throws {
      directory = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
        .appendingPathComponent("remote-\(UUID().uuidString)")
      try write("repo/base/kustomization.yaml", "resources: [cm.yaml, ../other]\n")
      try write("repo/base/cm.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n")
      try write("repo/other/kustomization.yaml", "resources: [cm.yaml]\n")
      try write("repo/other/cm.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: two}\n")
      try write(
        "repo/part/kustomization.yaml",
        "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnamePrefix: p-\n")
      try write("repo/out/kustomization.yaml", "resources: [../../secret]\n")
      try write("secret/kustomization.yaml", "resources: []\nnamePrefix: x\n")
      try git("init", "--quiet", "--initial-branch=main")
      try commit()
      try git("tag", "v1")
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    var repository: String { "file://\(directory.path)/repo" }

    func write(_ path: String, _ text: String) throws {
      let file = directory.appendingPathComponent(path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
    }

    @discardableResult
    func git(_ arguments: String...) throws -> String {
      let process = HelperProcess(
        arguments: ["git", "-c", "user.name=t", "-c", "user.email=t@example.com"] + arguments,
        directory: FilePath(directory.appendingPathComponent("repo").path))
      let output = try process.run()
      try #require(output.status == 0, "\(output.errorTail)")
      return String(decoding: output.output, as: UTF8.self)
        .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Commits all that is there and returns the commit.
    @discardableResult
    func commit() throws -> String {
      try git("add", "--all")
      try git("commit", "--quiet", "--message=all")
      return try git("rev-parse", "HEAD")
    }

    func store(isOffline: Bool = false) -> RemoteStore {
      RemoteStore(
        directory: FilePath(directory.appendingPathComponent("cache").path), isOffline: isOffline)
    }

    func build(
      _ kustomization: String, store: RemoteStore? = nil
    ) throws(BuildFailure) -> Build {
      try? write("use/kustomization.yaml", kustomization)
      let path = FilePath(directory.appendingPathComponent("use").path)
      let cache = SourceCache(
        fileSystem: LocalFileSystem(), workingDirectory: path, remotes: store ?? self.store())
      return try Builder(cache: cache).build(path)
    }

    /// The error that a build ends with.
    func error(_ kustomization: String, store: RemoteStore? = nil) -> Diagnostic? {
      do throws(BuildFailure) {
        _ = try build(kustomization, store: store)
        return nil
      } catch {
        return error.diagnostics.last
      }
    }
  }

  private func names(_ build: Build) -> [String] { build.resources.map(\.id.name) }

  @Test(arguments: ["?ref=v1", "?ref=main", "", "?ref=main&timeout=60&submodules=false"])
  func aBaseIsFetched(_ query: String) throws {
    let place = try Place()
    let build = try place.build("resources: ['\(place.repository)//base\(query)']\n")
    #expect(names(build) == ["one", "two"])
    #expect(build.warnings.map(\.code.description) == ["remote/not-pinned"])
  }

  @Test func aCommitIsPinnedAndKept() throws {
    let place = try Place()
    let commit = try place.git("rev-parse", "HEAD")
    let kustomization = "resources: ['\(place.repository)//base?ref=\(commit)']\n"
    #expect(try place.build(kustomization).warnings.isEmpty)
    try FileManager.default.removeItem(at: place.directory.appendingPathComponent("repo"))
    #expect(names(try place.build(kustomization)) == ["one", "two"])
  }

  @Test func aComponentIsFetched() throws {
    let place = try Place()
    let url = place.repository
    let build = try place.build(
      "resources: ['\(url)//base?ref=v1']\ncomponents: ['\(url)//part?ref=v1']\n")
    #expect(names(build) == ["p-one", "p-two"])
  }

  @Test func aBranchIsFetchedOnceInTheLifeOfAStore() throws {
    let place = try Place()
    let store = place.store()
    let kustomization = "resources: ['\(place.repository)//other?ref=main']\n"
    #expect(names(try place.build(kustomization, store: store)) == ["two"])
    try place.write(
      "repo/other/cm.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: new}\n")
    try place.commit()
    #expect(names(try place.build(kustomization, store: store)) == ["two"])
    #expect(names(try place.build(kustomization)) == ["new"])
  }

  @Test func offlineBuildsFromTheCacheOnly() throws {
    let place = try Place()
    let kustomization = "resources: ['\(place.repository)//other?ref=v1']\n"
    let offline = place.store(isOffline: true)
    let error = try #require(place.error(kustomization, store: offline))
    #expect(error.code == "remote/unreadable" && error.message.contains("--offline"))
    _ = try place.build(kustomization)
    #expect(names(try place.build(kustomization, store: place.store(isOffline: true))) == ["two"])
  }

  @Test func nothingOutsideTheRepositoryIsRead() throws {
    let place = try Place()
    try FileManager.default.createSymbolicLink(
      at: place.directory.appendingPathComponent("repo/link"),
      withDestinationURL: place.directory.appendingPathComponent("secret"))
    try place.commit()
    for path in ["out", "link"] {
      let error = place.error("resources: ['\(place.repository)//\(path)?ref=main']\n")
      // In the cache the directory beside the repository is not there at all.
      #expect(["remote/outside", "load/unreadable"].contains(error?.code.description), "\(path)")
    }
  }

  @Test func whatIsNotThereIsSaid() throws {
    let place = try Place()
    let ref = try #require(place.error("resources: ['\(place.repository)//base?ref=nope']\n"))
    #expect(ref.code == "remote/unreadable")
    #expect(ref.message.contains("status 128") && ref.message.contains("nope"))
    let path = place.error("resources: ['\(place.repository)//nope?ref=v1']\n")
    #expect(path?.code == "load/unreadable")
    let file = place.error("resources: ['\(place.repository)//base/cm.yaml?ref=v1']\n")
    #expect(file?.code == "remote/not-a-directory")
    let none = place.error("resources: ['\(place.repository)-none//base?ref=v1']\n")
    #expect(none?.code == "remote/unreadable")
  }

  @Test func aRootMayBeRemote() throws {
    let place = try Place()
    let path = FilePath(place.directory.path)
    let cache = SourceCache(
      fileSystem: LocalFileSystem(), workingDirectory: path, remotes: place.store())
    let root = Root("\(place.repository)//other?ref=v1", relativeTo: path)
    #expect(names(try Builder(cache: cache).build(root)) == ["two"])
  }

  @Test func originsNameTheRepository() throws {
    let place = try Place()
    let build = try place.build(
      """
      resources: ['\(place.repository)//other?ref=v1']
      buildMetadata: [originAnnotations]
      """)
    let yaml = String(decoding: try build.yaml(), as: UTF8.self)
    #expect(yaml.contains("path: other/cm.yaml\n      repo: \(place.repository)\n      ref: v1"))
  }
}

/// Helper programs: their input, their outputs, and how they end.
@Suite struct HelperProcessTests {
  private func shell(_ script: String, input: [UInt8] = [], timeout: Double = 60) throws
    -> HelperProcess.Output
  {
    try HelperProcess(arguments: ["sh", "-c", script], input: input, timeout: timeout).run()
  }

  @Test func carriesMoreThanAPipeHolds() throws {
    let input = [UInt8](repeating: 0x61, count: 1 << 20)
    let output = try shell("tee /dev/stderr", input: input)
    #expect(output.output == input && output.errors == input)
  }

  @Test func inputThatNobodyReadsIsNoError() throws {
    let output = try shell("exit 3", input: [UInt8](repeating: 0x61, count: 1 << 20))
    #expect(output.status == 3)
  }

  @Test func hasADirectoryAndVariables() throws {
    var process = HelperProcess(arguments: ["sh", "-c", "pwd; echo $GREETING"], directory: "/")
    process.environment = ["GREETING": "hello"]
    #expect(String(decoding: try process.run().output, as: UTF8.self) == "/\nhello\n")
  }

  @Test func whatCannotBeStartedIsSaid() {
    #expect(throws: HelperProcess.Failure.self) {
      try HelperProcess(arguments: ["/nowhere/at/all"]).run()
    }
  }

  @Test func aSlowProgramIsKilledWithItsChildren() throws {
    let start = ContinuousClock.now
    #expect(throws: HelperProcess.Failure.self) {
      try shell("sleep 60 & sleep 60; wait", timeout: 0.3)
    }
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  @Test func aSignalIsSaid() {
    #expect(throws: HelperProcess.Failure.self) { try shell("kill -9 $$") }
  }
}
