internal import Compose
internal import Cryptography
public import Diagnostics
public import Project
internal import SystemPackage

/// Why git did not do what it was asked for.
public struct GitFailure: Error, Sendable {
  /// What is to be said about it.
  public var diagnostic: Diagnostic
}

/// Commits bundles to the git repository that a project is in.
public struct BundleCommitter: Sendable {
  private let project: Project
  /// The path of the project below the root of the repository, with a slash at its end or empty.
  private let prefix: String

  /// The repository of a project.
  public init(_ project: Project) throws(GitFailure) {
    let repository = BundleCommitter(project, prefix: "")
    let output: [UInt8]
    do throws(GitFailure) {
      output = try repository.run(["rev-parse", "--show-prefix"])
    } catch {
      throw GitFailure(diagnostic: .gitAbsent())
    }
    self.init(project, prefix: String(decoding: output.dropLast(), as: UTF8.self))
  }

  private init(_ project: Project, prefix: String) {
    self.project = project
    self.prefix = prefix
  }

  /// A file that differs from the last commit.
  private struct Change {
    var path: String
    var isNew: Bool
    var isGone: Bool
  }

  /// The files that are not as in the last commit, ignored ones included; a directory ends in `/`.
  public func uncommittedFiles() throws(GitFailure) -> Set<String> {
    Set(try changes(["--ignored=matching"]).map(\.path))
  }

  private func changes(
    _ options: [String], below paths: [String] = []
  ) throws(GitFailure) -> [Change] {
    let output = try run(
      ["status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames"] + options + ["--"]
        + paths)
    return output.split(separator: 0).compactMap { record in
      let text = String(decoding: record.dropFirst(3), as: UTF8.self)
      guard text.hasPrefix(prefix) else { return nil }
      let state = record.prefix(2)
      return Change(
        path: String(text.dropFirst(prefix.count)),
        isNew: state.contains(UInt8(ascii: "?")) || state.contains(UInt8(ascii: "A")),
        isGone: state.contains(UInt8(ascii: "D")))
    }
  }

  /// Commits the bundles of those environments, and nothing else; the names of those that changed,
  /// none if there was nothing to commit.
  public func commit(_ environments: [Project.Environment]) throws(GitFailure) -> [String] {
    var all: [String] = []
    var names: [String] = []
    var lines: [String] = []
    var trailers: [String] = []
    for environment in environments {
      let lock = "\(environment.bundle)/\(BundleLock.fileName)"
      let changes = try changes([], below: ["\(environment.bundle)/manifests", lock])
      guard !changes.isEmpty else { continue }
      all += changes.map(\.path)
      names.append(environment.name)
      let files = changes.filter { $0.path != lock }
      let added = files.count { $0.isNew && !$0.isGone }
      let removed = files.count(where: \.isGone)
      lines.append(
        "\(environment.name): \(added) added, \(files.count - added - removed) changed, "
          + "\(removed) removed")
      trailers.append("Compose-Environment: \(environment.name)")
      trailers.append("Compose-Bundle: \(environment.name) \(try digest(of: lock))")
    }
    guard !names.isEmpty else { return [] }
    var paths: [UInt8] = []
    for path in all { paths += Array(path.utf8) + [0] }
    let list = ["--pathspec-from-file=-", "--pathspec-file-nul"]
    _ = try run(["add", "--all"] + list, input: paths)
    let message =
      "bundle: \(names.joined(separator: ", "))\n\n\(lines.joined(separator: "\n"))\n\n"
      + trailers.joined(separator: "\n") + "\n"
    _ = try run(["commit", "--quiet", "--only", "--message", message] + list, input: paths)
    return names
  }

  private func digest(of lock: String) throws(GitFailure) -> String {
    do throws(FileFailure) {
      let bytes = try SystemFile.contents(of: project.directory.pushing(FilePath(lock))) ?? []
      return "sha256:\(SHA256.hexDigest(of: bytes))"
    } catch {
      throw GitFailure(diagnostic: .bundleWrite(error))
    }
  }

  private func run(_ arguments: [String], input: [UInt8] = []) throws(GitFailure) -> [UInt8] {
    let process = HelperProcess(
      arguments: ["git", "--literal-pathspecs", "-C", project.directory.string] + arguments,
      input: input, environment: ["LC_ALL": "C"])
    let verb = arguments[0]
    let result: HelperProcess.Output
    do throws(HelperProcess.Failure) {
      result = try process.run()
    } catch {
      throw GitFailure(diagnostic: .gitFailed(verb, error.reason))
    }
    guard result.status == 0 else {
      throw GitFailure(diagnostic: .gitFailed(verb, result.errorTail))
    }
    return result.output
  }
}
