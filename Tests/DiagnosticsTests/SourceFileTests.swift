import Diagnostics
import Testing

@Suite struct SourceFileTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    let offset: Int
    let line: Int
    let column: Int

    init(_ name: String, _ text: String, _ offset: Int, _ line: Int, _ column: Int) {
      (self.name, self.text, self.offset) = (name, text, offset)
      (self.line, self.column) = (line, column)
    }

    var testDescription: String { name }
  }

  @Test(arguments: [
    Row("empty file", "", 0, 1, 1),
    Row("first byte", "ab\ncd\n", 0, 1, 1),
    Row("on the line feed", "ab\ncd\n", 2, 1, 3),
    Row("after the line feed", "ab\ncd\n", 3, 2, 1),
    Row("last line without line feed", "ab\ncd", 4, 2, 2),
    Row("end of the last line", "ab\ncd", 5, 2, 3),
    Row("behind the last line feed", "ab\ncd\n", 6, 3, 1),
    Row("behind the end", "ab\ncd\n", 99, 3, 1),
    Row("carriage return counts as a column", "ab\r\ncd\r\n", 3, 1, 4),
    Row("after CRLF", "ab\r\ncd\r\n", 4, 2, 1),
    Row("carriage return alone breaks no line", "ab\rcd", 4, 1, 5),
    Row("after two bytes", "é: x", 2, 1, 2),
    Row("after three bytes", "€: x", 3, 1, 2),
    Row("after four bytes", "😀: x", 4, 1, 2),
    Row("combining marks are columns", "e\u{301}: x", 3, 1, 3),
    Row("umlauts of the line before do not count", "äöü\nx: y", 10, 2, 4),
  ])
  func countsLinesAndScalars(_ row: Row) {
    let file = SourceTable().add(path: "a.yaml", bytes: Array(row.text.utf8))
    let position = file.position(of: row.offset)
    #expect(position.line == row.line)
    #expect(position.column == row.column)
  }

  struct LineRow: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    let offset: Int
    let range: Range<Int>

    init(_ name: String, _ text: String, _ offset: Int, _ range: Range<Int>) {
      (self.name, self.text, self.offset, self.range) = (name, text, offset, range)
    }

    var testDescription: String { name }
  }

  @Test(arguments: [
    LineRow("empty file", "", 0, 0..<0),
    LineRow("first line", "ab\ncd\n", 1, 0..<2),
    LineRow("on the line feed", "ab\ncd\n", 2, 0..<2),
    LineRow("second line", "ab\ncd\n", 3, 3..<5),
    LineRow("no line feed at the end", "ab\ncd", 5, 3..<5),
    LineRow("behind the last line feed", "ab\n", 3, 3..<3),
    LineRow("behind the end", "ab\ncd", 99, 3..<5),
    LineRow("without the carriage return", "ab\r\ncd", 1, 0..<2),
    LineRow("an empty line", "ab\n\ncd", 3, 3..<3),
  ])
  func findsTheLine(_ row: LineRow) {
    let file = SourceTable().add(path: "a.yaml", bytes: Array(row.text.utf8))
    #expect(file.lineRange(around: row.offset) == row.range)
  }
}

@Suite struct SourceTableTests {
  @Test func numbersFilesFromOne() throws {
    let table = SourceTable()
    let first = table.add(path: "a.yaml", bytes: [1])
    let second = table.add(path: "b.yaml", bytes: [2])
    #expect(first.id.number == 1)
    #expect(second.id.number == 2)
    #expect(try #require(table.file(second.id)).path == "b.yaml")
    #expect(table.file(SourceRange.unknown.file) == nil)
    #expect(SourceTable().file(first.id) == nil)
  }

  @Test func knowsWhatIsSecret() {
    let table = SourceTable()
    let file = table.add(path: "a.yaml", bytes: Array("abcdefgh".utf8))
    let other = table.add(path: "b.yaml", bytes: Array("abcdefgh".utf8))
    table.markSecret(SourceRange(file: file.id, start: 2, end: 4))
    table.markSecret(.unknown)
    #expect(table.isSecret(0..<3, in: file.id))
    #expect(table.isSecret(3..<4, in: file.id))
    #expect(!table.isSecret(0..<2, in: file.id))
    #expect(!table.isSecret(4..<8, in: file.id))
    #expect(!table.isSecret(0..<8, in: other.id))
    table.markSecret(other)
    #expect(table.isSecret(7..<8, in: other.id))
  }
}

@Suite struct SourceRangeTests {
  @Test func neverEndsBeforeItStarts() {
    let file = SourceTable().add(path: "a.yaml", bytes: [])
    let range = SourceRange(file: file.id, start: 5, end: 3)
    #expect(range.start == 5)
    #expect(range.end == 5)
  }

  @Test func clampsWhatDoesNotFit() {
    let file = SourceTable().add(path: "a.yaml", bytes: [])
    let range = SourceRange(file: file.id, start: -1, end: 1 << 40)
    #expect(range.start == 0)
    #expect(range.end == .max)
  }

  @Test func isSmallSinceEveryNodeHasOne() {
    #expect(MemoryLayout<SourceRange>.size == 12)
    #expect(SourceRange.unknown.isUnknown)
  }
}
