import Diagnostics
import Foundation
import Git
import SystemPackage
import TestSupport
import Testing

@Suite struct GitRepositoryTests {
  private func failure(_ body: () throws(GitFailure) -> Void) -> GitFailure? {
    do throws(GitFailure) {
      try body()
      return nil
    } catch {
      return error
    }
  }

  @Test func namesCommitsTreesAndFiles() throws {
    let repository = try Repository(["sub/a": "1"])
    try repository.commit(["sub/a": "2", "b": "x"], "second\n\nwith a body")
    let git = try GitRepository(containing: repository.path.pushing("sub"))
    #expect(git.root == repository.path)
    #expect(git.prefix == "sub/")
    let head = try git.commit("HEAD")
    #expect(try head == repository.git("rev-parse", "HEAD"))
    #expect(try git.objectID(of: "sub", at: head) == repository.git("rev-parse", "HEAD:sub"))
    #expect(try git.objectID(of: "nothing", at: head) == nil)
    #expect(try git.contents(of: "sub/a", at: "HEAD~1") == Array("1".utf8))
    #expect(try git.contents(of: "sub", at: "HEAD") == nil)
    let history = try git.history(of: "sub/a")
    #expect(history.map(\.id) == [head, try git.commit("HEAD~1")])
    #expect(history.first?.message == "second\n\nwith a body\n")
    #expect(try git.history(of: "sub/a", limit: 1).count == 1)
  }

  @Test func tellsWhatIsNotCommitted() throws {
    let repository = try Repository(["a": "1", "b": "1", ".gitignore": "ignored\n"])
    try repository.write("2", to: "a")
    try repository.write("2", to: "d/new")
    try repository.write("2", to: "ignored")
    try FileManager.default.removeItem(at: repository.url.appendingPathComponent("b"))
    let git = try GitRepository(containing: repository.path)
    let changes = Dictionary(uniqueKeysWithValues: try git.changes().map { ($0.path, $0) })
    #expect(changes.keys.sorted() == ["a", "b", "d/new"])
    #expect(changes["a"].map { !$0.isNew && !$0.isGone } == true)
    #expect(changes["b"]?.isGone == true)
    #expect(changes["d/new"]?.isNew == true)
    #expect(try git.changes(below: ["d"]).map(\.path) == ["d/new"])
    #expect(try git.changes(includesIgnored: true).map(\.path).contains("ignored"))
  }

  @Test func findsWhereTwoHistoriesPart() throws {
    let repository = try Repository(["a": "1"])
    try repository.git("checkout", "-q", "-b", "topic")
    try repository.commit(["b": "1"], "topic")
    try repository.git("checkout", "-q", "main")
    try repository.commit(["c": "1"], "main")
    let git = try GitRepository(containing: repository.path)
    #expect(try git.mergeBase("main", "topic") == git.commit("main~1"))
    try repository.git("checkout", "-q", "--orphan", "other")
    try repository.commit(["e": "1"], "other")
    let found = failure { () throws(GitFailure) in _ = try git.mergeBase("main", "other") }
    #expect(found?.diagnostic.code == "git/unrelated")
  }

  @Test func anUnknownRefIsTheArgumentsFault() throws {
    let repository = try Repository(["a": "1"])
    let found = failure { () throws(GitFailure) in
      _ = try GitRepository(containing: repository.path).commit("mian")
    }
    #expect(found?.diagnostic.code == "git/unknown-ref")
    #expect(found?.diagnostic.hint == "did you mean \"main\"?")
    #expect(found.map { $0.cause == .argument } == true)
  }

  @Test func aShallowCloneSaysHowDeepToFetch() throws {
    let repository = try Repository(["a": "1"])
    for number in 2...5 { try repository.commit(["a": "\(number)"], "\(number)") }
    let clone = try Repository(cloning: repository, depth: 2)
    let git = try GitRepository(containing: clone.path)
    #expect(try git.isShallow())
    #expect(try git.commit("HEAD~1") == repository.git("rev-parse", "main~1"))
    let found = failure { () throws(GitFailure) in _ = try git.commit("HEAD~4") }
    #expect(found?.diagnostic.code == "git/shallow")
    #expect(found?.diagnostic.hint?.contains("git fetch --depth=5") == true)
    #expect(found.map { $0.cause == .environment } == true)
    try clone.git("fetch", "-q", "--depth=5")
    let deeper = try GitRepository(containing: clone.path)
    #expect(try deeper.commit("HEAD~4") == repository.git("rev-parse", "main~4"))
  }

  @Test func noRepositoryIsSaid() throws {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("mlcf-none-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let found = failure { () throws(GitFailure) in
      _ = try GitRepository(containing: .init(directory.path))
    }
    #expect(found?.diagnostic.code == "git/no-repository")
  }
}
