internal import Bundles
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
  ///
  /// With `makes` the file is there afterwards, so that all runs share its key.
  static func readOrLeave(_ path: FilePath, makes: Bool) -> ValueMemory {
    if let memory = existingOrLeave(path) { return memory }
    guard let memory = try? ValueMemory() else { leave("there are no random bytes") }
    if makes { memory.mergeOrLeave(into: path) }
    return existingOrLeave(path) ?? memory
  }

  /// Adds what this run learned to the file, whatever others did to it meanwhile, or ends the program.
  func mergeOrLeave(into path: FilePath) {
    OutputFile.leavingOnFailure { () throws(FileFailure) in
      let directory = path.removingLastComponent()
      try SystemFile.makeDirectory(directory, permissions: .ownerReadWriteExecute)
      let lock = try RunLock(directory, isShared: false) {}
      let memory = Self.existingOrLeave(path)?.merging(self) ?? self
      try OutputFile.write([(path, memory.bytes)], permissions: [.ownerRead, .ownerWrite])
      _ = consume lock
    }
  }

  private static func existingOrLeave(_ path: FilePath) -> ValueMemory? {
    do {
      guard let memory = try ValueMemory(LocalFileSystem().contents(of: path)) else {
        leave("\"\(path)\" is not what this program wrote; without it values are unknown")
      }
      return memory
    } catch FileSystemError.notFound {
      return nil
    } catch {
      leave("cannot read \"\(path)\"")
    }
  }

  private static func leave(_ reason: String) -> Never {
    Standard.error.writeOrLeave("error[secrets/memory]: \(reason)\n")
    ExitStatus.environment.leave()
  }
}
