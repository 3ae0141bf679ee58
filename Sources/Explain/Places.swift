internal import Diagnostics

/// Turns ranges into lines and columns, however many are asked for.
///
/// The lines of a file are counted once, when the first place in it is asked for.
final class Places {
  /// A place as editors show it.
  struct Place {
    var file: String
    var line: Int
    var column: Int
    /// The line; nil if it must not be shown.
    var text: String?

    /// `overlays/prod/kustomization.yaml:7`.
    var lineText: String { "\(file):\(line)" }
  }

  private let sources: SourceTable
  private let hidden: HiddenValues
  private var lineStarts: [FileID: [Int]] = [:]

  init(_ sources: SourceTable, hiding hidden: HiddenValues) {
    self.sources = sources
    self.hidden = hidden
  }

  /// The place where a range begins; nil if it is in no file.
  func place(of range: SourceRange?) -> Place? {
    guard let range, let file = sources.file(range.file) else { return nil }
    let starts = starts(of: file)
    let offset = min(Int(range.start), file.bytes.count)
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    let start = starts[low]
    let end = low + 1 < starts.count ? starts[low + 1] - 1 : file.bytes.count
    let column = file.bytes[start..<offset].count { $0 & 0b1100_0000 != 0b1000_0000 } + 1
    return Place(
      file: file.path, line: low + 1, column: column,
      text: text(of: start..<max(start, end), in: file))
  }

  private func starts(of file: SourceFile) -> [Int] {
    if let starts = lineStarts[file.id] { return starts }
    var starts = [0]
    for (index, byte) in file.bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(index + 1)
    }
    lineStarts[file.id] = starts
    return starts
  }

  private func text(of line: Range<Int>, in file: SourceFile) -> String? {
    if sources.isSecret(line, in: file.id) { return nil }
    let text = String(decoding: file.bytes[line], as: UTF8.self)
    return hidden.occur(in: text) ? nil : text
  }
}
