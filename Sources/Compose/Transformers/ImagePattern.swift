/// Which images an entry of `images` is for, as its `name` says it.
///
/// Kustomize puts the name unescaped into the regular expression `^NAME(:TAG)?(@DIGEST)?$`: a dot
/// stands for any character, `*` alone for every image, and the halves of `a|b` have one anchor each.
struct ImagePattern: Sendable {
  private enum Matcher: Sendable {
    /// A name without operators but the dot, as nearly all are.
    case name(String)
    case expression(RegularExpression)
  }

  private let matcher: Matcher

  /// A pattern; nil if the name makes no regular expression.
  init?(_ name: String) {
    if name.utf8.allSatisfy({ $0 == UInt8(ascii: ".") || !RegularExpression.isOperator($0) }) {
      matcher = .name(name)
    } else {
      let tail = "[a-zA-Z0-9_.{}-]*"
      let pattern = "^\(name)(:\(tail))?(@sha256:\(tail))?$"
      guard let expression = RegularExpression(pattern, matching: .part) else { return nil }
      matcher = .expression(expression)
    }
  }

  /// What the last component of the repository's name is in every reference that matches; nil if
  /// that may differ.
  var lastComponent: Substring? {
    guard case .name(let name) = matcher else { return nil }
    let component = Self.lastComponent(of: name)
    let isFixed = component.endIndex == name.endIndex && !component.utf8.contains(UInt8(ascii: "."))
    return isFixed ? component : nil
  }

  /// The last component of a reference's name, without tag and digest.
  static func lastComponent(of reference: String) -> Substring {
    let bytes = reference.utf8
    let start = bytes.lastIndex(of: UInt8(ascii: "/")).map(bytes.index(after:))
    let rest = reference[(start ?? reference.startIndex)...]
    let end = rest.utf8.firstIndex { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "@") }
    return rest[..<(end ?? rest.endIndex)]
  }

  /// Whether a reference is one of those that are meant.
  func matches(_ reference: String) -> Bool {
    switch matcher {
    case .name(let name): Self.matches(reference, name)
    case .expression(let expression): expression.matches(reference)
    }
  }

  private static func matches(_ text: String, _ name: String) -> Bool {
    let (text, name) = (text.utf8.span, name.utf8.span)
    guard text.count >= name.count else { return false }
    for index in name.indices {
      guard name[index] == UInt8(ascii: ".") || text[index] == name[index] else { return false }
    }
    var index = name.count
    func skip(_ byte: UInt8) -> Bool {
      guard index < text.count, text[index] == byte else { return false }
      index += 1
      return true
    }
    if skip(UInt8(ascii: ":")) {
      while index < text.count, isTagByte(text[index]) { index += 1 }
    }
    if index == text.count { return true }
    for byte in "@sha256:".utf8 { guard skip(byte) else { return false } }
    while index < text.count {
      guard isTagByte(text[index]) else { return false }
      index += 1
    }
    return true
  }

  private static func isTagByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "{"), UInt8(ascii: "}"),
      UInt8(ascii: "-"):
      true
    default: isAlphanumeric(byte)
    }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}
