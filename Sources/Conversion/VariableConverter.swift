package import Compose
internal import Diagnostics
package import Edit
package import SystemPackage

/// Makes replacements of the variables of a kustomization, with which it builds to the same bytes.
///
/// The uses are found in a build: the texts that variables change there, be they in files of its
/// bases, in patches or in its own fields.
/// Differs from Kustomize: files of resources stay as they are. Kustomize writes placeholders into
/// them, after which other overlays that use them do not build as before.
package struct VariableConverter {
  private let cache: SourceCache
  private let directory: FilePath

  /// A converter for the kustomization of a directory.
  package init(cache: SourceCache, directory: FilePath) {
    self.cache = cache
    self.directory = directory
  }

  /// Converts the variables; throws at the first use that no replacement can express.
  package func convert(_ editor: inout KustomizationEditor) throws(BuildFailure) {
    let variables = editor.variables
    guard let first = variables.first else { return }
    let recorder = BuildRecorder()
    let before = try Builder(cache: cache).build(
      .directory(directory), stage: nil, recorder: recorder)
    guard let step = recorder.steps.lastIndex(where: { $0.kind == .vars }) else { return }
    let uses = recorder.variableUses(at: step)
    try reporting { () throws(Diagnostic) in
      let resources = SelectableResources(before.resources)
      let names = Set(variables.map(\.name))
      let targets = try targets(of: names, uses, resources)
      var replacements: [VariableReplacement] = []
      for source in recorder.steps[step].sources {
        guard let targets = source.variable.flatMap({ targets[$0] }) else { continue }
        replacements.append(
          VariableReplacement(
            source: try resources.selected(source.serial, at: source.range),
            fieldPath: source.path.withIndicesAsNames, targets: targets.targets))
      }
      try editor.replaceVariables(by: replacements)
    }
    try compare(before, to: editor, uses, at: first.range)
  }

  /// The targets of the variables that are used.
  private func targets(
    of variables: Set<String>, _ uses: [VariableUse], _ resources: SelectableResources
  ) throws(Diagnostic) -> [String: TargetList] {
    var targets: [String: TargetList] = [:]
    for use in uses {
      for (name, range) in use.references where variables.contains(name) {
        let isWhole = range == use.text.startIndex..<use.text.endIndex
        let part = isWhole ? nil : TextPart(of: use.text, at: range)
        guard isWhole || part != nil else { throw .undelimitedVariable(name, at: use.range) }
        let resource = try resources.selected(use.serial, at: use.range)
        targets[name, default: TargetList()].add(use.fieldPath, of: resource, part)
      }
    }
    return targets
  }

  // MARK: The build thereafter

  /// Throws where the edited kustomization does not build to the same bytes.
  private func compare(
    _ before: Build, to editor: KustomizationEditor, _ uses: [VariableUse], at place: SourceRange?
  ) throws(BuildFailure) {
    let after = try rebuild(editor, at: place)
    if try before.yaml() == after.yaml() { return }
    for (old, new) in zip(before.resources, after.resources)
    where try before.yaml(of: old) != after.yaml(of: new) {
      // The first use in the resource that has become another; of the kustomization, if none is.
      let use = uses.first { $0.serial == old.serial && !$0.hasSameText(in: old, new) }
      throw BuildFailure(diagnostics: [.convertedBuildDiffers(old.id, at: use?.range ?? place)])
    }
    throw BuildFailure(diagnostics: [.convertedBuildDiffers(nil, at: place)])
  }

  private func rebuild(
    _ editor: KustomizationEditor, at place: SourceRange?
  ) throws(BuildFailure) -> Build {
    var files: [FilePath: [UInt8]] = [:]
    try reporting { () throws(Diagnostic) in
      files[try cache.kustomizationFile(in: directory)] = try editor.bytes
    }
    let edited = cache.reading(EditedFileSystem(files, over: cache.fileSystem))
    do throws(BuildFailure) {
      return try Builder(cache: edited).build(directory)
    } catch {
      let problem = error.diagnostics.first { $0.severity == .error }
      throw BuildFailure(diagnostics: [.convertedBuildFails(problem?.message ?? "", at: place)])
    }
  }

  private func reporting(_ body: () throws(Diagnostic) -> Void) throws(BuildFailure) {
    do throws(Diagnostic) {
      try body()
    } catch {
      throw BuildFailure(diagnostics: [error])
    }
  }
}

extension String {
  /// The path of a variable as replacements have it: `ports[0].port` is `ports.0.port`.
  fileprivate var withIndicesAsNames: String {
    split(separator: ".", omittingEmptySubsequences: false).map { part in
      guard part.last == "]", let open = part.lastIndex(of: "["), open > part.startIndex,
        let index = Int(part[part.index(after: open)...].dropLast())
      else { return String(part) }
      return "\(part[..<open]).\(index)"
    }.joined(separator: ".")
  }
}
