extension Provenance {
  /// The resources whose names a shell may put in the place of what was typed.
  package func resourceCompletions(of prefix: String) -> [String] {
    let names = subjects.filter(\.isPresent).flatMap { subject in
      // The longer form is for who has typed a part of it.
      prefix.isEmpty ? [subject.reference] : [subject.reference, subject.qualifiedReference]
    }
    var known: Set<String> = []
    return names.filter { $0.hasPrefix(prefix) && known.insert($0).inserted }
  }

  /// The fields that what was typed leads to, one level further.
  package func pathCompletions(of prefix: String, in resource: String) -> [String] {
    guard let subject = try? subjects(resource).first, subject.isPresent else { return [] }
    let root = subject.node
    // What is complete ends before the last dot or bracket; the root has no path.
    let end = prefix.lastIndex { $0 == "." || $0 == "[" }
    let parents =
      end.map { (try? FieldQuery(String(prefix[..<$0])))?.paths(in: root) ?? [] } ?? [NodePath()]
    return parents.flatMap { parent in
      (parent.node(in: root)?.allSteps ?? []).map {
        parent.appending($0).description(in: root)
      }
    }.filter { $0.hasPrefix(prefix) }
  }
}
