internal import Compose
internal import Cryptography
internal import Diagnostics
internal import Project
internal import SystemPackage
internal import YAML

/// The folder of sealed values: a SealedSecret for each Secret, and `lock.yaml`, which says what
/// they were sealed for.
///
/// No hash of a plaintext is in it: what is compared is the SHA-256 of ciphertexts.
struct SealedStore {
  /// What one Secret was sealed for, and its values.
  struct Entry {
    var namespace: String
    var name: String
    var scope: SecretSwap.Scope
    var keys: [(name: String, key: Key)]
    var range: SourceRange?

    /// The highest generation of a key: a counter of changed values.
    var generation: Int { keys.map(\.key.generation).max() ?? 0 }
  }

  /// A sealed value.
  struct Key {
    /// Counts the values that the key had, from 1.
    var generation: Int
    /// The pin of the certificate that sealed it.
    var spkiSHA256: String
    /// The digest of `ciphertext` in hexadecimal, as the lock has it.
    var ciphertextSHA256: String
    /// The value as `spec.encryptedData` has it.
    var ciphertext: Node
  }

  /// The name of the lock.
  static let lockName = "lock.yaml"

  private var entries: [String: Entry] = [:]

  /// All entries by their names.
  var all: [String: Entry] { entries }

  /// Puts an entry in the place of the one that a swap has.
  mutating func set(_ entry: Entry, for swap: SecretSwap.Swap) {
    entries[Self.name(of: swap)] = entry
  }

  /// The entry of a Secret, by its name as in the base, with its namespace where a swap gives one.
  subscript(swap: SecretSwap.Swap) -> Entry? { entries[Self.name(of: swap)] }

  /// The name of an entry: what a swap calls the Secret.
  static func name(of swap: SecretSwap.Swap) -> String {
    swap.namespace.map { "\($0).\(swap.secret)" } ?? swap.secret
  }

  /// A store without entries.
  init() {}

  /// Reads the store in `directory`; one without a lock is empty.
  init(_ directory: FilePath, _ cache: SourceCache) throws(BuildFailure) {
    let locked = try Self.locked(in: directory, cache)
    do throws(Diagnostic) {
      for locked in locked {
        let file = try File(of: locked.secret, in: directory, cache, lockedAt: locked.range)
        entries[locked.secret] = try Self.joined(locked, file.ciphertexts)
      }
    } catch {
      throw BuildFailure(diagnostics: [error])
    }
  }

  /// Reads what the lock in `directory` tells, whatever the files hold.
  init(lockIn directory: FilePath, _ cache: SourceCache) throws(BuildFailure) {
    for locked in try Self.locked(in: directory, cache) { entries[locked.secret] = locked.entry }
  }

  private static func locked(
    in directory: FilePath, _ cache: SourceCache
  ) throws(BuildFailure) -> [Locked] {
    let lock: SourceFile
    do throws(FileSystemError) {
      lock = try cache.file(at: directory.appending(Self.lockName))
    } catch .notFound {
      return []
    } catch {
      let path = cache.displayPath(directory.appending(Self.lockName))
      throw BuildFailure(diagnostics: [.documentUnreadable(path, error)])
    }
    var problems: [Diagnostic] = []
    let locked = try Self.locked(in: lock, problems: &problems)
    guard problems.isEmpty else { throw BuildFailure(diagnostics: problems) }
    return locked
  }

  private static func locked(
    in lock: SourceFile, problems: inout [Diagnostic]
  ) throws(BuildFailure) -> [Locked] {
    let document: Node
    do throws(DocumentFailure) {
      document = try lock.document()
    } catch {
      throw BuildFailure(diagnostics: error.diagnostics)
    }
    var reader = StrictMapping(document, as: "the lock", problems: &problems)
    reader.demand(kind: "SealedLock", problems: &problems)
    let entries = reader.list("entries", problems: &problems) { Locked($0, problems: &$1) }
    reader.finish(problems: &problems)
    return entries
  }

  /// An entry of the lock.
  private struct Locked {
    var secret: String
    var entry: Entry
    var range: SourceRange? { entry.range }

    init?(_ node: Node, problems: inout [Diagnostic]) {
      var reader = StrictMapping(node, as: "an entry", problems: &problems)
      let secret = reader.requiredString("secret", problems: &problems)
      let targetNode = reader.node("target") ?? .emptyMapping(range: node.range)
      var target = StrictMapping(targetNode, as: "target", problems: &problems)
      let namespace = target.string("namespace", problems: &problems) ?? ""
      let name = target.string("name", problems: &problems) ?? ""
      let scope: SecretSwap.Scope? = target.choice("scope", problems: &problems)
      target.finish(problems: &problems)
      var keys: [(name: String, key: Key)] = []
      let keysNode = reader.node("keys") ?? .emptyMapping(range: node.range)
      for (name, key, value) in StrictMapping.entries(keysNode, of: "keys", problems: &problems) {
        var fields = StrictMapping(value, as: "a key", problems: &problems)
        let generation = fields.count("generation", problems: &problems) ?? 1
        let spki = fields.requiredString("spki", problems: &problems)
        let digest = fields.requiredString("ciphertextSha256", problems: &problems)
        fields.finish(problems: &problems)
        keys.append(
          (
            name,
            Key(
              generation: generation, spkiSHA256: spki ?? "", ciphertextSHA256: digest ?? "",
              ciphertext: key)
          ))
      }
      reader.finish(problems: &problems)
      guard let secret, let scope else { return nil }
      self.secret = secret
      entry = Entry(
        namespace: namespace, name: name, scope: scope, keys: keys, range: node.range)
    }
  }

  /// The entry with its ciphertexts, each of which is the one that the lock tells.
  private static func joined(
    _ locked: Locked, _ ciphertexts: Node
  ) throws(Diagnostic) -> Entry {
    var entry = locked.entry
    for index in entry.keys.indices {
      let (name, key) = entry.keys[index]
      guard let ciphertext = ciphertexts[name], let text = ciphertext.text else {
        throw .storeDiffers(locked.secret, key: name, at: key.ciphertext.range)
      }
      guard SHA256.hexDigest(of: Array(text.utf8)) == key.ciphertextSHA256 else {
        throw .storeDiffers(locked.secret, key: name, at: ciphertext.range)
      }
      entry.keys[index].key.ciphertext = ciphertext
    }
    let known = Set(entry.keys.map(\.name))
    if let extra = ciphertexts.entries?.first(where: { !known.contains($0.key.text ?? "") }) {
      throw .storeDiffers(locked.secret, key: extra.key.text ?? "", at: extra.key.range)
    }
    return entry
  }
}
