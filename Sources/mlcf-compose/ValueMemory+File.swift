internal import Compose
internal import Git
internal import Seal
internal import SystemPackage

/// The file of this machine's memory of values: readable by its owner alone, and in no repository.
extension ValueMemory {
  /// Where it is; ends the program where it would be in the repository of an overlay.
  static func fileOrLeave(besides directory: String) -> FilePath {
    guard let state = Environment.stateDirectory else {
      leave("there is no place to remember values: set HOME or XDG_STATE_HOME")
    }
    let working = ProjectContext.workingDirectory(of: LocalFileSystem())
    let overlay = working.pushing(FilePath(directory)).lexicallyNormalized()
    if let repository = try? GitRepository(containing: overlay),
      state.lexicallyNormalized().starts(with: repository.root)
    {
      leave("\"\(state)\" is in the repository, where values must not be remembered")
    }
    return state.appending("sealed-values")
  }

  /// What the file has, or a memory of nothing if there is none; ends the program if it cannot be
  /// read.
  static func readOrLeave(_ path: FilePath) -> ValueMemory {
    do {
      guard let memory = try ValueMemory(LocalFileSystem().contents(of: path)) else {
        leave("\"\(path)\" is not what this program wrote; without it values are unknown")
      }
      return memory
    } catch FileSystemError.notFound {
      guard let memory = try? ValueMemory() else { leave("there are no random bytes") }
      return memory
    } catch {
      leave("cannot read \"\(path)\"")
    }
  }

  /// Replaces the file, or ends the program.
  func writeOrLeave(to path: FilePath) {
    OutputFile.writePrivatelyOrLeave(bytes, to: path)
  }

  private static func leave(_ reason: String) -> Never {
    Standard.error.writeOrLeave("error[secrets/memory]: \(reason)\n")
    ExitStatus.environment.leave()
  }
}
