internal import Compose
internal import Diagnostics
internal import Synchronization
internal import SystemPackage

/// The objects of a repository, read one after the other by one `git cat-file --batch`.
///
/// The process starts with the first question and ends with this value; how deep a shallow clone is, it
/// learns once. Safe to use from several threads.
final class GitObjects: Sendable {
  /// What git keeps under an id.
  struct Object {
    var id: String
    var type: String
    var bytes: [UInt8]
  }

  /// The program is used by whoever holds the lock.
  private struct Reader: @unchecked Sendable {
    var process: OpenProcess?
  }

  private let root: FilePath
  private let reader = Mutex(Reader())

  /// The objects of the repository whose work tree is at `root`.
  init(root: FilePath) {
    self.root = root
  }

  /// The object of that name: an id, or an expression such as `COMMIT^{tree}` or `COMMIT:PATH`; nil if
  /// the repository has none.
  func object(_ name: String) throws(GitFailure) -> Object? {
    // A name with a line feed cannot be asked for.
    guard !name.utf8.contains(0x0A) else { return nil }
    return try reader.withLock { (reader) throws(GitFailure) in
      let process = if let open = reader.process { open } else { try start() }
      // A program that ends in the middle is started anew for the next question.
      reader.process = nil
      guard process.send(Array("\(name)\n".utf8)), let line = process.line() else {
        throw GitFailure(.gitFailed("cat-file", "it ended early"))
      }
      // `<id> <type> <size>`, or `<name> missing`.
      let fields = String(decoding: line, as: UTF8.self).split(separator: " ")
      guard fields.count == 3, let size = Int(fields[2]) else {
        reader.process = process
        return nil
      }
      guard let bytes = process.bytes(size), process.bytes(1) != nil else {
        throw GitFailure(.gitFailed("cat-file", "it ended early"))
      }
      reader.process = process
      return Object(id: String(fields[0]), type: String(fields[1]), bytes: bytes)
    }
  }

  private func start() throws(GitFailure) -> OpenProcess {
    do throws(HelperProcess.Failure) {
      return try OpenProcess(GitRepository.process(in: root, ["cat-file", "--batch"]))
    } catch {
      throw GitFailure(.gitFailed("cat-file", error.reason))
    }
  }
}
