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

  /// The contents of files in the index and in the last commit; nil where there is no such file.
  public func staged(
    _ paths: [String]
  ) throws(GitFailure) -> [(path: String, index: [UInt8]?, head: [UInt8]?)] {
    var files: [(path: String, index: [UInt8]?, head: [UInt8]?)] = []
    for path in paths { files.append((path, try blob(":\(path)"), try blob("HEAD:\(path)"))) }
    return files
  }

  private func paths(_ output: [UInt8]) -> [String] {
    output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }
}
