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
    if rest.hasPrefix("git::") { rest = rest.dropFirst(5) }
    guard let scheme = Self.scheme(of: &rest) else { return nil }
    if let question = rest.firstIndex(of: "?") {
      guard readQuery(rest[rest.index(after: question)...]) else { return nil }
      rest = rest[..<question]
    }
    guard let (host, tail) = Self.host(of: rest, scheme) else { return nil }
    guard let (repository, path) = Self.split(tail, scheme), !repository.isEmpty else {
      return nil
    }
    self.repository = scheme.prefix + host + repository
    self.path = FilePath(path).lexicallyNormalized().string
    // A path out of the repository names nothing in it.
    if self.path.hasPrefix("..") || self.path.hasPrefix("/") { return nil }
    if self.path == "." { self.path = "" }
  }

  private enum Scheme {
    case url(String)
    case file
    case secureShell
    case github

    var prefix: String {
      switch self {
      case .url(let text): text
      case .file: "file://"
      case .secureShell: ""
      case .github: "https://"
      }
    }
  }

  private static func scheme(of rest: inout Substring) -> Scheme? {
    for prefix in ["https://", "http://", "ssh://", "git://"]
    where rest.lowercased().hasPrefix(prefix) {
      rest = rest.dropFirst(prefix.count)
      return .url(prefix)
    }
    if rest.hasPrefix("file://") {
      rest = rest.dropFirst(7)
      return .file
    }
    for shorthand in ["github.com/", "github.com:"] where rest.lowercased().hasPrefix(shorthand) {
      rest = rest.dropFirst(shorthand.count)
      return .github
    }
    // user@host:path, as scp writes it; a slash before the colon makes it a path.
    if let at = rest.firstIndex(of: "@"), let colon = rest[at...].firstIndex(of: ":"),
      !rest[..<colon].contains("/"), at > rest.startIndex
    {
      return .secureShell
    }
    return nil
  }

  private static func host(
    of rest: Substring, _ scheme: Scheme
  ) -> (host: String, tail: Substring)? {
    switch scheme {
    case .file: return ("", rest)
    case .github: return ("github.com/", rest)
    case .secureShell:
      guard let colon = rest.firstIndex(of: ":") else { return nil }
      let end = rest.index(after: colon)
      return (String(rest[..<end]), rest[end...])
    case .url:
      guard let slash = rest.firstIndex(of: "/"), slash > rest.startIndex else { return nil }
      let end = rest.index(after: slash)
      return (String(rest[..<end]), rest[end...])
    }
  }

  /// The repository and the path in it.
  private static func split(
    _ tail: Substring, _ scheme: Scheme
  ) -> (repository: String, path: String)? {
    if let marker = tail.firstRange(of: "_git/") {
      let name = tail[marker.upperBound...]
      let end = name.firstIndex(of: "/") ?? name.endIndex
      return (String(tail[..<end]), String(name[end...].drop { $0 == "/" }))
    }
    if let marker = tail.dropFirst().firstRange(of: "//") {
      return (String(tail[..<marker.lowerBound]), String(tail[marker.upperBound...]))
    }
    if let marker = tail.firstRange(of: ".git"),
      marker.upperBound == tail.endIndex || tail[marker.upperBound] == "/"
    {
      let rest = tail[marker.upperBound...].drop { $0 == "/" }
      return (String(tail[..<marker.upperBound]), String(rest))
    }
    if case .file = scheme { return (String(tail), "") }
    let parts = tail.split(separator: "/", maxSplits: 2)
    guard parts.count >= 2 else { return nil }
    return (parts[..<2].joined(separator: "/"), parts.count > 2 ? String(parts[2]) : "")
  }

  /// False if a value cannot be read.
  private mutating func readQuery(_ query: Substring) -> Bool {
    var version = ""
    for pair in query.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let value = parts.count > 1 ? String(parts[1]) : ""
      switch parts[0] {
      case "ref": ref = value
      case "version": version = value
      case "timeout":
        guard let seconds = Self.seconds(value) else { return false }
        timeout = seconds
      case "submodules":
        switch value {
        case "true", "1": submodules = true
        case "false", "0": submodules = false
        default: return false
        }
      default: break
      }
    }
    if ref.isEmpty { ref = version }
    // Such a name would be an option to git.
    return !ref.hasPrefix("-")
  }

  /// `90`, `90s`, `2m` or `1m30s`.
  private static func seconds(_ text: String) -> Double? {
    if let plain = Double(text) { return plain > 0 ? plain : nil }
    var total = 0.0
    var number = ""
    for character in text {
      switch character {
      case "0"..."9", ".": number.append(character)
      case "h", "m", "s":
        guard let value = Double(number) else { return nil }
        total += value * (character == "h" ? 3600 : character == "m" ? 60 : 1)
        number = ""
      default: return nil
      }
    }
    return number.isEmpty && total > 0 ? total : nil
  }
}

extension Substring {
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
