internal import Diagnostics
internal import SystemPackage

/// What an entry of `resources` or `components` leads to.
struct Target {
  /// A file or directory, without links.
  var path: FilePath
  /// The repository that it is in, if that was fetched.
  var repository: FetchedRepository?
  /// Whether it is a file that was fetched by itself, which no root restricts.
  var isFetchedFile = false
}

/// The files of a repository at one commit.
struct FetchedRepository: Sendable {
  /// The directory that holds them; nothing outside is read for it.
  let root: FilePath
  /// What they were fetched as.
  let reference: RepositoryReference
}

extension BuildRun {
  /// Fetches what an entry names by URL.
  ///
  /// A URL that does not look like a repository is tried as a file first, where files are allowed,
  /// as Kustomize does with all.
  func fetched(
    _ entry: Located<String>, allowsFiles: Bool
  ) throws(Diagnostic) -> Target {
    let url = entry.value
    let reference = RepositoryReference(url)
    if allowsFiles, ["https://", "http://"].contains(where: url.lowercased().hasPrefix),
      !Self.looksLikeRepository(url)
    {
      do throws(RemoteFailure) {
        let path = try cache.remotes.file(at: url)
        cache.show(path, as: url)
        return Target(path: path, isFetchedFile: true)
      } catch {
        if reference == nil { throw .remoteUnreadable(url, error.reason, at: entry.range) }
      }
    }
    guard let reference else { throw .remoteInvalid(url, at: entry.range) }
    if !reference.isPinned { warnings.append(.remoteNotPinned(url, at: entry.range)) }
    return try target(reference, url, at: entry.range)
  }

  /// The directory in a repository that is meant.
  func target(
    _ reference: RepositoryReference, _ url: String, at range: SourceRange?
  ) throws(Diagnostic) -> Target {
    let root: FilePath
    do throws(RemoteFailure) {
      root = try cache.remotes.tree(of: reference)
    } catch {
      throw .remoteUnreadable(url, error.reason, at: range)
    }
    let repository: FetchedRepository
    let path: FilePath
    do throws(FileSystemError) {
      repository = FetchedRepository(root: try cache.realPath(of: root), reference: reference)
      path = try cache.realPath(of: root.pushing(FilePath(reference.path)))
    } catch {
      throw .unreadable(url, error, at: range)
    }
    guard path.starts(with: repository.root) else { throw .outsideRepository(url, at: range) }
    let ref = reference.ref.isEmpty ? "" : "@\(reference.ref)"
    cache.show(repository.root, as: "\(reference.repository)\(ref)")
    return Target(path: path, repository: repository)
  }

  /// Whether an entry has the form of a URL or of a git repository.
  static func isRemote(_ entry: String) -> Bool {
    // All forms but `github.com/…` have a colon or an `@`; paths, which are met far more often, have
    // none.
    guard
      entry.utf8.contains(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "@") })
        || ["g", "G"].contains(entry.first)
    else { return false }
    return entry.contains("://") || entry.hasPrefix("git::")
      || RepositoryReference(entry) != nil
  }

  private static func looksLikeRepository(_ url: String) -> Bool {
    guard let scheme = url.range(of: "://") else { return false }
    let rest = url[scheme.upperBound...]
    return rest.contains("//") || rest.contains(".git") || rest.contains("_git/")
      || ["?ref=", "&ref=", "?version=", "?timeout=", "?submodules="].contains {
        rest.contains($0)
      }
  }
}

extension String {
  /// Where `text` occurs first.
  fileprivate func range(of text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
