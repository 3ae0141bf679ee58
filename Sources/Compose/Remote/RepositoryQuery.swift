/// The query of a repository's address: names and values, of each name the first.
///
/// Decoded as Go's `url.ParseQuery` does: a pair with a semicolon or a wrong escape is passed over.
struct RepositoryQuery {
  private var values: [String: String] = [:]

  /// The query that stands behind a question mark.
  init(_ text: Substring) {
    for pair in text.split(separator: "&") where !pair.contains(";") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decoded(parts[0]),
        let value = Self.decoded(parts.dropFirst().first ?? "")
      else { continue }
      if values[name] == nil { values[name] = value }
    }
  }

  /// The value of a name; nil if the query has none.
  subscript(name: String) -> String? { values[name] }

  /// How many seconds `90`, `90s`, `2m` or `1m30s` are; nil if that is none, or not more than none.
  static func seconds(_ text: String) -> Double? {
    if let seconds = Int(text) { return seconds > 0 ? Double(seconds) : nil }
    let units: KeyValuePairs = [
      "ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "h": 3600, "m": 60, "s": 1,
    ]
    var total = 0.0
    var rest = text[...]
    while !rest.isEmpty {
      let number = rest.prefix { ("0"..."9").contains($0) || $0 == "." }
      rest = rest[number.endIndex...]
      guard let value = Double(number), let unit = units.first(where: { rest.hasPrefix($0.key) })
      else { return nil }
      rest = rest.dropFirst(unit.key.count)
      total += value * unit.value
    }
    return total > 0 ? total : nil
  }

  private static func decoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+"): bytes.append(0x20)
      case UInt8(ascii: "%"):
        guard rest.count >= 2, let value = UInt8(Substring(rest.prefix(2)), radix: 16) else {
          return nil
        }
        bytes.append(value)
        rest = rest.dropFirst(2)
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
