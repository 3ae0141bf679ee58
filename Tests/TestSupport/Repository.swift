package import Foundation
package import SystemPackage
import Testing

/// A git repository in a directory of its own, removed with the value that stands for it.
///
/// Nothing of the machine's configuration counts.
package final class Repository {
  /// The top of its work tree, without links.
  package let url: URL

  /// A repository with these files in its first commit.
  package init(_ files: [String: String] = [:]) throws {
    url = try Self.emptyDirectory()
    try git("init", "-q", "-b", "main")
    if !files.isEmpty { try commit(files, "first") }
  }

  /// A clone of another one with so many commits.
  package init(cloning other: Repository, depth: Int) throws {
    url = try Self.emptyDirectory()
    try git("clone", "-q", "--depth=\(depth)", "file://\(other.url.path)", ".")
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  private static func emptyDirectory() throws -> URL {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("mlcf-git-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return url.resolvingSymlinksInPath()
  }

  package var path: FilePath { FilePath(url.path) }

  /// Writes a file, and the directories above it.
  package func write(_ text: String, to path: String) throws {
    let file = url.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  /// Writes files and commits all that is there.
  package func commit(_ files: [String: String], _ message: String) throws {
    for (path, text) in files { try write(text, to: path) }
    try git("add", "--all")
    try git("commit", "-q", "-m", message)
  }

  /// Runs git, which must succeed, and gives what it prints, without the line feed at its end.
  @discardableResult
  package func git(_ arguments: String...) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git"] + arguments
    process.currentDirectoryURL = url
    process.environment = Self.environment
    process.standardInput = FileHandle.nullDevice
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "git \(arguments)")
    return String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .newlines)
  }

  /// The variables under which git, and a program that runs it, give the same everywhere.
  package static let environment = [
    "PATH": "/usr/bin:/bin", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@example.com",
  ]
}
