internal import Compose
internal import Diagnostics
internal import Edit
internal import SystemPackage

/// An overlay that is edited.
struct EditedOverlay {
  /// The files.
  let cache: SourceCache
  /// The directory of its kustomization.
  let directory: FilePath

  /// Reads a file.
  func file(at path: FilePath) throws(Diagnostic) -> SourceFile {
    do throws(FileSystemError) {
      return try cache.file(at: path)
    } catch {
      throw Diagnostic(
        "edit/unreadable", "cannot read the file: \(error.reason)", path: cache.displayPath(path))
    }
  }

  /// Keeps the literals of Secrets out of all excerpts.
  func hide(_ secrets: [Range<Int>], of file: SourceFile) {
    for range in secrets {
      cache.sources.markSecret(
        SourceRange(file: file.id, start: range.lowerBound, end: range.upperBound))
    }
  }

  /// The names of files, directories and repositories that arguments stand for: a pattern for all
  /// that it matches, and each of them must be there.
  func names(_ arguments: [String]) throws(Diagnostic) -> [String] {
    var names: [String] = []
    for argument in arguments {
      let found = isRemote(argument) ? [argument] : matches(of: argument)
      guard !found.isEmpty else {
        throw Diagnostic(
          "edit/no-such-file", "there is no \"\(argument)\" in \(cache.displayPath(directory))",
          hint: "paths are relative to the directory of the kustomization")
      }
      names += found
    }
    return names
  }

  /// Whether a name is that of a file.
  func isFile(_ name: String) -> Bool {
    !name.contains("\n") && cache.kind(of: path(name)) == .file
  }

  private func isRemote(_ argument: String) -> Bool {
    if case .remote = Root(argument, relativeTo: directory) { true } else { false }
  }

  private func matches(of argument: String) -> [String] {
    if cache.kind(of: path(argument)) != nil { return [argument] }
    var found = [argument.hasPrefix("/") ? "/" : ""]
    for part in argument.split(separator: "/").map(String.init) {
      found = found.flatMap { start in
        self.names(matching: part, in: start).map { start + $0 + "/" }
      }
    }
    return found.map { String($0.dropLast()) }
  }

  private func names(matching pattern: String, in start: String) -> [String] {
    guard pattern.isPathPattern else {
      return cache.kind(of: path(start + pattern)) == nil ? [] : [pattern]
    }
    let names = (try? cache.fileSystem.names(in: path(start))) ?? []
    return names.filter { $0.matches(pathPattern: pattern) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private func path(_ name: String) -> FilePath {
    directory.pushing(FilePath(name)).lexicallyNormalized()
  }
}
