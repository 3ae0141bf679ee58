internal import Compose
internal import Diagnostics
internal import Project

/// Tells whether a bundle is what its lock says, and what its sources make.
struct BundleInspector {
  let environment: Project.Environment
  let folder: BundleFolder
  let state: BundleFolder.LockState

  /// The command that makes the bundle anew.
  private var mend: String { "mlcf-compose bundle \(environment.name)" }
  private var lockPath: String { "\(environment.bundle)/\(BundleLock.fileName)" }

  private func path(_ file: String) -> String { "\(environment.bundle)/manifests/\(file)" }

  private func finding(
    _ state: BundleFinding.State, _ path: String, _ message: String, mend: String? = nil
  ) -> BundleFinding {
    BundleFinding(state: state, path: path, message: message, mend: mend ?? self.mend)
  }

  /// Compares the files with the lock; reads no source.
  func verify(_ sources: SourceTable) throws(FileFailure) -> [BundleFinding] {
    switch state {
    case .missing:
      return [finding(.missing, lockPath, "there is no lock")]
    case .corrupt(let diagnostics):
      return diagnostics.map { finding(.lockCorrupt, lockPath, place(of: $0, sources)) }
    case .present(let lock, _):
      var findings: [BundleFinding] = []
      if lock.environment != environment.name {
        findings.append(
          finding(.stale, lockPath, "the lock is of environment \"\(lock.environment)\""))
      }
      if lock.epoch != BundleLock.currentEpoch {
        findings.append(
          finding(
            .epoch, lockPath,
            "made in epoch \(lock.epoch), this program is of \(BundleLock.currentEpoch)"))
      }
      return try findings + compareFiles(with: lock.outputs)
    }
  }

  private func place(of diagnostic: Diagnostic, _ sources: SourceTable) -> String {
    guard let range = diagnostic.range, let file = sources.file(range.file) else {
      return diagnostic.message
    }
    let position = file.position(of: Int(range.start))
    return "line \(position.line), column \(position.column): \(diagnostic.message)"
  }

  private func compareFiles(
    with outputs: [String: BundleLock.Output]
  ) throws(FileFailure) -> [BundleFinding] {
    var findings: [BundleFinding] = []
    var rest = try folder.content().files
    for (file, output) in outputs.sorted(by: { $0.key < $1.key }) {
      switch rest.removeValue(forKey: file) {
      case nil:
        findings.append(finding(.missing, path(file), "the file is not there"))
      case .file:
        if try folder.digest(of: file) != output.sha256 {
          findings.append(finding(.tampered, path(file), "the content is not what the lock says"))
        }
      case .directory, .other:
        findings.append(finding(.tampered, path(file), "this is no regular file"))
      }
    }
    return findings + rest.keys.sorted().map { unexpected($0) }
  }

  private func unexpected(_ file: String) -> BundleFinding {
    finding(
      .unexpected, path(file), "the file is not of the bundle",
      mend: "git rm -f --ignore-unmatch \(shellQuoted(path(file)))")
  }

  /// Compares the files with the lock, and the lock with what the sources make now.
  func check(
    against rendered: RenderedBundle, _ sources: SourceTable
  ) throws(FileFailure) -> [BundleFinding] {
    guard case .present(let lock, _) = state else {
      return try verify(sources) + compareNames(with: rendered)
    }
    var findings = try verify(sources)
    let now = rendered.lock
    let changedInputs = changedKeys(lock.inputs, now.inputs)
      .filter { lock.inputs[$0] != .merged || now.inputs[$0] == nil }
    let hasMerged = lock.inputs.values.contains(.merged)
    for input in changedInputs {
      let message =
        switch (lock.inputs[input], now.inputs[input]) {
        case (nil, _): "this input is new"
        case (_, nil): "this input is not used any more"
        default: "this input has changed"
        }
      findings.append(finding(.stale, input, message))
    }
    if lock.overlay != now.overlay {
      findings.append(finding(.stale, lockPath, "the overlay was \"\(lock.overlay)\""))
    }
    for option in changedKeys(lock.options, now.options) {
      findings.append(
        finding(
          .stale, lockPath,
          "\(option) was \(lock.options[option] ?? "not set"), is \(now.options[option] ?? "not set")"
        ))
    }
    let hasReason =
      lock.environment != now.environment || lock.overlay != now.overlay
      || lock.options != now.options || !changedInputs.isEmpty || hasMerged
    if lock.epoch == now.epoch || hasReason {
      let state: BundleFinding.State = hasReason ? .stale : .irreproducible
      for file in changedKeys(lock.outputs, now.outputs) {
        let message =
          switch (lock.outputs[file], now.outputs[file]) {
          case (nil, _): "the sources make this file, the lock does not list it"
          case (_, nil): "the lock lists this file, the sources do not make it"
          default: "the sources make another content than the lock says"
          }
        findings.append(finding(state, path(file), message))
      }
      if lock.sealed != now.sealed, lock.outputs == now.outputs {
        findings.append(finding(state, lockPath, "the sealed keys are not those of the resources"))
      }
    }
    return findings
  }

  /// Without a lock, names are all that can be told apart.
  private func compareNames(with rendered: RenderedBundle) throws(FileFailure) -> [BundleFinding] {
    let there = Set(try folder.content().files.keys)
    let wanted = Set(rendered.files.map(\.path))
    return wanted.subtracting(there).sorted().map {
      finding(.missing, path($0), "the file is not there")
    } + there.subtracting(wanted).sorted().map { unexpected($0) }
  }

  private func changedKeys<Value: Equatable>(
    _ old: [String: Value], _ new: [String: Value]
  ) -> [String] {
    Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }.sorted()
  }
}

/// A text as one word of a shell.
private func shellQuoted(_ text: String) -> String {
  let isPlain = text.utf8.allSatisfy { byte in
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "%"), UInt8(ascii: "~"):
      true
    default: false
    }
  }
  guard !isPlain else { return text }
  return "'"
    + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
    + "'"
}
