internal import Diagnostics
internal import YAML

extension Build {
  /// The resources as one YAML stream, byte for byte what Kustomize v5.8.1 prints.
  ///
  /// Throws what shows only in print, such as a repeated key.
  public func yaml() throws(BuildFailure) -> [UInt8] {
    // Most builds print somewhat more than they read; what grows beyond the room is copied.
    try yaml(of: resources, reserving: inputSize + inputSize / 2)
  }

  /// One of the resources as a YAML document.
  public func yaml(of resource: Resource) throws(BuildFailure) -> [UInt8] {
    try yaml(of: [resource])
  }

  /// One file for each resource, in their order, named as `kustomize build -o DIR` names them.
  ///
  /// A name begins with the namespace if the resources have more than one. Two resources that would
  /// have one file are an error; Kustomize lets the second overwrite the first.
  public func files() throws(BuildFailure) -> [(name: String, content: [UInt8])] {
    let namespaces = Set(resources.lazy.filter { !$0.isClusterScoped }.map(\.effectiveNamespace))
    var result: [(name: String, content: [UInt8])] = []
    var known: [String: Resource] = [:]
    for resource in resources {
      let gvk = resource.id.gvk
      var parts = [gvk.group, gvk.version, gvk.kind].filter { !$0.isEmpty } + [resource.id.name]
      if namespaces.count > 1, !resource.isClusterScoped {
        parts.insert(resource.effectiveNamespace, at: 0)
      }
      let name = parts.joined(separator: "_").lowercased() + ".yaml"
      if name.utf8.contains(UInt8(ascii: "/")) {
        throw BuildFailure(diagnostics: warnings + [.fileNameWithSlash(name, resource)])
      }
      if let first = known.updateValue(resource, forKey: name) {
        throw BuildFailure(
          diagnostics: warnings + [.fileNameTwice(name, resource, first: first)])
      }
      result.append((name, try yaml(of: [resource])))
    }
    return result
  }

  private func yaml(
    of resources: [Resource], reserving size: Int = 0
  ) throws(BuildFailure) -> [UInt8] {
    var emitter = YAMLEmitter(reserving: size)
    do throws(Diagnostic) {
      for index in resources.indices { try emitter.emit(resources[index].node) }
    } catch {
      throw BuildFailure(diagnostics: warnings + [error])
    }
    return emitter.bytes
  }
}
