/// Makes text of diagnostics, for people.
///
/// ```
/// error[patch/target-missing]: no resource matches Deployment "web"
///   --> overlays/prod/kustomization.yaml:7:5
/// 7 |   - path: web-replicas.yaml
///   |     ^^^^^^^^^^^^^^^^^^^^^^^
/// hint: the base defines Deployment "website"
/// ```
///
/// A line that holds a byte marked as secret is not shown, only named.
public struct DiagnosticRenderer: Sendable {
  private let sources: SourceTable
  private let usesColor: Bool

  /// A renderer for places in the files of `sources`.
  public init(sources: SourceTable, usesColor: Bool = false) {
    self.sources = sources
    self.usesColor = usesColor
  }

  /// The lines of one diagnostic, each ended by a line feed.
  public func render(_ diagnostic: Diagnostic) -> String {
    let color: Style = diagnostic.severity == .error ? .red : .yellow
    var text = styled("\(diagnostic.severity.rawValue)[\(diagnostic.code)]", color)
    text += styled(": \(singleLine(diagnostic.message))", .bold) + "\n"
    if let range = diagnostic.range {
      text += excerpt(of: range, color: color)
    } else if let path = diagnostic.path {
      text += styled("  --> ", .blue) + singleLine(path) + "\n"
    }
    for note in diagnostic.notes {
      text += styled("note", .blue) + ": \(singleLine(note.message))\n"
      if let range = note.range { text += place(of: range) }
    }
    if let hint = diagnostic.hint {
      text += styled("hint", .green) + ": \(singleLine(hint))\n"
    }
    return text
  }

  private func place(of range: SourceRange) -> String {
    guard let file = sources.file(range.file) else { return "" }
    let position = file.position(of: Int(range.start))
    return styled("  --> ", .blue)
      + "\(singleLine(file.path)):\(position.line):\(position.column)\n"
  }

  /// The place of a range, its line, and a mark beneath it.
  package func excerpt(of range: SourceRange, color: Style) -> String {
    guard let file = sources.file(range.file) else { return "" }
    var text = place(of: range)
    let line = file.lineRange(around: Int(range.start))
    let number = String(file.position(of: Int(range.start)).line)
    let margin = String(repeating: " ", count: number.utf8.count)
    if sources.isSecret(line, in: file.id) {
      return text + styled("\(number) |", .blue) + " (not shown: the line holds a secret value)\n"
    }
    guard !line.isEmpty, let window = visibleWindow(of: line, around: range, in: file) else {
      return text
    }
    let start = min(max(Int(range.start), window.lowerBound), window.upperBound)
    let end = min(max(Int(range.end), start), window.upperBound)
    text += styled("\(number) |", .blue) + " \(printable(file.bytes[window]))\n"
    text += styled("\(margin) |", .blue) + " "
    text += String(repeating: " ", count: width(file.bytes[window.lowerBound..<start]))
    text += styled(String(repeating: "^", count: max(1, width(file.bytes[start..<end]))), color)
    return text + "\n"
  }

  /// The part of a line that is shown: all of it, or of a very long one what lies near the range.
  private func visibleWindow(
    of line: Range<Int>, around range: SourceRange, in file: SourceFile
  ) -> Range<Int>? {
    guard line.count > 240 else { return line }
    let start = min(max(Int(range.start), line.lowerBound), line.upperBound)
    var lower = max(line.lowerBound, start - 60)
    var upper = min(line.upperBound, start + 120)
    while lower > line.lowerBound, isContinuation(file.bytes[lower]) { lower -= 1 }
    while upper < line.upperBound, isContinuation(file.bytes[upper]) { upper += 1 }
    return lower..<upper
  }

  private func isContinuation(_ byte: UInt8) -> Bool {
    byte & 0b1100_0000 == 0b1000_0000
  }

  /// The text with control characters made visible, so that no input can steer a terminal.
  private func printable(_ bytes: ArraySlice<UInt8>) -> String {
    var text = ""
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      let isControl = scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value)
      text.unicodeScalars.append(isControl ? (scalar == "\t" ? " " : "\u{FFFD}") : scalar)
    }
    return text
  }

  /// A text that cannot leave its line or steer a terminal.
  package func singleLine(_ text: String) -> String {
    printable(ArraySlice(text.utf8))
  }

  private func width(_ bytes: ArraySlice<UInt8>) -> Int {
    String(decoding: bytes, as: UTF8.self).unicodeScalars.count
  }

  /// How a part of the text stands out.
  package enum Style: String {
    case bold = "1"
    case dim = "2"
    case red = "1;31"
    case yellow = "1;33"
    case green = "1;32"
    case blue = "1;34"
  }

  /// The text in a style, where colours are used.
  package func styled(_ text: String, _ style: Style) -> String {
    usesColor ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }
}
