internal import Diagnostics
internal import SystemPackage
internal import YAML

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

extension BuildRun {
  /// The function that a resource configures, ready to run; nil if it configures none.
  func function(of plugin: Resource, _ layer: Layer) throws(Diagnostic) -> Function? {
    guard let text = FunctionSpecification.text(of: plugin) else { return nil }
    guard options.functions.areEnabled else { throw .functionsDisabled(plugin) }
    guard let document = try inlineDocuments(text).first else {
      throw .functionRuntime(at: text.range)
    }
    var problems: [Diagnostic] = []
    let specification = FunctionSpecification(document, problems: &problems)
    try report(problems)
    guard let specification else { throw .functionRuntime(at: text.range) }
    if case .executable = specification.runtime, !options.functions.allowExecutables {
      throw .executablesDisabled(plugin)
    }
    if case .container(let container) = specification.runtime, container.network?.value == true,
      !options.functions.allowNetwork
    {
      throw .networkDisabled(plugin, at: container.network?.range)
    }
    return Function(specification, plugin: plugin, directory: layer.directory, run: self)
  }
}

/// A function that changes or makes resources, as a program of its own.
///
/// It reads a `ResourceList` and prints one. See the KRM Functions Specification.
struct Function: Transformer {
  private let specification: FunctionSpecification
  private let plugin: Resource
  private let directory: FilePath
  private let run: BuildRun
  private(set) var warnings: [Diagnostic] = []

  init(
    _ specification: FunctionSpecification, plugin: Resource, directory: FilePath, run: BuildRun
  ) {
    self.specification = specification
    self.plugin = plugin
    self.directory = directory
    self.run = run
  }

  var place: SourceRange? { plugin.place }

  /// The resources that the function makes of nothing.
  mutating func generate() throws(Diagnostic) -> [Resource] {
    var resources = try resources(madeOf: [])
    for index in resources.indices { resources[index].readGeneratorAnnotations() }
    return resources
  }

  /// Hands all resources to the function: what it changed takes the place of what was there, what
  /// it left out is removed, and what is new comes last.
  mutating func apply(to resources: inout ResourceSet) throws(Diagnostic) {
    let results = try self.resources(madeOf: resources.resources)
    var kept: Set<Int> = []
    var added: [Resource] = []
    var known: [ResourceID: Int] = [:]
    for (position, resource) in resources.resources.enumerated() { known[resource.id] = position }
    for result in results {
      guard let position = known[result.id] else {
        added.append(result)
        continue
      }
      kept.insert(position)
      try resources.update(at: position) { resource in
        let before = resource.node
        resource.node = result.node
        resource.node.keepPlaces(of: before)
      }
    }
    for position in resources.resources.indices where !kept.contains(position) {
      try resources.update(at: position) { $0.node = .emptyMapping() }
    }
    resources.removeAll(where: \.isEmpty)
    try resources.append(added)
  }

  // MARK: The list

  private mutating func resources(madeOf input: [Resource]) throws(Diagnostic) -> [Resource] {
    let output = try run(on: try list(of: input))
    let file = run.cache.sources.add(output: "output of \(name)", bytes: output)
    let documents: [Node]
    do throws(Diagnostic) {
      documents = try YAMLReader().documents(of: file)
    } catch {
      run.cache.sources.markSecret(file)
      throw error
    }
    guard let list = documents.first, list["kind"]?.text == "ResourceList" else {
      throw .functionOutput(name, at: plugin.place)
    }
    for result in list["results"]?.elements ?? [] {
      warnings.append(.functionResult(name, result, at: plugin.place))
    }
    let items = Array(list["items"]?.elements ?? [])
    for item in items { SecretMarking.mark(item, in: run.cache.sources) }
    return try ResourceReader(schema: run.schema).resources(in: items)
  }

  private func list(of input: [Resource]) throws(Diagnostic) -> [UInt8] {
    var list = Node.emptyMapping()
    list.set("apiVersion", to: Node(string: "config.kubernetes.io/v1"))
    list.set("kind", to: Node(string: "ResourceList"))
    list.set("items", to: Node(.sequence(ContiguousArray(input.map(\.node)))))
    list.set("functionConfig", to: plugin.node)
    var emitter = YAMLEmitter()
    try emitter.emit(list)
    return emitter.bytes
  }

