public import Bundles
internal import Cryptography
internal import Diagnostics
internal import Git
internal import Project
internal import Releases
internal import SystemPackage

extension Promoter {
  /// Writes the overlay, the bundle and, last, the lock of a plan that is allowed.
  ///
  /// Each file is old or new at every moment. An interrupted run is finished by the next one, which
  /// begins with what was there before.
  public func carryOut(_ plan: PromotionPlan) throws(PromotionFailure) -> EnvironmentReport {
    try writing { () throws(FileFailure) in
      for (path, bytes) in plan.edits.sorted(by: { $0.key.string < $1.key.string }) {
        try SystemFile.replace([(path, bytes)])
      }
    }
    let report = bundler().write(plan.bundle, for: plan.target)
    switch report.outcome {
    case .written, .unchanged, .skipped: break
    case .planned, .checked, .inputFailed, .refused:
      throw PromotionFailure(report.diagnostics, .input)
    case .environmentFailed: throw PromotionFailure(report.diagnostics, .environment)
    }
    let folder = project.directory.pushing(FilePath(plan.target.bundle))
    try writing { () throws(FileFailure) in
      var lock = plan.lock
      let bundle = try SystemFile.contents(of: folder.appending(BundleLock.fileName)) ?? []
      lock.bundle = SHA256.hexDigest(of: bundle)
      try SystemFile.replace([(folder.appending(ReleaseLock.fileName), lock.bytes)])
    }
    return report
  }

  /// Commits what a plan has written, and nothing else; with `branch` on a new branch.
  public func commit(
    _ plan: PromotionPlan, message: String, branch: String?
  ) throws(PromotionFailure) {
    try askingGit { () throws(GitFailure) in
      let repository = ledger.repository
      if let branch { _ = try repository.run(["switch", "--quiet", "--create", branch]) }
      let paths = writtenPaths(of: plan)
      _ = try repository.run(["add", "--all", "--"] + paths)
      _ = try repository.run(
        ["commit", "--quiet", "--only", "--message", message, "--"] + paths)
    }
  }

  /// The paths of the repository that a plan writes.
  private func writtenPaths(of plan: PromotionPlan) -> [String] {
    let root = ledger.repository.root
    let edited = plan.edits.keys.compactMap { path -> String? in
      var rest = path
      return rest.removePrefix(root) ? rest.string : nil
    }
    return edited.sorted() + [ledger.gitPath(plan.target.bundle)]
  }
}
