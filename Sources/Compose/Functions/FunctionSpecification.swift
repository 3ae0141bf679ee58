internal import Diagnostics
internal import SystemPackage
internal import YAML

/// What the annotation `config.kubernetes.io/function` of a resource says: how to run the function
/// that the resource configures.
///
/// See the KRM Functions Specification, and the functions of Kustomize v5.8.
struct FunctionSpecification: Sendable {
  /// What is run.
  enum Runtime: Sendable {
    /// An executable, relative to the kustomization.
    case executable(Located<String>, arguments: [String])
    /// A container image.
    case container(Container)
  }

  /// A function in a container.
  struct Container: Sendable {
    var image: Located<String>
    /// Whether it asks for the network.
    var network: Located<Bool>?
    var mounts: [Mount] = []
  }

  /// A directory that a container sees.
  struct Mount: Sendable {
    var type: String
    var source: Located<String>
    var destination: String
    var isWritable: Bool
  }

  var runtime: Runtime
  /// `NAME=VALUE`, or the name of a variable of this process.
  var environment: [String] = []

  /// Where the annotation may be.
  private static let annotations = ["config.kubernetes.io/function", "config.k8s.io/function"]

  /// The text of the annotation; nil if the resource configures no function.
  static func text(of plugin: Resource) -> Located<String>? {
    let annotations = plugin.node[path: "metadata", "annotations"]
    for name in Self.annotations {
      if let node = annotations?[name], let text = node.textUnlessNull {
        return Located(text, at: node.range)
      }
    }
    return nil
  }

  /// Reads the document of the annotation; problems are collected.
  init?(_ node: Node, problems: inout [Diagnostic]) {
    var reader = MappingReader(
      node, as: "the function", rules: .function, problems: &problems)
    guard node.isMapping else { return nil }
    let executable = reader.node("exec")
    let container = reader.node("container")
    switch (executable, container) {
    case (let executable?, nil):
      var fields = MappingReader(
        executable, as: "exec", rules: .function, problems: &problems)
      guard let path = fields.string("path", problems: &problems), !path.value.isEmpty else {
        problems.append(.functionFieldMissing("exec.path", at: executable.range))
        return nil
      }
      let arguments = fields.strings("args", problems: &problems).map(\.value)
      runtime = .executable(path, arguments: arguments)
      environment = fields.strings("envs", problems: &problems).map(\.value)
      fields.finish(problems: &problems)
    case (nil, let container?):
      var fields = MappingReader(
        container, as: "container", rules: .function, problems: &problems)
      guard let image = fields.string("image", problems: &problems), !image.value.isEmpty else {
        problems.append(.functionFieldMissing("container.image", at: container.range))
        return nil
      }
      let mounts = fields.list("mounts", problems: &problems) { Mount($0, problems: &$1) }
      let network = fields.boolean("network", problems: &problems)
      runtime = .container(Container(image: image, network: network, mounts: mounts))
      environment = fields.strings("envs", problems: &problems).map(\.value)
      fields.finish(problems: &problems)
    case (nil, nil), (.some, .some):
      problems.append(.functionRuntime(at: node.range))
      return nil
    }
    _ = reader.boolean("deferFailure", problems: &problems)
    reader.finish(problems: &problems)
  }
}

extension FunctionSpecification.Mount {
  fileprivate init?(_ node: Node, problems: inout [Diagnostic]) {
    var reader = MappingReader(node, as: "a mount", rules: .function, problems: &problems)
    guard node.isMapping else { return nil }
    type = reader.string("type", problems: &problems)?.value ?? "bind"
    source = reader.string("src", problems: &problems) ?? Located("", at: node.range)
    destination = reader.string("dst", problems: &problems)?.value ?? ""
    isWritable = reader.boolean("rw", problems: &problems)?.value ?? false
    reader.finish(problems: &problems)
    let path = FilePath(source.value)
    if path.isAbsolute {
      problems.append(.mountOutside(source.value, at: source.range))
    } else if path.lexicallyNormalized().components.first?.kind == .parentDirectory {
      problems.append(.mountOutside(source.value, at: source.range))
    }
  }
}

extension FunctionSpecification.Mount {
  /// A mount as a flag gives it: `type=bind,src=data,dst=/data,rw=true`.
  init(flag text: String) {
    var values: [String: String] = [:]
    for part in text.split(separator: ",") {
      let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
      values[pair[0]] = pair.count > 1 ? pair[1] : "true"
    }
    type = values["type"] ?? ""
    source = Located(values["src"] ?? values["source"] ?? "", at: nil)
    destination = values["dst"] ?? values["target"] ?? ""
    isWritable = values["rw"] == "true"
  }
}
