internal import Compose
internal import Diagnostics
internal import YAML

extension Provenance {
  /// What has to be known about a step besides its place.
  func notes(to link: Link, _ subject: Subject) -> [Diagnostic.Note] {
    switch steps[link.step].kind {
    case .hashSuffix: hashNotes(link, subject)
    case .nameReference: referenceNotes(link, subject)
    case .replacements, .vars, .transformers: sourceNotes(link)
    case .resources, .configMapGenerator, .secretGenerator, .helmCharts, .generators,
      .patchesStrategicMerge, .patches, .patchesJson6902, .namespace, .namePrefix, .nameSuffix,
      .labels, .commonLabels, .commonAnnotations, .replicas, .images, .secretSwap, .localConfig,
      .finishing:
      []
    }
  }

  /// The content that decided a hash, file by file.
  private func hashNotes(_ link: Link, _ subject: Subject) -> [Diagnostic.Note] {
    guard let content = subject.states(around: link.step).after else { return [] }
    var counts: [(file: FileID, count: Int, first: SourceRange)] = []
    for field in ["data", "binaryData", "stringData"] {
      for entry in content[field]?.entries ?? [] {
        guard let range = entry.value.range else { continue }
        if let index = counts.firstIndex(where: { $0.file == range.file }) {
          counts[index].count += 1
          if range.start < counts[index].first.start { counts[index].first = range }
        } else {
          counts.append((range.file, 1, range))
        }
      }
    }
    return counts.map { file, count, first in
      Diagnostic.Note(
        count == 1 ? "hashed: one key from here" : "hashed: \(count) keys, the first from here",
        at: first)
    }
  }

  /// The object whose new name a reference follows, and what renamed it.
  private func referenceNotes(_ link: Link, _ subject: Subject) -> [Diagnostic.Note] {
    guard let old = link.before?.text, let new = link.after?.text,
      let serial = recorder.references[
        BuildRecorder.Reference(referrer: subject.serial, old: old, new: new)],
      let target = self.subject(serial)
    else { return [] }
    let path = NodePath([.key("metadata"), .key("name")])
    var notes = [
      Diagnostic.Note("follows the name of \(target.id.description)", at: target.node.range)
    ]
    for renaming in links(to: path, of: target).dropLast() {
      guard let before = renaming.before?.text, let after = renaming.after?.text, before != after
      else { continue }
      notes.append(
        Diagnostic.Note(
          "which \(steps[renaming.step].kind.rawValue) renamed from \(before)",
          at: place(of: renaming, target)))
    }
    return notes
  }

  /// The fields that a value was copied from.
  private func sourceNotes(_ link: Link) -> [Diagnostic.Note] {
    steps[link.step].sources.compactMap { source in
      guard let subject = subject(source.serial) else { return nil }
      let field = "\(source.path) of \(subject.id.description)"
      guard let variable = source.variable else {
        return Diagnostic.Note(
          "copied from \(field)", at: source.value?.range ?? source.range)
      }
      guard link.before?.text?.contains("$(\(variable))") ?? false else { return nil }
      return Diagnostic.Note("$(\(variable)) stands for \(field)", at: source.range)
    }
  }
}
