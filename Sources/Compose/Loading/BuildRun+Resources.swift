internal import Diagnostics
internal import SystemPackage
internal import YAML

extension BuildRun {
  /// The layer that a user asked for: a directory, or one in a repository by its URL.
  func rootLayer(_ root: Root) throws(Diagnostic) -> Layer {
    let target = try target(of: root)
    let path = target.path
    guard cache.kind(of: path) == .directory else {
      throw .rootNotDirectory(cache.displayPath(path))
    }
    let layer = try layer(in: path, repository: target.repository)
    try chooseSchema(of: layer)
    rootDirectory = path
    metadata = BuildMetadata(layer.kustomization.buildMetadata)
    if options.addsManagedByLabel { metadata.insert(.managedBy) }
    return layer
  }

  private func target(of root: Root) throws(Diagnostic) -> Target {
    switch root {
    case .directory(let directory):
      do throws(FileSystemError) {
        return Target(path: try cache.realPath(of: directory))
      } catch {
        throw .unreadable(cache.displayPath(directory), error, at: nil)
      }
    case .remote(let url):
      guard let reference = RepositoryReference(url) else {
        throw .remoteInvalid(url, at: nil)
      }
      if !reference.isPinned { warnings.append(.remoteNotPinned(url, at: nil)) }
      return try target(reference, url, at: nil)
    }
  }

  /// Adds what an entry of `resources` names: a file of resources, or a directory with a
  /// kustomization.
  func add(
    _ entry: Located<String>, of layer: Layer, to sum: inout Accumulator
  ) throws(Diagnostic) {
    let target = try target(of: entry, layer, allowsFiles: true)
    guard cache.kind(of: target.path) == .directory else {
      return try addFile(target, entry, of: layer, to: &sum)
    }
    let base = try directory(target, entry, of: layer)
    guard base.kustomization.kind == .kustomization else {
      throw .componentAsResource(entry.value, at: entry.range)
    }
    try throughEntry(entry) { () throws(Diagnostic) in
      var part = Accumulator(schema: schema, isRecorded: recorder != nil)
      try accumulate(base, into: &part)
      try sum.append(part, at: entry.range)
    }
  }

  /// Never inlined, since its variables would stay on the stack while the layers below are run.
  @inline(never)
  private func addFile(
    _ target: Target, _ entry: Located<String>, of layer: Layer, to sum: inout Accumulator
  ) throws(Diagnostic) {
    let path = target.path
    if target.repository != nil, target.repository?.root != layer.repository?.root {
      throw .remoteNotDirectory(entry.value, at: entry.range)
    }
    let file = try file(path, entry, of: layer, isFetched: target.isFetchedFile)
    if file.isUTF16 { warnings.append(.fileIsUTF16(entry.value, at: entry.range)) }
    try throughEntry(entry) { () throws(Diagnostic) in
      let documents = try cache.documents(of: file, at: path)
      let reader = ResourceReader(schema: schema)
      var resources = try reader.resources(in: documents)
      hasReadSchema = hasReadSchema || !resources.allSatisfy(\.hasKnownScope)
      let origin =
        target.isFetchedFile
        ? origin(ofFileAtURL: entry.value) : origin(ofFileAt: path, of: layer)
      for index in resources.indices { resources[index].origin = origin }
      if let stage { resources.filter(\.isSecret).forEach(stage.observe) }
      try sum.resources.append(resources)
      record(.resources, at: entry.range, of: layer, in: &sum.resources)
    }
  }

  /// Runs the component that an entry of `components` names on the resources of its parent.
  func addComponent(
    _ entry: Located<String>, of layer: Layer, to sum: inout Accumulator
  ) throws(Diagnostic) {
    let target = try target(of: entry, layer, allowsFiles: false)
    guard cache.kind(of: target.path) == .directory else {
      throw .componentNotDirectory(entry.value, at: entry.range)
    }
    let component = try directory(target, entry, of: layer)
    guard component.kustomization.kind == .component else {
      throw .kustomizationAsComponent(entry.value, at: entry.range)
    }
    try throughEntry(entry) { () throws(Diagnostic) in
      sum.resources.adopt(schema)
      try accumulate(component, into: &sum)
      // Kustomize adds all up anew after each component, and merges the tables of fields again.
      try sum.resources.requireDistinctIdentities()
      var configuration = TransformerConfiguration()
      try configuration.merge(sum.configuration, at: entry.range)
      sum.configuration = configuration
    }
  }

  /// The file that a field of a kustomization names; it must lie where the restrictor allows.
  func file(named entry: Located<String>, of layer: Layer) throws(Diagnostic) -> (
    file: SourceFile, path: FilePath
  ) {
    let path = try localTarget(entry, of: layer).path
    return (try file(path, entry, of: layer), path)
  }

  private func file(
    _ path: FilePath, _ entry: Located<String>, of layer: Layer, isFetched: Bool = false
  ) throws(Diagnostic) -> SourceFile {
    if options.loadRestrictor == .rootOnly, !isFetched, !path.isWithin(layer.directory) {
      throw .outsideRoot(
        entry.value, root: cache.displayPath(layer.directory), at: entry.range)
    }
    do throws(FileSystemError) {
      return try cache.file(at: path)
    } catch {
      throw .unreadable(entry.value, error, at: entry.range)
    }
  }

  private func directory(
    _ target: Target, _ entry: Located<String>, of layer: Layer
  ) throws(Diagnostic) -> Layer {
    let path = target.path
    if FilePath(entry.value).isAbsolute {
      throw .absoluteDirectory(entry.value, at: entry.range)
    }
    if let cycle = openLayers.cycle(through: path) {
      throw .cycle(cycle.map { cache.displayPath($0) }, at: entry.range)
    }
    var result: Layer?
    let namespace = layer.namespace
    try throughEntry(entry) { () throws(Diagnostic) in
      let layer = try self.layer(
        in: path, namespace: namespace, repository: target.repository)
      try chooseSchema(of: layer)
      result = layer
    }
    guard let result else { preconditionFailure("a layer is made or an error is thrown") }
    return result
  }

  private func target(
    of entry: Located<String>, _ layer: Layer, allowsFiles: Bool
  ) throws(Diagnostic) -> Target {
    guard Self.isRemote(entry.value) else { return try localTarget(entry, of: layer) }
    // A file that is there is meant, whatever its name looks like.
    let path = layer.directory.pushing(FilePath(entry.value))
    if allowsFiles, cache.kind(of: path) == .file { return try localTarget(entry, of: layer) }
    return try fetched(entry, allowsFiles: allowsFiles)
  }

  private func localTarget(
    _ entry: Located<String>, of layer: Layer
  ) throws(Diagnostic) -> Target {
    if entry.value.isEmpty { throw .emptyPath(at: entry.range) }
    let path: FilePath
    do throws(FileSystemError) {
      path = try cache.realPath(of: FilePath(entry.value), from: layer.directory)
    } catch {
      throw .unreadable(entry.value, error, at: entry.range)
    }
    if let repository = layer.repository, !path.isWithin(repository.root) {
      throw .outsideRepository(entry.value, at: entry.range)
    }
    return Target(path: path, repository: layer.repository)
  }

  /// Adds the entry to the chain of places of an error that comes from what it names.
  private func throughEntry(
    _ entry: Located<String>, _ body: () throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    do throws(Diagnostic) {
      try body()
    } catch {
      var error = error
      error.notes.append(Diagnostic.Note("named by this entry", at: entry.range))
      throw error
    }
  }
}
