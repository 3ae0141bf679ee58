public import Compose
internal import Cryptography
public import Diagnostics
public import SystemPackage
internal import YAML

/// Takes the values to seal from where they may come, and looks at how they came.
///
/// No value is in any message.
public struct ValueSources {
  /// What happens to a line feed at the end of a value, which most often is an accident.
  public enum Newlines: Sendable {
    case refused
    case kept
    case stripped
  }

  /// What happens to a line feed at the end of a value.
  public var newlines = Newlines.refused
  /// Whether files may be read that version control tracks.
  public var allowsTrackedFiles = false
  /// What was taken.
  public private(set) var values: [Sealer.Value] = []
  /// What looks like a mistake.
  public private(set) var warnings: [Diagnostic] = []
  private let cache: SourceCache
  private let workingDirectory: FilePath

  /// No values yet; paths are relative to `workingDirectory`.
  public init(cache: SourceCache, workingDirectory: FilePath) {
    self.cache = cache
    self.workingDirectory = workingDirectory
  }

  /// Every line of an env file, as Kustomize reads it.
  public mutating func addEnvFile(_ name: String) throws(BuildFailure) {
    let file = try contents(of: name)
    do throws(Diagnostic) {
      for line in try KeyValueSources.lines(of: file, warnings: &warnings) {
        append(line.value, as: line.key)
      }
    } catch {
      throw BuildFailure(diagnostics: [error])
    }
  }

  /// The content of a file: `KEY=FILE`.
  public mutating func addFile(_ argument: String) throws(BuildFailure) {
    let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2 else {
      throw BuildFailure(diagnostics: [.sourceArgument(argument, form: "--from-file KEY=FILE")])
    }
    try add(contents(of: parts[1]).bytes, as: parts[0], from: "\"\(parts[1])\"")
  }

  /// What a program prints on its standard output; no shell reads its arguments.
  public mutating func addOutput(
    of command: [String], as key: String
  ) throws(BuildFailure) {
    let program = command.first ?? ""
    let output: HelperProcess.Output
    do throws(HelperProcess.Failure) {
      output = try HelperProcess(arguments: command).run()
    } catch {
      throw BuildFailure(diagnostics: [.commandFailed(program, error.reason)])
    }
    // What it says of its failure is not shown: a value may be in it.
    guard output.status == 0 else {
      throw BuildFailure(
        diagnostics: [.commandFailed(program, "it ended with status \(output.status)")])
    }
    try add(output.output, as: key, from: "\"\(program)\"")
  }

  /// A value that was read elsewhere, which `source` names.
  public mutating func add(
    _ bytes: [UInt8], as key: String, from source: String
  ) throws(BuildFailure) {
    var bytes = bytes
    if bytes.last == UInt8(ascii: "\n") {
      switch newlines {
      case .kept: break
      case .stripped:
        bytes.removeLast()
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
      case .refused:
        throw BuildFailure(diagnostics: [.trailingNewline(key, source)])
      }
    }
    append(bytes, as: key)
  }

  private mutating func append(_ bytes: [UInt8], as key: String) {
    if Self.isEncodedText(bytes) { warnings.append(.valueEncoded(key)) }
    values.append(Sealer.Value(key: key, bytes: SensitiveBytes(bytes)))
  }

  /// Whether a value is text in base64, as the `data` of a Secret has it.
  private static func isEncodedText(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 8, bytes.count % 4 == 0, let decoded = Base64.decode(bytes) else {
      return false
    }
    return decoded.allSatisfy { (0x20..<0x7F).contains($0) || $0 == 0x0A }
  }

  private mutating func contents(of name: String) throws(BuildFailure) -> SourceFile {
    let path = workingDirectory.pushing(FilePath(name)).lexicallyNormalized()
    let file: SourceFile
    do throws(FileSystemError) {
      file = try cache.file(at: path)
    } catch {
      throw BuildFailure(diagnostics: [.sourceUnreadable(name, error)])
    }
    cache.sources.markSecret(file)
    if let status = try? Stat(path), !status.permissions.isDisjoint(with: Self.readingByOthers) {
      warnings.append(.sourceReadable(name, status.permissions.rawValue))
    }
    if Self.git("ls-files", "--error-unmatch", path) == 0 {
      guard allowsTrackedFiles else {
        throw BuildFailure(diagnostics: [.sourceTracked(name)])
      }
    } else if Self.git("check-ignore", "-q", path) == 1 {
      warnings.append(.sourceNotIgnored(name))
    }
    return file
  }

  private static let readingByOthers: FilePermissions = [.groupRead, .otherRead]

  /// The status of a git command about a file; nil if there is no git.
  private static func git(_ command: String, _ option: String, _ path: FilePath) -> CInt? {
    let directory = path.removingLastComponent().string
    let name = path.lastComponent?.string ?? ""
    let git = HelperProcess(arguments: ["git", "-C", directory, command, option, "--", name])
    return try? git.run().status
  }
}
