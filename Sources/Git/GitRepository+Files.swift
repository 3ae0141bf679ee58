extension GitRepository {
  /// The files that git tracks, sorted by path.
  public func trackedFiles() throws(GitFailure) -> [String] {
    try paths(run(["ls-files", "-z"]))
  }

  /// The files whose content in the index is not that of the last commit; those that are deleted do
  /// not count.
  public func stagedFiles() throws(GitFailure) -> [String] {
    try paths(
      run(["diff", "--cached", "--name-only", "-z", "--no-renames", "--diff-filter=d"]))
  }

  /// The contents of files in the index and in the last commit, read by one process; nil where there
  /// is no such file.
  public func staged(
    _ paths: [String]
  ) throws(GitFailure) -> [(path: String, index: [UInt8]?, head: [UInt8]?)] {
    let objects = try GitObjects(self)
    return paths.map { path in
      (path, objects.blob(":\(path)"), objects.blob("HEAD:\(path)"))
    }
  }

  private func paths(_ output: [UInt8]) -> [String] {
    output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }
}

extension GitObjects {
  /// The content of a file; nil if there is none of that name.
  fileprivate func blob(_ name: String) -> [UInt8]? {
    // A name with a line feed cannot be asked for.
    guard !name.utf8.contains(0x0A), let object = object(name), object.type == "blob" else {
      return nil
    }
    return object.bytes
  }
}
