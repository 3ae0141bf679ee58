internal import SystemPackage

/// A directory in a git repository, as an entry of `resources` or `components` names it.
///
/// See the remote targets of Kustomize v5.8: a URL or `user@host:path`, the path within the
/// repository behind `//` or `.git`, and `?ref=`, `?version=`, `?timeout=`, `?submodules=`.
struct RepositoryReference: Hashable, Sendable {
  /// What git clones.
  var repository: String
  /// The directory within the repository; empty for its root.
  var path: String
  /// The branch, tag or commit; empty for the default branch.
  var ref = ""
  /// How many seconds git may take.
  var timeout = 27.0
  /// Whether submodules are fetched too.
  var submodules = true

  /// Whether the reference names a commit, so that its content can never change.
  var isPinned: Bool {
    (ref.utf8.count == 40 || ref.utf8.count == 64)
      && ref.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  /// Nil if the text is not of the form of a repository.
  init?(_ text: String) {
    repository = ""
    path = ""
    var rest = text[...]
    _ = rest.removePrefix("git::")
    guard let scheme = Self.scheme(of: &rest) else { return nil }
    if let question = rest.firstIndex(of: "?") {
      read(RepositoryQuery(rest[rest.index(after: question)...]))
      rest = rest[..<question]
    }
    // Such a name would be an option to git.
    if ref.hasPrefix("-") { return nil }
    guard let host = Self.host(of: &rest, scheme),
      let (repository, path) = Self.split(rest, scheme), !repository.isEmpty
    else { return nil }
    self.repository = host + repository
    self.path = FilePath(String(path.drop { $0 == "/" })).lexicallyNormalized().string
    // A path out of the repository names nothing in it.
    if self.path.hasPrefix("..") { return nil }
    if self.path == "." { self.path = "" }
  }

  private enum Scheme: String {
    case https = "https://"
    case http = "http://"
    case secureShell = "ssh://"
    case file = "file://"
    /// `user@host:path`, as scp writes it, or `github.com/…`.
    case none = ""
  }

  private static func scheme(of rest: inout Substring) -> Scheme? {
    for scheme in [Scheme.https, .http, .secureShell, .file]
    where rest.removePrefix(scheme.rawValue) {
      return scheme
    }
    return user(of: rest) != nil || isGitHub(rest) ? Scheme.none : nil
  }

  /// The name before an `@`, if it is one of letters, digits and hyphens.
  private static func user(of rest: Substring) -> Substring? {
    guard let at = rest.utf8.firstIndex(of: UInt8(ascii: "@")), at > rest.startIndex else {
      return nil
    }
    let isName = rest[..<at].utf8.allSatisfy { byte in
      (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
        || byte == UInt8(ascii: "-")
    }
    return isName && !rest.hasPrefix("-") ? rest[..<at] : nil
  }

  private static func isGitHub(_ host: Substring) -> Bool {
    var rest = host
    return rest.removePrefix("github.com/") || rest.removePrefix("github.com:")
  }

  /// What stands before the repository: the scheme, the host and a separator.
  private static func host(of rest: inout Substring, _ scheme: Scheme) -> String? {
    guard scheme != .file else { return scheme.rawValue }
    var host = rest
    let user = user(of: rest)
    if let user { host = host[user.endIndex...].dropFirst() }
    if isGitHub(host) {
      // A port does not count: GitHub is reached by its name alone.
      host = host.dropFirst("github.com".count)
      if scheme != .none, host.hasPrefix(":"), let slash = host.firstIndex(of: "/") {
        host = host[slash...]
      }
      rest = host.dropFirst()
      if user != nil || scheme == .secureShell {
        return "\(user.map { "\($0)@" } ?? "")github.com:"
      }
      return "https://github.com/"
    }
    let separator = rest.firstIndex { $0 == "/" || $0 == ":" && scheme == .none }
    guard let separator else { return nil }
    let end = rest.index(after: separator)
    defer { rest = rest[end...] }
    return scheme.rawValue + rest[..<end]
  }

  /// The repository and the path in it.
  private static func split(
    _ tail: Substring, _ scheme: Scheme
  ) -> (repository: String, path: Substring)? {
    if let marker = tail.firstRange(of: "_git/") {
      let name = tail[marker.upperBound...]
      let end = name.firstIndex(of: "/") ?? name.endIndex
      return (String(tail[..<end]), name[end...])
    }
    if let marker = tail.firstRange(of: "//") {
      return (String(tail[..<marker.lowerBound]), tail[marker.upperBound...])
    }
    if let marker = tail.firstRange(of: ".git") {
      return (String(tail[..<marker.upperBound]), tail[marker.upperBound...])
    }
    if scheme == .file { return (String(tail), "") }
    let parts = tail.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count >= 2, !parts[1].isEmpty else { return nil }
    return (parts[..<2].joined(separator: "/"), parts.count > 2 ? parts[2] : "")
  }

  /// Takes what a query says; what cannot be read leaves the default, as in Kustomize.
  private mutating func read(_ query: RepositoryQuery) {
    ref = query["ref"] ?? ""
    if ref.isEmpty { ref = query["version"] ?? "" }
    if let seconds = query["timeout"].flatMap(RepositoryQuery.seconds) { timeout = seconds }
    switch query["submodules"] {
    case "1", "t", "T", "TRUE", "true", "True": submodules = true
    case "0", "f", "F", "FALSE", "false", "False": submodules = false
    default: break
    }
  }
}

extension Substring {
  /// Removes a prefix, whatever the case of its letters; false if there is another.
  fileprivate mutating func removePrefix(_ prefix: String) -> Bool {
    guard self.prefix(prefix.count).lowercased() == prefix else { return false }
    self = dropFirst(prefix.count)
    return true
  }

  /// Where `text` occurs first.
  fileprivate func firstRange(of text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
