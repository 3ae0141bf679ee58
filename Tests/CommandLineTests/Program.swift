import Foundation
import Testing

/// The program that is tested, run as a process.
enum Program {
  /// What a run left behind.
  struct Result {
    let status: Int32
    let output: String
    let errors: String

    /// The lines of standard error.
    var errorLines: [Substring] { errors.split(separator: "\n") }
  }

  /// The binary, which the build puts beside the test bundle.
  static var binary: URL {
    let bundle =
      Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL
      ?? URL(fileURLWithPath: CommandLine.arguments[0])
    return bundle.deletingLastPathComponent().appendingPathComponent("mlcf-compose")
  }

  /// Runs the program in a directory and waits for its end.
  ///
  /// Its environment is `environment` alone; where `output` is given, standard output goes there.
  static func run(
    _ arguments: [String], in directory: TemporaryDirectory,
    environment: [String: String] = [:], output: FileHandle? = nil
  ) throws -> Result {
    try run(binary, arguments, in: directory.url, environment: environment, output: output)
  }

  /// Runs the program in any directory.
  static func run(
    _ arguments: [String], at url: URL, environment: [String: String] = [:]
  ) throws -> Result {
    try run(binary, arguments, in: url, environment: environment, output: nil)
  }

  /// Runs a line of shell, in which `$0` is the program.
  static func runShell(_ script: String, in directory: TemporaryDirectory) throws -> Result {
    try runShell(script, at: directory.url)
  }

  /// Runs a line of shell in any directory.
  static func runShell(_ script: String, at directory: URL) throws -> Result {
    try run(
      URL(fileURLWithPath: "/bin/sh"), ["-c", script, binary.path], in: directory,
      environment: ["PATH": "/usr/bin:/bin"], output: nil)
  }

  private static func run(
    _ executable: URL, _ arguments: [String], in directory: URL,
    environment: [String: String], output: FileHandle?
  ) throws -> Result {
    // Files, not pipes: a full pipe that nobody reads would stop the program.
    let streams = try TemporaryDirectory()
    let errors = try streams.newFile("errors")
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = directory
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try output ?? streams.newFile("output")
    process.standardError = errors
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit, "a signal ended the program")
    return Result(
      status: process.terminationStatus, output: streams.text("output") ?? "",
      errors: streams.text("errors") ?? "")
  }
}

/// A directory of its own for one test, removed with the value that stands for it.
final class TemporaryDirectory: Sendable {
  let url: URL

  /// Makes a directory with files by their relative paths.
  init(_ files: [String: String] = [:]) throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("mlcf-compose-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    for (path, text) in files {
      let file = url.appendingPathComponent(path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  /// The content of a file; nil if there is none.
  func text(_ path: String) -> String? {
    try? String(contentsOf: url.appendingPathComponent(path), encoding: .utf8)
  }

  /// The names in the directory or in one below it, sorted.
  func names(in path: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: url.appendingPathComponent(path).path)
      .sorted()
  }

  /// A handle to write a new file with.
  func newFile(_ name: String) throws -> FileHandle {
    let file = url.appendingPathComponent(name)
    try Data().write(to: file)
    return try FileHandle(forWritingTo: file)
  }
}

/// Inputs that several tests build.
enum Input {
  static let settings = """
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: settings

    """

  /// What is printed for ``good``.
  static let printed = settings

  /// One resource.
  static func good() throws -> TemporaryDirectory {
    try TemporaryDirectory([
      "kustomization.yaml": "resources:\n- config.yaml\n", "config.yaml": settings,
    ])
  }

  /// One resource, and a field that is warned of.
  static func warned() throws -> TemporaryDirectory {
    try TemporaryDirectory([
      "kustomization.yaml": "resources:\n- config.yaml\ncommonLabels: {}\n",
      "config.yaml": settings,
    ])
  }

  /// A resource that is there twice.
  static func bad() throws -> TemporaryDirectory {
    try TemporaryDirectory([
      "kustomization.yaml": "resources:\n- config.yaml\n- again.yaml\n",
      "config.yaml": settings, "again.yaml": settings,
    ])
  }
}
