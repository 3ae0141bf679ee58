internal import ArgumentParser
internal import Compose
internal import Cryptography
internal import Diagnostics
internal import SystemPackage

/// The overlay whose Secrets a command is about; shared by the commands under `secrets`.
struct SecretsOptions: ParsableArguments {
  @Argument(help: "The directory that holds the kustomization.yaml.", completion: .directory)
  var directory = "."

  @OptionGroup(title: "Diagnostics") var diagnosticOptions: DiagnosticOptions

  /// Calls `body` with a cache and the directory; leaves with diagnostics if it fails.
  func run<R>(_ body: (SourceCache, FilePath) throws(BuildFailure) -> R) -> R {
    diagnosticOptions.run(in: directory, body)
  }
}

extension DiagnosticOptions {
  /// Calls `body` with a cache and a directory; leaves with diagnostics if it fails.
  func run<R>(
    in directory: String, _ body: (SourceCache, FilePath) throws(BuildFailure) -> R
  ) -> R {
    let fileSystem = LocalFileSystem()
    let workingDirectory = ProjectContext.workingDirectory(of: fileSystem)
    let cache = SourceCache(fileSystem: fileSystem, workingDirectory: workingDirectory)
    let path = workingDirectory.pushing(FilePath(directory)).lexicallyNormalized()
    do throws(BuildFailure) {
      return try body(cache, path)
    } catch {
      show(error.diagnostics, of: cache.sources)
      ExitStatus.input.leave()
    }
  }
}

/// Private keys of a controller, for the commands that open sealed values.
struct PrivateKeyOptions: ParsableArguments {
  @Option(
    name: .customLong("private-key"),
    help: "A private key of the controller in PEM, or several; none is ever written.",
    completion: .file())
  var files: [String] = []

  func validate() throws {
    if files.isEmpty { throw ValidationError("no key: give --private-key FILE") }
  }

  /// Reads the keys.
  func keys(_ cache: SourceCache) throws(BuildFailure) -> [RSAKey] {
    var keys: [RSAKey] = []
    for name in files {
      do {
        let directory = ProjectContext.workingDirectory(of: LocalFileSystem())
        let bytes = try cache.fileSystem.contents(
          of: directory.pushing(FilePath(name)).lexicallyNormalized())
        keys.append(try RSAKey(privateKeyPEM: SensitiveBytes(bytes)))
      } catch {
        throw BuildFailure(
          diagnostics: [
            Diagnostic(
              "secrets/private-key", "\"\(name)\" is not a private RSA key in PEM", path: name)
          ])
      }
    }
    return keys
  }
}
