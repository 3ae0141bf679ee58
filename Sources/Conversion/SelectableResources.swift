internal import Compose
internal import Diagnostics
internal import Edit

/// The resources of a build, by the names with which a replacement selects each of them.
struct SelectableResources {
  private var resources: [UInt32: Resource] = [:]
  private var counts: [ResourceID: Int] = [:]

  init(_ resources: [Resource]) {
    for resource in resources {
      self.resources[resource.serial] = resource
      counts[resource.firstID, default: 0] += 1
    }
  }

  /// How a resource is selected: as its file names it, or as it is named now if others were the same.
  func selected(_ serial: UInt32, at range: SourceRange?) throws(Diagnostic) -> SelectedResource {
    guard let resource = resources[serial] else { throw .variableInUnprinted(at: range) }
    let id = counts[resource.firstID] == 1 ? resource.firstID : resource.id
    return SelectedResource(
      group: id.gvk.group, version: id.gvk.version, kind: id.gvk.kind, name: id.name,
      namespace: id.namespace)
  }
}

extension Resource {
  /// What the resource was called in its file.
  fileprivate var firstID: ResourceID {
    ResourceID(gvk: id.gvk, namespace: namespaceInFile, name: originalName)
  }

  /// The namespace that its file gives it.
  private var namespaceInFile: String {
    originalNamespace == "default" && id.namespace != "default" ? "" : originalNamespace
  }
}
