internal import Schema

/// A selector of labels in the grammar of Kubernetes: `app=web,tier in (a, b),!canary`.
///
/// See <https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors>.
struct LabelSelector: Sendable {
  private enum Requirement: Sendable {
    case exists(String)
    case isAbsent(String)
    case isIn(String, Set<String>)
    case isNotIn(String, Set<String>)
    case isGreater(String, Int)
    case isLess(String, Int)
  }

  private var requirements: [Requirement] = []
  /// The selector as it was written.
  let text: String

  /// A selector; nil if the text is not in the grammar, or a key or value could be none of a label.
  ///
  /// An empty text selects everything.
  init?(_ text: String) {
    self.text = text
    var tokens = Tokens(text)
    guard tokens.next != nil else { return }
    repeat {
      guard let requirement = Self.requirement(&tokens) else { return nil }
      requirements.append(requirement)
    } while tokens.accept(",")
    guard tokens.next == nil else { return nil }
  }

  /// A key that must have one of some values, if there is such a requirement.
  var demandedValues: (key: String, values: Set<String>)? {
    for case .isIn(let key, let values) in requirements { return (key, values) }
    return nil
  }

  /// Whether the labels, given by a look-up, satisfy every requirement.
  func matches(_ value: (String) -> String?) -> Bool {
    requirements.allSatisfy { requirement in
      switch requirement {
      case .exists(let key): value(key) != nil
      case .isAbsent(let key): value(key) == nil
      case .isIn(let key, let values): value(key).map(values.contains) ?? false
      case .isNotIn(let key, let values): !(value(key).map(values.contains) ?? false)
      case .isGreater(let key, let bound):
        value(key).flatMap { Int($0) }.map { $0 > bound } ?? false
      case .isLess(let key, let bound): value(key).flatMap { Int($0) }.map { $0 < bound } ?? false
      }
    }
  }

  private static func requirement(_ tokens: inout Tokens) -> Requirement? {
    let isAbsent = tokens.accept("!")
    guard let key = tokens.word(), LabelSyntax.isKey(key) else { return nil }
    if isAbsent { return .isAbsent(key) }
    switch tokens.next {
    case nil, ",": return .exists(key)
    case "=", "==":
      tokens.advance()
      return value(&tokens).map { .isIn(key, [$0]) }
    case "!=":
      tokens.advance()
      return value(&tokens).map { .isNotIn(key, [$0]) }
    case ">", "<":
      let isGreater = tokens.accept(">")
      if !isGreater { tokens.advance() }
      guard let bound = value(&tokens).flatMap({ Int($0) }) else { return nil }
      return isGreater ? .isGreater(key, bound) : .isLess(key, bound)
    case "in":
      tokens.advance()
      return values(&tokens).map { .isIn(key, $0) }
    case "notin":
      tokens.advance()
      return values(&tokens).map { .isNotIn(key, $0) }
    default: return nil
    }
  }

  private static func values(_ tokens: inout Tokens) -> Set<String>? {
    guard tokens.accept("(") else { return nil }
    var values: Set<String> = []
    repeat {
      guard let value = value(&tokens) else { return nil }
      values.insert(value)
    } while tokens.accept(",")
    return tokens.accept(")") ? values : nil
  }

  /// The next value, which may be empty.
  private static func value(_ tokens: inout Tokens) -> String? {
    let value = tokens.word() ?? ""
    return LabelSyntax.isValue(value) ? value : nil
  }

  private struct Tokens {
    private var tokens: [String] = []
    private var index = 0

    init(_ text: String) {
      var word = ""
      var operation = ""
      func flush(_ part: inout String) {
        if !part.isEmpty { tokens.append(part) }
        part = ""
      }
      for character in text.unicodeScalars {
        switch character {
        case " ", "\t", "\n", "\r":
          flush(&word)
          flush(&operation)
        case "=", "!", "<", ">":
          flush(&word)
          operation.unicodeScalars.append(character)
        case ",", "(", ")":
          flush(&word)
          flush(&operation)
          tokens.append(String(character))
        default:
          flush(&operation)
          word.unicodeScalars.append(character)
        }
      }
      flush(&word)
      flush(&operation)
    }

    var next: String? { index < tokens.count ? tokens[index] : nil }

    mutating func advance() { index += 1 }

    mutating func accept(_ token: String) -> Bool {
      guard next == token else { return false }
      index += 1
      return true
    }

    /// The next token if it is a word and no operator.
    mutating func word() -> String? {
      guard let token = next, let first = token.unicodeScalars.first,
        !"=!<>,()".unicodeScalars.contains(first)
      else { return nil }
      index += 1
      return token
    }
  }
}
