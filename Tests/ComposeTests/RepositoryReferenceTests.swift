import Testing

@testable import Compose

/// The forms in which a kustomization names a directory of a repository.
@Suite struct RepositoryReferenceTests {
  @Test(arguments: [
    ("https://github.com/org/repo//a/b?ref=v1", "https://github.com/org/repo", "a/b", "v1"),
    ("https://github.com/org/repo.git/a?ref=v1", "https://github.com/org/repo.git", "a", "v1"),
    ("https://github.com/org/repo.git", "https://github.com/org/repo.git", "", ""),
    ("https://github.com/org/repo/a/b", "https://github.com/org/repo", "a/b", ""),
    (
      "https://dev.example.com/org/p/_git/repo/a", "https://dev.example.com/org/p/_git/repo", "a",
      ""
    ),
    ("github.com/org/repo/a?ref=v1", "https://github.com/org/repo", "a", "v1"),
    ("github.com:org/repo/a", "https://github.com/org/repo", "a", ""),
    ("git@example.com:org/repo.git//a?ref=v1", "git@example.com:org/repo.git", "a", "v1"),
    ("git@example.com:org/repo/a", "git@example.com:org/repo", "a", ""),
    ("ssh://git@example.com/org/repo.git//a", "ssh://git@example.com/org/repo.git", "a", ""),
    ("git::https://example.com/org/repo//a", "https://example.com/org/repo", "a", ""),
    ("file:///srv/repo//a?version=v2", "file:///srv/repo", "a", "v2"),
    ("file:///srv/repo", "file:///srv/repo", "", ""),
    ("FILE:///srv/repo//a", "file:///srv/repo", "a", ""),
    ("https://example.com/org/repo///a", "https://example.com/org/repo", "a", ""),
    ("https://example.com/org/repo.gitx/a", "https://example.com/org/repo.git", "x/a", ""),
    ("http://GitHub.com:443/org/repo/a", "https://github.com/org/repo", "a", ""),
    ("https://github.com//org/repo", "https://github.com//org", "repo", ""),
    ("https://me@github.com/org/repo/a", "me@github.com:org/repo", "a", ""),
    ("ssh://git@github.com:22/org/repo//a", "git@github.com:org/repo", "a", ""),
    ("git@github.com/org/repo.git", "git@github.com:org/repo.git", "", ""),
    ("git@example.com/org/repo//a", "git@example.com/org/repo", "a", ""),
    ("Git::GitHub.com/org/repo//a", "https://github.com/org/repo", "a", ""),
    ("https://example.com/o/r?ref=a%2Fb", "https://example.com/o/r", "", "a/b"),
    ("https://example.com/o/r?ref=v1&ref=v2", "https://example.com/o/r", "", "v1"),
    ("https://example.com/o/r?ref=v1;x&version=%zz", "https://example.com/o/r", "", ""),
  ])
  func isTakenApart(_ text: String, _ repository: String, _ path: String, _ ref: String) throws {
    let reference = try #require(RepositoryReference(text))
    #expect(reference.repository == repository)
    #expect(reference.path == path)
    #expect(reference.ref == ref)
  }

  @Test(arguments: [
    "base", "../base", "a/b@c", "./github.com", "a:b", "https://example.com",
    "https://example.com/org", "https://example.com/org/repo//../../etc",
    "https://example.com/org/repo?ref=--upload-pack=x", "git://example.com/org/repo",
    "file:////srv/repo//a", "a_b@example.com:org/repo",
  ])
  func isNone(_ text: String) {
    #expect(RepositoryReference(text) == nil)
  }

  @Test func readsTheQuery() throws {
    let url = "https://example.com/org/repo?timeout=1m30s&submodules=false&version=v1&ref=v2"
    let reference = try #require(RepositoryReference(url))
    #expect(reference.timeout == 90)
    #expect(!reference.submodules)
    #expect(reference.ref == "v2")
    #expect(try #require(RepositoryReference("https://example.com/o/r")).timeout == 27)
    // What cannot be read leaves the default.
    let other = "https://example.com/o/r?timeout=-1&submodules=perhaps"
    #expect(try #require(RepositoryReference(other)).timeout == 27)
    #expect(try #require(RepositoryReference(other)).submodules)
    let brief = "https://example.com/o/r?timeout=1500ms"
    #expect(try #require(RepositoryReference(brief)).timeout == 1.5)
  }

  @Test func onlyACommitIsPinned() throws {
    let commit = String(repeating: "0a", count: 20)
    #expect(try #require(RepositoryReference("https://example.com/o/r?ref=\(commit)")).isPinned)
    #expect(!(try #require(RepositoryReference("https://example.com/o/r?ref=v1")).isPinned))
    #expect(!(try #require(RepositoryReference("https://example.com/o/r")).isPinned))
  }
}
