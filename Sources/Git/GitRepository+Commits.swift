internal import Compose
internal import Diagnostics

extension GitRepository {
  /// The id of the commit that `ref` names: a branch, a tag, an id, `HEAD~2`.
  public func commit(_ ref: String) throws(GitFailure) -> String {
    if let id = try objects.object("\(ref)^{commit}")?.id { return id }
    try checkDepth(for: ref, "\"\(ref)\"")
    let names = try run(["for-each-ref", "--format=%(refname:short)"])
    let known = String(decoding: names, as: UTF8.self).split(separator: "\n").map(String.init)
    throw GitFailure(
      .gitUnknownRef(ref, nearest: nearestName(to: ref, among: known)), cause: .argument)
  }

  /// The id of the newest commit that both have in their history.
  public func mergeBase(_ a: String, _ b: String) throws(GitFailure) -> String {
    let result = try output(["merge-base", try commit(a), try commit(b)])
    let id = String(decoding: result.output.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    if result.status == 0, !id.isEmpty { return id }
    try checkDepth(for: a, "a commit that \"\(a)\" and \"\(b)\" share")
    throw GitFailure(.gitUnrelated(a, b), cause: .argument)
  }

  /// The id of the tree or blob at a path of a commit; nil if nothing is there.
  ///
  /// An empty path stands for all of the commit.
  public func objectID(of path: String, at commit: String) throws(GitFailure) -> String? {
    try objects.object("\(commit):\(path)")?.id
  }

  /// The content of a file at a commit; nil if there is none.
  public func contents(of path: String, at commit: String) throws(GitFailure) -> [UInt8]? {
    try blob("\(commit):\(path)")
  }

  /// The content of the file that an expression names; nil if it names none.
  func blob(_ name: String) throws(GitFailure) -> [UInt8]? {
    guard let object = try objects.object(name), object.type == "blob" else { return nil }
    return object.bytes
  }

  /// A commit of a history.
  public struct Commit: Sendable, Hashable {
    /// Its id.
    public var id: String
    /// When it was made, in seconds since 1970.
    public var time: Int64
    /// Who made it.
    public var author: String
    /// All of its message.
    public var message: String
  }

  /// The commits that changed a file or directory, the newest first, from `ref` back.
  public func history(
    of path: String, from ref: String = "HEAD", limit: Int? = nil
  ) throws(GitFailure) -> [Commit] {
    var arguments = ["log", "-z", "--format=%H%n%ct%n%an%n%B"]
    if let limit { arguments.append("--max-count=\(limit)") }
    let output = try run(arguments + [try commit(ref), "--", path])
    return output.split(separator: 0).compactMap { record in
      let fields = record.split(
        separator: UInt8(ascii: "\n"), maxSplits: 3, omittingEmptySubsequences: false
      ).map { String(decoding: $0, as: UTF8.self) }
      guard fields.count == 4, let time = Int64(fields[1]) else { return nil }
      return Commit(id: fields[0], time: time, author: fields[2], message: fields[3])
    }
  }

  /// Whether the history ends before its beginning.
  public func isShallow() throws(GitFailure) -> Bool {
    try run(["rev-parse", "--is-shallow-repository"]).starts(with: "true".utf8)
  }

  /// Throws if the history ends before its beginning: what is not here, and how deep to fetch.
  public func checkDepth(for ref: String, _ what: String) throws(GitFailure) {
    if let depth = try depthToFetch(for: ref) { throw GitFailure(.gitShallow(what, depth: depth)) }
  }

  /// How many commits to fetch so that `ref` may be found; nil if all of the history is here.
  ///
  /// `HEAD~20` says how far back it is; of anything else it is not known, and twice of what is here is
  /// a guess that ends soon.
  private func depthToFetch(for ref: String) throws(GitFailure) -> Int? {
    guard try isShallow() else { return nil }
    if let tilde = ref.lastIndex(of: "~"), let steps = Int(ref[ref.index(after: tilde)...]) {
      return steps + 1
    }
    let count = try output(["rev-list", "--count", "HEAD"]).output
    return max(50, 2 * (Int(String(decoding: count.dropLast(), as: UTF8.self)) ?? 0))
  }
}
