import Compose
import Foundation
import Git
import SystemPackage
import TestSupport
import Testing

/// A tree of the object database shows what a checkout of it would.
@Suite struct GitTreeTests {
  @Test func showsTheCommitAndNotTheWorkTree() throws {
    let repository = try Repository(["a/b.yaml": "old\n", "c": ""])
    let git = try GitRepository(containing: repository.path)
    let tree = try GitTree(git, at: try git.commit("HEAD"))
    try repository.write("new\n", to: "a/b.yaml")
    try repository.write("new\n", to: "a/other.yaml")
    let file = repository.path.pushing("a/b.yaml")
    #expect(try tree.contents(of: file) == Array("old\n".utf8))
    #expect(tree.kind(of: file) == .file)
    #expect(tree.kind(of: repository.path.pushing("a")) == .directory)
    #expect(tree.kind(of: repository.path) == .directory)
    #expect(tree.kind(of: repository.path.pushing("a/other.yaml")) == nil)
    #expect(tree.kind(of: repository.path.pushing(".git")) == .directory)
    #expect(tree.kind(of: "/etc/passwd") == nil)
    #expect(Set(try tree.names(in: repository.path)) == ["a", "c"])
    #expect(try tree.contents(of: repository.path.pushing("c")).isEmpty)
    #expect(throws: FileSystemError.isDirectory) {
      try tree.contents(of: repository.path.pushing("a"))
    }
    #expect(throws: FileSystemError.notFound) {
      try tree.contents(of: repository.path.pushing("a/b.yaml/c"))
    }
  }

  @Test func followsLinksWithinTheRepository() throws {
    let repository = try Repository(["base/x.yaml": "x", "overlays/prod/y.yaml": "y"])
    let links = [
      ("overlays/prod/base", "../../base"), ("overlays/dev", "prod"), ("overlays/dev2", "dev"),
      ("loop", "loop"), ("outside", "../../etc"), ("absolute", "/etc/passwd"),
      ("inside", repository.url.path + "/base/x.yaml"), ("dangling", "nothing"),
    ]
    for (name, target) in links {
      try FileManager.default.createSymbolicLink(
        atPath: repository.url.appendingPathComponent(name).path, withDestinationPath: target)
    }
    try repository.commit([:], "links")
    let git = try GitRepository(containing: repository.path)
    let tree = try GitTree(git, at: try git.commit("HEAD"))
    let local = LocalFileSystem()
    for path in ["overlays/dev2/base/x.yaml", "overlays/dev/../prod/y.yaml", "inside"] {
      let path = repository.path.pushing(FilePath(path))
      #expect(try tree.contents(of: path) == local.contents(of: path))
      #expect(try tree.realPath(of: path) == local.realPath(of: path))
    }
    for path in ["loop", "outside", "absolute", "dangling", "outside/passwd"] {
      #expect(tree.kind(of: repository.path.pushing(FilePath(path))) == nil, "\(path)")
    }
  }

  @Test func readsManyFilesThroughOneProcess() throws {
    var files: [String: String] = [:]
    for number in 0..<300 {
      files["d\(number % 7)/f\(number)"] = String(repeating: "\(number)\n", count: number * 40)
    }
    let repository = try Repository(files)
    let git = try GitRepository(containing: repository.path)
    let tree = try GitTree(git, at: try git.commit("HEAD"))
    for (path, text) in files {
      #expect(try tree.contents(of: repository.path.pushing(FilePath(path))) == Array(text.utf8))
    }
  }

  @Test func buildsAsTheWorkTreeDoes() throws {
    let repository = try Repository([
      "base/kustomization.yaml": "resources: [config.yaml]\n",
      "base/config.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n",
      "overlays/dev/kustomization.yaml": "namePrefix: dev-\nresources: [../../base]\n",
    ])
    let git = try GitRepository(containing: repository.path)
    let tree = try GitTree(git, at: try git.commit("HEAD"))
    let overlay = repository.path.pushing("overlays/dev")
    func output(_ fileSystem: any FileSystem) throws -> [UInt8] {
      let cache = SourceCache(fileSystem: fileSystem, workingDirectory: repository.path)
      return try Builder(cache: cache).build(overlay).yaml()
    }
    let committed = try output(tree)
    #expect(try committed == output(LocalFileSystem()))
    try repository.write("resources: [nothing.yaml]\n", to: "base/kustomization.yaml")
    #expect(try committed == output(tree))
  }
}
