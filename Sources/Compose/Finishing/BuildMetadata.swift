internal import Diagnostics
internal import SystemPackage
internal import YAML

/// What `buildMetadata` of the root asks for; its bases follow it, whatever they ask for.
///
/// Entries of other names are ignored, as in Kustomize.
struct BuildMetadata: OptionSet {
  let rawValue: Int

  /// Notes with each resource where it comes from.
  static let origins = BuildMetadata(rawValue: 1)
  /// Notes with each resource which transformers ran over it.
  static let transformations = BuildMetadata(rawValue: 2)
  /// Labels each resource as managed by Kustomize.
  static let managedBy = BuildMetadata(rawValue: 4)

  init(rawValue: Int) { self.rawValue = rawValue }

  init(_ names: [Located<String>]) {
    self = []
    for name in names {
      switch name.value {
      case "originAnnotations": insert(.origins)
      case "transformerAnnotations": insert(.transformations)
      case "managedByLabel": insert(.managedBy)
      default: break
      }
    }
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
    var node = Node.emptyMapping()
    if let path { node.set("path", to: Node(string: path)) }
    if let repository {
      node.set("repo", to: Node(string: repository.repository))
      if !repository.ref.isEmpty { node.set("ref", to: Node(string: repository.ref)) }
    }
    if let configuredIn { node.set("configuredIn", to: Node(string: configuredIn)) }
    if let configuredBy {
      var by = Node.emptyMapping()
      for (field, value) in [
        ("apiVersion", configuredBy.gvk.apiVersion), ("kind", configuredBy.gvk.kind),
        ("name", configuredBy.name), ("namespace", configuredBy.namespace),
      ] where !value.isEmpty {
        by.set(field, to: Node(string: value))
      }
      node.set("configuredBy", to: by)
    }
    return node
  }
}

extension BuildRun {
  /// The origin of the resources of a file; nil unless the root asks for origins.
  func origin(ofFileAt path: FilePath, of layer: Layer) -> BuildOrigin? {
    if metadata.isEmpty { return nil }
    return BuildOrigin(
      path: originPath(of: path, in: layer), repository: layer.repository?.reference)
  }

  /// The origin of the resources of a file that was fetched.
  func origin(ofFileAtURL url: String) -> BuildOrigin? {
    metadata.isEmpty ? nil : BuildOrigin(path: url)
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

  /// A generator or transformer of a layer as an origin; nil unless the root asks for origins.
  func origin(_ plugin: BuiltinPlugin, of layer: Layer) -> BuildOrigin? {
    if metadata.isEmpty { return nil }
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
  mutating func add(_ metadata: BuildMetadata) {
    if metadata.contains(.origins), let origin {
      annotate("config.kubernetes.io/origin", with: origin.node)
    }
    if metadata.contains(.transformations), !transformations.isEmpty {
      let nodes = ContiguousArray(transformations.map(\.node))
      annotate("alpha.config.kubernetes.io/transformations", with: Node(.sequence(nodes)))
    }
    if metadata.contains(.managedBy) {
      setMetadata("labels", "app.kubernetes.io/managed-by", to: "kustomize-v5.8.1")
    }
  }

  private mutating func annotate(_ key: String, with value: Node) {
    let source = SourceFile(id: .detached, path: "", bytes: [])
    // The value was made here of strings and can be printed.
    guard let text = StyledEmitter(source: source).text(of: value) else { return }
    setMetadata("annotations", key, to: String(decoding: text, as: UTF8.self))
  }

  private mutating func setMetadata(_ field: String, _ key: String, to value: String) {
    node.update("metadata") { metadata in
      if metadata[field]?.isMapping != true { metadata.set(field, to: .emptyMapping()) }
      metadata.update(field) { $0.set(key, to: Node(string: value)) }
    }
  }
}
