/// The number of a source file within one ``SourceTable``.
public struct FileID: Hashable, Sendable {
  /// The position in the table, counted from 1; 0 stands for no file.
  public let number: UInt32

  package init(number: UInt32) {
    self.number = number
  }

  /// For text that is in no table, such as the content of a scalar that is itself YAML.
  package static let detached = FileID(number: .max)
}

/// A half-open range of bytes in a source file.
///
/// Offsets count bytes from the start of the file, a byte order mark included. A range takes
/// 12 bytes, because every node of every resource carries one.
public struct SourceRange: Hashable, Sendable {
  /// The file that the bytes are in.
  public let file: FileID
  /// The offset of the first byte, counted from 0.
  public let start: UInt32
  /// The offset behind the last byte.
  public let end: UInt32

  /// A range of `file`; an `end` before `start` counts as an empty range at `start`.
  public init(file: FileID, start: Int, end: Int) {
    self.file = file
    self.start = UInt32(clamping: start)
    self.end = UInt32(clamping: max(start, end))
  }

  /// A range for what has no place in any file; ``isUnknown`` tells it.
  public static let unknown = SourceRange(file: FileID(number: 0), start: 0, end: 0)

  /// Whether this is ``unknown``.
  public var isUnknown: Bool { file.number == 0 }
}
