internal import Synchronization

/// The input files of one run, and what in them must never be shown.
///
/// Files are added by whoever reads them and looked up when a diagnostic is rendered. Safe to use
/// from several threads.
public final class SourceTable: Sendable {
  private struct State {
    var files: [SourceFile] = []
    var secrets: [FileID: [Range<UInt32>]] = [:]
  }

  private let state = Mutex(State())

  /// An empty table.
  public init() {}

  /// Adds a file and gives it a number.
  public func add(path: String, bytes: [UInt8]) -> SourceFile {
    add(path: path, bytes: bytes, isOutput: false)
  }

  /// Adds what a program printed, under a name that says so.
  package func add(output name: String, bytes: [UInt8]) -> SourceFile {
    add(path: name, bytes: bytes, isOutput: true)
  }

  private func add(path: String, bytes: [UInt8], isOutput: Bool) -> SourceFile {
    state.withLock { state in
      let id = FileID(number: UInt32(state.files.count + 1))
      let file = SourceFile(id: id, path: path, bytes: bytes, isOutput: isOutput)
      state.files.append(file)
      return file
    }
  }

  /// How many bytes all files have together.
  public var byteCount: Int {
    state.withLock { $0.files.reduce(0) { $0 + $1.bytes.count } }
  }

  /// The file of that number; nil for ``SourceRange/unknown`` and for a number of another table.
  public func file(_ id: FileID) -> SourceFile? {
    state.withLock { state in
      let index = Int(id.number) - 1
      return state.files.indices.contains(index) ? state.files[index] : nil
    }
  }

  /// Marks bytes that hold a secret: no excerpt will show them.
  public func markSecret(_ range: SourceRange) {
    guard !range.isUnknown else { return }
    state.withLock { $0.secrets[range.file, default: []].append(range.start..<range.end) }
  }

  /// Marks a whole file as secret.
  public func markSecret(_ file: SourceFile) {
    markSecret(SourceRange(file: file.id, start: 0, end: file.bytes.count))
  }

  /// Whether any byte of `range` was marked as secret.
  package func isSecret(_ range: Range<Int>, in file: FileID) -> Bool {
    state.withLock { state in
      state.secrets[file, default: []].contains {
        Int($0.lowerBound) < range.upperBound && range.lowerBound < Int($0.upperBound)
      }
    }
  }
}
