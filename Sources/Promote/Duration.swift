/// Spans of time for people.
enum Duration {
  /// The two largest units of a number of seconds, as `1d 4h`.
  static func text(_ seconds: Int64) -> String {
    let units: [(String, Int64)] = [("d", 86400), ("h", 3600), ("m", 60), ("s", 1)]
    var rest = max(0, seconds)
    var parts: [String] = []
    for (name, size) in units {
      let count = rest / size
      rest %= size
      if count > 0 || (size == 1 && parts.isEmpty) { parts.append("\(count)\(name)") }
      if parts.count == 2 { break }
    }
    return parts.joined(separator: " ")
  }
}
