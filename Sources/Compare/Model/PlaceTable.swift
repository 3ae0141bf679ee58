public import Diagnostics

/// Lines and columns of many places, each file being looked through once.
public struct PlaceTable {
  private let sources: SourceTable
  private var lineStarts: [FileID: [Int]] = [:]

  /// Places in the files of `sources`.
  public init(_ sources: SourceTable) {
    self.sources = sources
  }

  /// A place in a file.
  public struct Place: Hashable, Sendable {
    /// The file, as a user wants to read it.
    public var path: String
    /// The line, counted from 1.
    public var line: Int
    /// The column in Unicode scalars, counted from 1.
    public var column: Int
  }

  /// The place where a range starts; nil if it is in no file.
  public mutating func place(of range: SourceRange?) -> Place? {
    guard let range, let file = sources.file(range.file) else { return nil }
    let starts = starts(of: file)
    let offset = min(Int(range.start), file.bytes.count)
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    let column = file.bytes[starts[low]..<offset].count { $0 & 0b1100_0000 != 0b1000_0000 }
    return Place(path: file.path, line: low + 1, column: column + 1)
  }

  private mutating func starts(of file: SourceFile) -> [Int] {
    if let known = lineStarts[file.id] { return known }
    var starts = [0]
    for (index, byte) in file.bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(index + 1)
    }
    lineStarts[file.id] = starts
    return starts
  }
}
