import Foundation
import Testing

/// A project in a git repository of its own, and the program run in it as a process.
final class GitWorkspace {
  let project: Workspace

  /// A repository with one commit of a small project.
  init() throws {
    project = try smallProject()
    try project.write("bundle.lock text eol=lf merge=union\n", to: ".gitattributes")
    try git("init", "-q", "-b", "main")
    try git("add", "-A")
    try git("commit", "-qm", "sources")
  }

  /// What a run left behind.
  struct Result {
    let status: Int32
    let output: String
    let errors: String
  }

  /// The binary, which the build puts beside the test bundle.
  static var binary: URL {
    let bundle =
      Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL
      ?? URL(fileURLWithPath: CommandLine.arguments[0])
    return bundle.deletingLastPathComponent().appendingPathComponent("mlcf-compose")
  }

  /// Runs git, which must succeed, and gives what it prints.
  @discardableResult
  func git(_ arguments: String...) throws -> String {
    let result = try run("/usr/bin/env", ["git"] + arguments)
    #expect(result.status == 0, "git \(arguments): \(result.errors)")
    return result.output
  }

  /// Runs the program, and gives its exit code and what it prints.
  func compose(_ arguments: String...) throws -> Result {
    try run(Self.binary.path, arguments)
  }

  /// Runs a script in which `mlcf-compose` is the program.
  func shell(_ script: String) throws -> Result {
    try run("/bin/sh", ["-c", script])
  }

  private func run(_ executable: String, _ arguments: [String]) throws -> Result {
    let streams = try Workspace(["output": "", "errors": ""])
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.currentDirectoryURL = project.url
    // Nothing of the machine's configuration counts.
    process.environment = [
      "PATH": "\(Self.binary.deletingLastPathComponent().path):/usr/bin:/bin",
      "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1",
      "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_COMMITTER_NAME": "a",
      "GIT_COMMITTER_EMAIL": "a@example.com",
    ]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(
      forWritingTo: streams.url.appendingPathComponent("output"))
    process.standardError = try FileHandle(
      forWritingTo: streams.url.appendingPathComponent("errors"))
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: streams.text("output") ?? "",
      errors: streams.text("errors") ?? "")
  }
}
