internal import Diagnostics

/// Which resources of a build are asked for, as `deployment/web`.
///
/// `[NAMESPACE/]KIND[.GROUP]/NAME`, or a name alone. A kind is in any case, in the plural, or as
/// kubectl abbreviates it; kind and name may be cut to what is unambiguous, and `*` stands for any
/// text. A resource is found by its earlier names and kinds too.
struct ResourceQuery {
  let text: String
  private let namespace: String?
  private let kind: String?
  private let group: String
  private let name: String

  /// The query of a text.
  init(_ text: String) throws(Diagnostic) {
    self.text = text
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard (1...3).contains(parts.count), !parts.contains("") else {
      throw .resourceInvalid(text)
    }
    name = parts[parts.count - 1]
    namespace = parts.count == 3 ? parts[0] : nil
    let type = parts.count > 1 ? parts[parts.count - 2].lowercased() : nil
    let typeParts = type?.split(separator: ".", maxSplits: 1).map(String.init)
    kind = typeParts?.first
    group = typeParts?.dropFirst().first ?? ""
  }

  /// The resources that are meant: one, or with a `*` perhaps several.
  func matches(among subjects: [Subject]) throws(Diagnostic) -> [Subject] {
    var best = Score.worst
    var found: [Subject] = []
    for subject in subjects {
      guard let score = score(of: subject) else { continue }
      if text.contains("*") {
        if subject.isPresent { found.append(subject) }
        continue
      }
      if score < best {
        best = score
        found = []
      }
      if score == best { found.append(subject) }
    }
    guard let first = found.first else { throw .resourceMissing(text, among: subjects) }
    if !text.contains("*"), found.count > 1 {
      throw .resourceAmbiguous(text, found, first: first)
    }
    return found
  }

  /// How well a resource fits; less is better.
  private struct Score: Comparable {
    var name: Int
    var kind: Int
    var isGone: Int

    static let worst = Score(name: .max, kind: .max, isGone: .max)

    static func < (a: Score, b: Score) -> Bool {
      (a.name, a.kind, a.isGone) < (b.name, b.kind, b.isGone)
    }
  }

  private func score(of subject: Subject) -> Score? {
    let isGone = subject.isPresent ? 0 : 1
    if let namespace, !namespace.isPattern(for: subject.id.namespace) { return nil }
    let now = score(of: subject.id).map { Score(name: $0.name, kind: $0.kind, isGone: isGone) }
    let earlier = subject.earlierIDs.compactMap { score(of: $0) }.map {
      Score(name: $0.name == 0 ? 1 : $0.name, kind: $0.kind, isGone: isGone)
    }
    return ([now].compactMap { $0 } + earlier).min()
  }

  private func score(of id: Subject.Identity) -> (name: Int, kind: Int)? {
    guard let kindScore = kindScore(of: id) else { return nil }
    if name.isPattern(for: id.name) { return (0, kindScore) }
    return id.name.hasPrefix(name) ? (2, kindScore) : nil
  }

  private func kindScore(of id: Subject.Identity) -> Int? {
    guard let kind else { return 0 }
    let other = id.kind.lowercased()
    let version = id.apiVersion.split(separator: "/").map(String.init)
    let otherGroup = version.count == 2 ? version[0] : ""
    guard
      group.isEmpty || otherGroup.hasPrefix(group) || "\(version.last ?? "").\(otherGroup)" == group
    else { return nil }
    if kind.isPattern(for: other) || ShortNames.kinds[kind] == other || other.isSingular(of: kind) {
      return 0
    }
    return other.hasPrefix(kind) ? 1 : nil
  }
}

extension String {
  /// Whether the text, in which `*` stands for any, describes all of another.
  fileprivate func isPattern(for text: String) -> Bool {
    guard contains("*") else { return self == text }
    let parts = split(separator: "*", omittingEmptySubsequences: false)
    guard let first = parts.first, let last = parts.last, text.hasPrefix(first),
      text.utf8.count >= first.utf8.count + last.utf8.count, text.hasSuffix(last)
    else { return false }
    var rest = text.dropFirst(first.count).dropLast(last.count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let end = rest.end(of: part) else { return false }
      rest = rest[end...]
    }
    return true
  }

  /// Whether `plural` is the plural of this kind in small letters.
  fileprivate func isSingular(of plural: String) -> Bool {
    plural == self + "s" || plural == self + "es"
      || (hasSuffix("y") && plural == dropLast() + "ies")
  }
}

extension Substring {
  /// The position behind the first occurrence of a text.
  fileprivate func end(of text: Substring) -> Index? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
