public import Compose

/// How the resources of an environment are spread over files.
public enum BundleLayout: String, Sendable, CaseIterable {
  /// One file for each resource, in a directory for each namespace.
  case resource
  /// One file for each resource, all in one directory.
  case flat
  /// One file with the bytes of `build`.
  case single
  /// One file for each resource, named as by `kustomize build -o DIR`.
  case kustomize
}

/// One file of a bundle.
public struct BundleFile: Sendable {
  /// The path below `manifests`.
  public var path: String
  /// The resource in it, as `apps/v1 Deployment shop/web`; nil if there are several.
  public var resource: String?
  /// The content.
  public var bytes: [UInt8]
}

extension BundleLayout {
  /// The name of the only file of ``single``.
  static let singleName = "all.yaml"

  /// The files of a build, sorted by path as bytes.
  ///
  /// Two resources with one file are an error.
  public func files(of build: Build) throws(BuildFailure) -> [BundleFile] {
    var files: [BundleFile]
    switch self {
    case .single:
      files = [BundleFile(path: Self.singleName, resource: nil, bytes: try build.yaml())]
    case .kustomize:
      files = zip(try build.files(), build.resources).map { file, resource in
        BundleFile(
          path: FileName.encoded(file.name, escapingDots: false, keepingUnderscores: true),
          resource: resource.label,
          bytes: file.content)
      }
    case .resource, .flat:
      files = []
      files.reserveCapacity(build.resources.count)
      for resource in build.resources {
        let path = FileName.path(of: resource, isFlat: self == .flat)
        files.append(
          BundleFile(path: path, resource: resource.label, bytes: try build.yaml(of: resource)))
      }
    }
    try checkNames(of: files, build)
    files.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    return files
  }

  private func checkNames(of files: [BundleFile], _ build: Build) throws(BuildFailure) {
    guard self != .single else { return }
    var first: [String: Int] = [:]
    first.reserveCapacity(files.count)
    for (index, file) in files.enumerated() {
      if let other = first.updateValue(index, forKey: file.path) {
        throw BuildFailure(
          diagnostics: [
            .bundleSameFile(file.path, build.resources[index], first: build.resources[other])
          ])
      }
    }
  }
}

extension Resource {
  /// The identity for people and for the lock, as `apps/v1 Deployment shop/web`.
  var label: String {
    let namespace = isClusterScoped || id.namespace.isEmpty ? "" : "\(id.namespace)/"
    return "\(id.gvk.apiVersion) \(id.gvk.kind) \(namespace)\(id.name)"
  }
}
