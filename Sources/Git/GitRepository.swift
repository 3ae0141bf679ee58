package import Compose
internal import Diagnostics
public import SystemPackage

/// A git repository with a work tree, through the git command line.
///
/// Paths are relative to ``root``, with `/` between their parts.
public struct GitRepository: Sendable {
  /// The top of the work tree, absolute and without links.
  public let root: FilePath
  /// The directory that the repository was looked for from, below ``root``: with a slash at its end,
  /// or empty.
  public let prefix: String
  /// What git keeps, shared by all copies of this value.
  let objects: GitObjects

  /// The repository that holds `directory`, an absolute path.
  public init(containing directory: FilePath) throws(GitFailure) {
    let output: HelperProcess.Output
    do throws(HelperProcess.Failure) {
      output = try Self.process(
        in: directory, ["rev-parse", "--show-toplevel", "--show-prefix"]
      ).run()
    } catch {
      throw GitFailure(.gitFailed("rev-parse", error.reason))
    }
    let lines = String(decoding: output.output, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    guard output.status == 0, lines.count >= 2, !lines[0].isEmpty else {
      throw GitFailure(.gitAbsent(directory.string))
    }
    root = FilePath(String(lines[0]))
    prefix = String(lines[1])
    objects = GitObjects(root: root)
  }

  /// What git prints; throws unless it succeeds.
  package func run(
    _ arguments: [String], input: [UInt8] = []
  ) throws(GitFailure) -> [UInt8] {
    let result = try output(arguments, input: input)
    guard result.status == 0 else { throw GitFailure(.gitFailed(arguments[0], result.errorTail)) }
    return result.output
  }

  /// What git prints and how it ends.
  package func output(
    _ arguments: [String], input: [UInt8] = []
  ) throws(GitFailure) -> HelperProcess.Output {
    do throws(HelperProcess.Failure) {
      return try Self.process(in: root, arguments, input: input).run()
    } catch {
      throw GitFailure(.gitFailed(arguments[0], error.reason))
    }
  }

  /// A process that runs git in a directory, its messages untranslated and no lock taken that is not
  /// needed.
  static func process(
    in directory: FilePath, _ arguments: [String], input: [UInt8] = []
  ) -> HelperProcess {
    HelperProcess(
      arguments: ["git", "--literal-pathspecs", "-C", directory.string] + arguments,
      input: input, environment: ["LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"])
  }
}
