package import Diagnostics
internal import YAML

/// A patch as the options of `edit add patch` describe it.
package struct PatchArgument: Sendable {
  /// The file, or empty.
  package var path = ""
  /// The patch itself, or empty.
  package var patch = ""
  /// The fields of the target that are given, in the order in which they are written.
  package var target: [(field: String, value: String)] = []

  /// A patch of nothing yet.
  package init() {}

  fileprivate var node: Node {
    let texts = [("path", path), ("patch", patch)]
    let target = Node.fields(target.map { ($0.field, $0.value) })
    return target.isEmptyMapping ? .fields(texts) : .fields(texts, ("target", target))
  }

  fileprivate var description: String { path.isEmpty ? "the patch" : path }
}

extension KustomizationEditor {
  /// Adds a patch that is not there yet.
  package mutating func add(_ patch: PatchArgument) throws(Diagnostic) {
    let node = patch.node
    if let present = yaml.root["patches"]?.elements?.first(where: { $0.isPatch(node) }) {
      throw .alreadyThere(patch.description, in: "patches", at: place(of: present))
    }
    try apply(.append(EditPath(keys: "patches"), node))
  }

  /// Removes the patches that are exactly as described.
  package mutating func remove(_ patch: PatchArgument) throws(Diagnostic) {
    let node = patch.node
    let patches = yaml.root["patches"]?.elements ?? []
    let found = patches.indices.filter { patches[$0].isPatch(node) }
    guard !found.isEmpty else {
      let paths = patches.compactMap { $0["path"]?.text }
      throw .notThere(
        patch.description, in: "patches", among: paths, at: place(of: yaml.root["patches"]),
        hint: paths.contains(patch.path) ? "its target must be given too, as it is there" : nil)
    }
    try removeElements(Set(found), of: "patches")
  }
}

extension Node {
  /// Whether this entry of `patches` is a patch; options beside it do not count.
  fileprivate func isPatch(_ patch: Node) -> Bool {
    ["path", "patch", "target"].allSatisfy { key in
      switch (self[key], patch[key]) {
      case (nil, nil): true
      case (let a?, let b?): a.hasSameMeaning(as: b)
      default: false
      }
    }
  }
}
