extension BundleLock {
  /// The bytes of the file: one entry a line, sorted, with a blank line between entries, which lets
  /// git merge changes of neighbours.
  public var bytes: [UInt8] {
    var text = LockText()
    text.line("# Made by \"mlcf-compose bundle\"; do not edit.")
    text.line("version: \(Self.formatVersion)")
    text.line("environment: \(LockText.quoted(environment))")
    text.line("overlay: \(LockText.quoted(overlay))")
    text.line("epoch: \(epoch)")
    text.line("options:")
    for (name, value) in options.sorted(by: { $0.key < $1.key }) {
      text.line("  \(name): \(LockText.quoted(value))")
    }
    text.line("inputs:")
    for (path, input) in sorted(inputs) {
      switch input {
      case .file(let digest): text.entry("path: \(path), sha256: \"\(digest)\"")
      case .merged: text.entry("path: \(path), merged: true")
      case .absent: text.entry("path: \(path), absent: true")
      case .link(let target): text.entry("path: \(path), link: \(LockText.quoted(target))")
      case .remote(let digest): text.entry("remote: \(path), sha256: \"\(digest)\"")
      }
    }
    text.line("")
    text.line("outputs:")
    for (path, output) in sorted(outputs) {
      let resource = output.resource.map { "resource: \(LockText.quoted($0)), " } ?? ""
      text.entry("file: \(path), \(resource)sha256: \"\(output.sha256)\"")
    }
    text.line("")
    text.line("sealed:")
    for (resource, keys) in sorted(sealed) {
      let keys = keys.map(LockText.quoted).joined(separator: ", ")
      text.entry("resource: \(resource), keys: [\(keys)]")
    }
    return text.bytes
  }

  /// The entries by their quoted keys, in the order of bytes.
  private func sorted<Value>(_ table: [String: Value]) -> [(String, Value)] {
    table.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { (LockText.quoted($0.key), $0.value) }
  }
}

/// The text of a lock while it is written.
private struct LockText {
  private(set) var bytes: [UInt8] = []

  mutating func line(_ text: String) {
    bytes += text.utf8
    bytes.append(UInt8(ascii: "\n"))
  }

  mutating func entry(_ fields: String) {
    line("")
    line("- {\(fields)}")
  }

  /// A text in double quotes, as YAML and JSON read it alike.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\u{20}"..."\u{7E}": result.unicodeScalars.append(scalar)
      case "\u{A1}"..."\u{AC}", "\u{AE}"..."\u{2027}", "\u{202F}"..."\u{D7FF}",
        "\u{E000}"..."\u{FEFE}", "\u{FF00}"..."\u{FFFD}", "\u{10000}"..."\u{10FFFF}":
        result.unicodeScalars.append(scalar)
      default:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
    return result + "\""
  }
}
