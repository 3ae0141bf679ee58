internal import Diagnostics
internal import SystemPackage
internal import YAML

/// What `buildMetadata` of the root asks for; its bases follow it, whatever they ask for.
///
/// Entries of other names are ignored, as in Kustomize.
struct BuildMetadata {
  /// What may be asked for.
  enum Request: String {
    /// To note with each resource where it comes from.
    case origins = "originAnnotations"
    /// To note with each resource which transformers ran over it.
    case transformations = "transformerAnnotations"
    /// To label each resource as managed by Kustomize.
    case managedBy = "managedByLabel"
  }

  private var requests: [Located<Request>] = []
  /// Whether there are entries, known or not.
  ///
  /// Kustomize then keeps notes among the annotations of each resource, and writes all of these anew
  /// after every transformer, so that they share no value with those of its templates. An option of
  /// the command line does not count.
  let keepsNotes: Bool

  /// What these entries ask for.
  init(_ names: [Located<String>] = []) {
    keepsNotes = !names.isEmpty
    for name in names {
      guard let request = Request(rawValue: name.value) else { continue }
      requests.append(Located(request, at: name.range))
    }
  }

  /// Asks for something that the kustomization need not ask for.
  mutating func insert(_ request: Request) {
    if self[request] == nil { requests.append(Located(request, at: nil)) }
  }

  /// Whether transformers are noted.
  ///
  /// Origins need it too: what has lost its origin, say by a patch of all annotations, counts as made
  /// by the next transformer.
  var notesSteps: Bool { self[.origins] != nil || self[.transformations] != nil }

  /// The entry that asks for something; nil if none does.
  subscript(_ request: Request) -> Located<Request>? {
    requests.first { $0.value == request }
  }
}

/// Where a resource comes from, or what changed it, in the terms of Kustomize's annotations.
///
/// A class, since resources share it and most builds have none.
final class BuildOrigin: Sendable {
  /// The file of a resource, relative to the root or to its repository.
  let path: String?
  /// The repository that the file was fetched from.
  let repository: RepositoryReference?
  /// The file that configures a generator or transformer, relative to the root.
  let configuredIn: String?
  /// The generator or transformer; without a name unless it is configured as a resource.
  let configuredBy: ResourceID?

  init(
    path: String? = nil, repository: RepositoryReference? = nil, configuredIn: String? = nil,
    configuredBy: ResourceID? = nil
  ) {
    self.path = path
    self.repository = repository
    self.configuredIn = configuredIn
    self.configuredBy = configuredBy
  }

  fileprivate var node: Node {
    // What YAML 1.1 takes for something else is in quotes.
    func text(_ text: String) -> Node { Node(Scalar(setting: text)) }
    var node = Node.emptyMapping()
    if let path { node.set("path", to: text(path)) }
    if let repository {
      node.set("repo", to: text(repository.repository))
      if !repository.ref.isEmpty { node.set("ref", to: text(repository.ref)) }
    }
    if let configuredIn { node.set("configuredIn", to: text(configuredIn)) }
    if let configuredBy {
      var by = Node.emptyMapping()
      for (field, value) in [
        ("apiVersion", configuredBy.gvk.apiVersion), ("kind", configuredBy.gvk.kind),
        ("name", configuredBy.name), ("namespace", configuredBy.namespace),
      ] where !value.isEmpty {
        by.set(field, to: text(value))
      }
      node.set("configuredBy", to: by)
    }
    return node
  }
}

extension BuildRun {
  /// The origin of the resources of a file; nil unless the root asks for metadata.
  func origin(ofFileAt path: FilePath, of layer: Layer) -> BuildOrigin? {
    guard metadata.keepsNotes else { return nil }
    return BuildOrigin(
      path: originPath(of: path, in: layer), repository: layer.repository?.reference)
  }

  /// The origin of the resources of a file that was fetched.
  func origin(ofFileAtURL url: String) -> BuildOrigin? {
    metadata.keepsNotes ? BuildOrigin(path: url) : nil
  }

  private func originPath(of path: FilePath, in layer: Layer) -> String {
    var common = path
    var up: [String] = []
    var root = layer.repository?.root ?? rootDirectory
    while !common.removePrefix(root) {
      up.append("..")
      guard root.removeLastComponent() else { break }
    }
    return (up + [common.string]).joined(separator: "/")
  }

  /// A generator or transformer of a layer as an origin; nil unless the root asks for metadata.
  func origin(_ plugin: BuiltinPlugin, of layer: Layer) -> BuildOrigin? {
    guard metadata.keepsNotes else { return nil }
    return BuildOrigin(
      repository: layer.repository?.reference,
      configuredIn: originPath(of: layer.path, in: layer),
      configuredBy: ResourceID(
        gvk: GroupVersionKind(version: "builtin", kind: plugin.rawValue), namespace: "", name: ""))
  }

  /// A generator or transformer that a resource configures as an origin.
  func origin(of plugin: Resource) -> BuildOrigin? {
    plugin.origin.map {
      BuildOrigin(repository: $0.repository, configuredIn: $0.path, configuredBy: plugin.id)
    }
  }
}

extension Resource {
  /// Writes what is asked for into the annotations and labels.
  mutating func add(_ metadata: BuildMetadata) throws(Diagnostic) {
    if let request = metadata[.origins], let origin {
      annotate("config.kubernetes.io/origin", with: origin.node, at: request.range)
    }
    if let request = metadata[.transformations], !transformations.isEmpty {
      let nodes = ContiguousArray(transformations.map(\.node))
      annotate(
        "alpha.config.kubernetes.io/transformations", with: Node(.sequence(nodes)),
        at: request.range)
    }
    if let request = metadata[.managedBy] {
      if let labels = node[path: "metadata", "labels"], !labels.isMapping, !labels.isNull {
        throw .labelsNotMapping(at: labels)
      }
      let before = sharedPlaces.isEmpty ? nil : node
      setMetadata(
        "labels", "app.kubernetes.io/managed-by", to: "kustomize-v5.8.1", at: request.range)
      if let before { shareValues(changedSince: before) }
    }
  }

  private mutating func annotate(_ key: String, with value: Node, at range: SourceRange?) {
    // The value was made here of strings and can be printed.
    guard let text = StyledEmitter().text(of: value) else { return }
    setMetadata("annotations", key, to: String(decoding: text, as: UTF8.self), at: range)
  }

  private mutating func setMetadata(
    _ field: String, _ key: String, to value: String, at range: SourceRange?
  ) {
    node.update("metadata") { metadata in
      if metadata.isNull { metadata = .emptyMapping(range: metadata.range) }
      if metadata[field]?.isMapping != true { metadata.set(field, to: .emptyMapping()) }
      metadata.update(field) { $0.set(key, to: Node(string: value, range: range)) }
    }
  }
}
