internal import Compose
internal import Diagnostics
internal import Synchronization

/// The objects of a repository, read one after the other by one `git cat-file --batch`.
///
/// Safe to use from several threads; the process ends with this value.
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

  private let reader: Mutex<Reader>

  init(_ repository: GitRepository) throws(GitFailure) {
    let program = GitRepository.process(in: repository.root, ["cat-file", "--batch"])
    do throws(HelperProcess.Failure) {
      reader = Mutex(Reader(process: try OpenProcess(program)))
    } catch {
      throw GitFailure(.gitFailed("cat-file", error.reason))
    }
  }

  /// The object of that name, an id or `COMMIT^{tree}`; nil if the repository has none.
  func object(_ name: String) -> Object? {
    reader.withLock { reader in
      guard let process = reader.process, process.send(Array("\(name)\n".utf8)),
        let line = process.line()
      else {
        reader.process = nil
        return nil
      }
      // `<id> <type> <size>`, or `<name> missing`.
      let fields = String(decoding: line, as: UTF8.self).split(separator: " ")
      guard fields.count == 3, let size = Int(fields[2]) else { return nil }
      guard let bytes = process.bytes(size), process.bytes(1) != nil else {
        reader.process = nil
        return nil
      }
      return Object(id: String(fields[0]), type: String(fields[1]), bytes: bytes)
    }
  }
}
