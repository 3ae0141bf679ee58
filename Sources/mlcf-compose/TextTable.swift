/// Rows of cells, the first of which are the headings.
struct TextTable {
  private let rows: [[String]]

  /// A table of rows of the same number of cells.
  init(_ rows: [[String]]) {
    self.rows = rows
  }

  /// The cells beneath each other, two spaces apart.
  var aligned: String {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let line = zip(row, widths).map { cell, width in
        cell + String(repeating: " ", count: width - cell.count)
      }.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed()) + "\n"
    }.joined()
  }

  /// The table in Markdown.
  var markdown: String {
    let lines = rows.map { "| \($0.joined(separator: " | ")) |\n" }
    let rule = "|" + String(repeating: " --- |", count: rows[0].count) + "\n"
    return lines[0] + rule + lines.dropFirst().joined()
  }
}
