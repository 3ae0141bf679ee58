internal import Diagnostics
internal import SystemPackage
internal import YAML

// The files that a kustomization names beside resources and patches.

extension BuildRun {
  /// Adds what is built in, and what the `configurations` and `crds` of a layer say of its fields.
  func configure(
    _ configuration: inout TransformerConfiguration, of layer: Layer
  ) throws(Diagnostic) {
    var own = TransformerConfiguration()
    for entry in layer.kustomization.configurations {
      guard let document = try firstDocument(named: entry, of: layer), !document.isNull else {
        continue
      }
      try document.requireJSON()
      var problems: [Diagnostic] = []
      let additions = TransformerConfiguration(document, problems: &problems)
      try report(problems)
      try own.merge(additions, at: entry.range)
    }
    // Without bases, what a file says of a path for some kinds holds instead of what is built in;
    // with them, both hold.
    let files = layer.kustomization.configurations.first?.range
    var all = TransformerConfiguration.builtIn
    try all.merge(own, at: files)
    try configuration.merge(all, at: files)
    for entry in layer.kustomization.crds {
      guard let document = try firstDocument(named: entry, of: layer) else { continue }
      var problems: [Diagnostic] = []
      let additions = TransformerConfiguration(definitions: document, problems: &problems)
      try report(problems)
      try configuration.merge(additions, at: entry.range)
    }
  }

  /// The replacements of a layer or of a plugin: those of a file stand where it is named.
  func replacements(
    _ entries: [ReplacementEntry], of layer: Layer
  ) throws(Diagnostic) -> [Replacement] {
    var replacements: [Replacement] = []
    for entry in entries {
      switch entry {
      case .inline(let replacement): replacements.append(replacement)
      case .path(let path):
        guard let document = try firstDocument(named: path, of: layer), !document.isNull else {
          throw .replacementFileEmpty(at: path.range)
        }
        var problems: [Diagnostic] = []
        for node in document.elements ?? [document] {
          let replacement = Replacement(node, rules: .replacement, problems: &problems)
          if let replacement { replacements.append(replacement) }
        }
        try report(problems)
      }
    }
    return replacements
  }

  /// The first document of a file; nil if it is empty.
  func firstDocument(
    named entry: Located<String>, of layer: Layer
  ) throws(Diagnostic) -> Node? {
    let (file, path) = try file(named: entry, of: layer)
    return try cache.sharedDocument(of: file, at: path)
  }

  /// Throws the last of several problems and keeps the others to be shown before it.
  func report(_ problems: [Diagnostic]) throws(Diagnostic) {
    guard let last = problems.last else { return }
    errors += problems.dropLast()
    throw last
  }
}