  // MARK: The program

  private func run(on input: [UInt8]) throws(Diagnostic) -> [UInt8] {
    var process = HelperProcess(arguments: command, input: input, directory: directory)
    process.environment = environment
    let output: HelperProcess.Output
    do throws(HelperProcess.Failure) {
      output = try process.run()
    } catch {
      throw .functionFailed(name, error.reason, at: plugin.place)
    }
    guard output.status == 0 else {
      throw .functionFailed(
        name, "it ended with status \(output.status): \(output.errorTail)", at: plugin.place)
    }
    return output.output
  }

  private var name: String {
    switch specification.runtime {
    case .executable(let path, _): path.value
    case .container(let container): container.image.value
    }
  }

  private var command: [String] {
    switch specification.runtime {
    case .executable(let path, let arguments): return [path.value] + arguments
    case .container(let container):
      let options = run.options.functions
      var command = [
        containerProgram, "run", "--rm", "--interactive", "--attach", "STDIN", "--attach",
        "STDOUT", "--attach", "STDERR", "--network",
        container.network?.value == true ? "host" : "none",
        "--user", options.asCurrentUser ? "\(getuid()):\(getgid())" : "nobody",
        "--security-opt=no-new-privileges",
      ]
      let asked = options.mounts.map(FunctionSpecification.Mount.init(flag:))
      for mount in container.mounts + asked {
        let source = directory.pushing(FilePath(mount.source.value)).lexicallyNormalized()
        command += [
          "--mount",
          "type=\(mount.type),source=\(source),target=\(mount.destination)"
            + (mount.isWritable ? "" : ",readonly"),
        ]
      }
      for name in environment.keys.sorted() { command += ["--env", name] }
      return command + [container.image.value]
    }
  }

  /// `docker`, or `podman` where there is no docker.
  private var containerProgram: String {
    let path = getenv("PATH").map { String(cString: $0) } ?? ""
    for program in ["docker", "podman"] {
      for directory in path.split(separator: ":")
      where access("\(directory)/\(program)", X_OK) == 0 {
        return program
      }
    }
    return "docker"
  }

  private var environment: [String: String] {
    var result: [String: String] = [:]
    if case .container = specification.runtime {
      result = ["LOG_TO_STDERR": "true", "STRUCTURED_RESULTS": "true"]
    }
    for variable in specification.environment + run.options.functions.environment {
      if let equals = variable.firstIndex(of: "=") {
        result[String(variable[..<equals])] = String(variable[variable.index(after: equals)...])
      } else if let value = getenv(variable) {
        result[variable] = String(cString: value)
      }
    }
    return result
  }
}

extension Node {
  /// Gives values that are as they were the places that they had.
  fileprivate mutating func keepPlaces(of before: Node) {
    switch (content, before.content) {
    case (.scalar(let new), .scalar(let old)):
      if new.text.hasSameBytes(as: old.text) { range = before.range }
    case (.sequence(let new), .sequence(let old)) where new.count == old.count:
      range = before.range
      updateElements { elements in
        for index in elements.indices { elements[index].keepPlaces(of: old[index]) }
      }
    case (.mapping, .mapping(let old)):
      range = before.range
      updateEntries { entries in
        for index in entries.indices {
          guard let key = entries[index].key.text, let position = before.index(of: key) else {
            continue
          }
          entries[index].key.range = old[position].key.range
          entries[index].value.keepPlaces(of: old[position].value)
        }
      }
    default: break
    }
  }
}

extension Resource {
  /// Takes what a generator says of its resource by annotations, which are removed.
  fileprivate mutating func readGeneratorAnnotations() {
    node.update("metadata") { metadata in
      metadata.update("annotations") { annotations in
        if annotations.remove("kustomize.config.k8s.io/needs-hash")?.text == "true" {
          needsHashSuffix = true
        }
        behavior = Behavior(
          annotations.remove("kustomize.config.k8s.io/behavior")?.text)
      }
    }
  }
}
