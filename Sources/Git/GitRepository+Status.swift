extension GitRepository {
  /// A file that is not as in the last commit.
  public struct Change: Sendable, Hashable {
    /// Its path; that of a directory ends in `/`.
    public var path: String
    /// Whether the last commit has no such file.
    public var isNew: Bool
    /// Whether there is no such file any more.
    public var isGone: Bool
  }

  /// The files that are not as in the last commit, below `paths` or anywhere.
  ///
  /// With `includesIgnored`, ignored files too, a directory of which counts as one.
  public func changes(
    below paths: [String] = [], includesIgnored: Bool = false
  ) throws(GitFailure) -> [Change] {
    let output = try run(
      ["status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames"]
        + (includesIgnored ? ["--ignored=matching"] : []) + ["--"] + paths)
    return output.split(separator: 0).map { record in
      let state = record.prefix(2)
      return Change(
        path: String(decoding: record.dropFirst(3), as: UTF8.self),
        isNew: state.contains(UInt8(ascii: "?")) || state.contains(UInt8(ascii: "A")),
        isGone: state.contains(UInt8(ascii: "D")))
    }
  }
}
