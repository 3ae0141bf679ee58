internal import Diagnostics
internal import Patch
internal import SystemPackage
internal import YAML

extension BuildRun {
  /// The patches of `patchesStrategicMerge`: each a file, or the text of the patch.
  func patchesStrategicMerge(
    _ entries: [Located<String>], of layer: Layer
  ) throws(Diagnostic) -> [LoadedPatch] {
    var patches: [LoadedPatch] = []
    for entry in entries {
      // What says nothing is no patch; it is missed only where there is no other.
      let documents =
        entry.isInline || entry.saysNothing
        ? try inlineDocuments(entry) : try self.documents(named: entry, of: layer)
      let resources = try ResourceReader(schema: schema).resources(in: documents)
      hasReadSchema = true
      patches.append(
        LoadedPatch(
          content: .strategicMerge(resources), isStrategicMergeEntry: true, range: entry.range))
    }
    if patches.allSatisfy(\.isEmpty), let entry = entries.first {
      throw .emptyPatch(at: entry.range)
    }
    return patches
  }

  /// The patches of `patches`: strategic merge or JSON, as their text shows.
  func patches(of layer: Layer) throws(Diagnostic) -> [LoadedPatch] {
    var patches: [LoadedPatch] = []
    for entry in layer.kustomization.patches {
      patches.append(try patch(entry, of: layer))
    }
    return patches
  }

  /// The patches of `patchesJson6902`, whose target must have a name.
  func patchesJson6902(of layer: Layer) throws(Diagnostic) -> [LoadedPatch] {
    var patches: [LoadedPatch] = []
    for entry in layer.kustomization.patchesJson6902 {
      patches.append(try patch(json: entry, of: layer))
    }
    return patches
  }

  /// An entry of `patchesJson6902`.
  func patch(json entry: PatchEntry, of layer: Layer) throws(Diagnostic) -> LoadedPatch {
    guard let target = entry.target, !target.name.isAnything else {
      throw .jsonPatchWithoutTargetName(at: entry.range)
    }
    var patch = try patch(entry, of: layer, trimsEnd: false)
    guard case .json(let operations) = patch.content else {
      throw patch.isEmpty ? .emptyPatch(at: patch.range) : .notJSONPatch(at: entry.range)
    }
    if operations.isEmpty, operations.defect == nil { throw .emptyPatch(at: patch.range) }
    patch.remembersIdentity = false
    return patch
  }

  /// The text of a patch as Kustomize looks at it.
  private func bytes(
    of source: PatchEntry.Source, of layer: Layer
  ) throws(Diagnostic) -> [UInt8] {
    switch source {
    case .inline(let text): Array(text.value.utf8.drop { $0 <= 0x20 })
    case .path(let path): try file(named: path, of: layer).file.bytes
    }
  }

  /// An entry of `patches`; as Kustomize does there, its text is trimmed.
  func patch(
    _ entry: PatchEntry, of layer: Layer, trimsEnd: Bool = true
  ) throws(Diagnostic) -> LoadedPatch {
    let documents: [Node]
    let place: SourceRange?
    let reachesSecrets = entry.target?.kind.matches("Secret") ?? false
    do throws(Diagnostic) {
      switch entry.source {
      case .inline(let text):
        place = text.range
        documents = try inlineDocuments(text, trimsEnd: trimsEnd)
      case .path(let path):
        place = path.range
        documents = try self.documents(named: path, of: layer)
      }
    } catch {
      if reachesSecrets, error.code.description.hasPrefix("yaml/") { hideExcerpt(of: error) }
      throw error
    }
    guard let first = documents.first, !documents.allSatisfy(\.isNull) else {
      warnings.append(.emptyPatch(at: place, severity: .warning))
      return LoadedPatch(content: .strategicMerge([]), range: place)
    }
    var patch = LoadedPatch(
      content: .strategicMerge([]), target: entry.target,
      allowsNameChange: entry.allowsNameChange, allowsKindChange: entry.allowsKindChange,
      range: place)
    if first.isSequence {
      if first.elements?.isEmpty == true, entry.target == nil {
        warnings.append(.emptyPatch(at: place, severity: .warning))
        return patch
      }
      if entry.target == nil { throw .jsonPatchWithoutTarget(at: entry.range) }
      let text = try bytes(of: entry.source, of: layer)
      if text.first == UInt8(ascii: "["), !JSONSyntax.accepts(text) {
        throw .jsonPatchInFlowStyle(at: place)
      }
      if reachesSecrets { SecretMarking.markValues(of: first, in: cache.sources) }
      patch.content = .json(try JSONPatch(first))
      return patch
    }
    if reachesSecrets {
      for document in documents { SecretMarking.markData(of: document, in: cache.sources) }
    }
    let resources = try ResourceReader(schema: schema).resources(in: documents)
    if entry.target != nil, let second = resources.dropFirst().first {
      throw .severalDocumentsWithTarget(at: second.node.range, entry: place)
    }
    hasReadSchema = true
    patch.content = .strategicMerge(resources)
    return patch
  }

  /// Keeps the line that an error is about from being shown.
  private func hideExcerpt(of error: Diagnostic) {
    if let range = error.range { cache.sources.markSecret(range) }
  }

  private func documents(
    named path: Located<String>, of layer: Layer
  ) throws(Diagnostic) -> [Node] {
    let (file, realPath) = try file(named: path, of: layer)
    if file.isUTF16 { warnings.append(.fileIsUTF16(path.value, at: path.range)) }
    return try cache.documents(of: file, at: realPath)
  }

  /// The documents of a text that stands in a scalar.
  func inlineDocuments(
    _ text: Located<String>, trimsEnd: Bool = false
  ) throws(Diagnostic) -> [Node] {
    let file = text.range.flatMap { cache.sources.file($0.file) }
    let documents: [Node]
    do throws(Diagnostic) {
      documents = try InlineText(text, in: file, trimsEnd: trimsEnd).documents()
    } catch {
      if SecretMarking.isSuspicious(text.value) { hideExcerpt(of: error) }
      throw error
    }
    for document in documents { SecretMarking.mark(document, in: cache.sources) }
    return documents
  }
}
