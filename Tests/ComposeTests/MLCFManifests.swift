import Compose
import Diagnostics
import Foundation
import SystemPackage
import Testing
import YAML

/// A rendered environment of the repository's own example, `overlays/NAME`.
struct MLCFManifests: Sendable {
  static let environments = ["dev", "staging", "prod"]

  /// The pods that a resource makes.
  struct Pods: Sendable {
    /// Such as `StatefulSet qdrant`.
    let owner: String
    let namespace: String
    let labels: [String: String]
    let spec: Node
    /// How many there are; nil for those of a CronJob.
    let replicas: Int?
    let claimTemplates: [Node]

    var containers: [Node] { spec.list("initContainers") + spec.list("containers") }

    /// Number and, if it has one, name of every port.
    var ports: [(name: String?, number: String)] {
      containers.flatMap { $0.list("ports") }.map {
        ($0.text("name"), $0.text("containerPort") ?? "")
      }
    }

    /// Whether a container listens on a port, given by its name or number.
    func listens(on port: String) -> Bool {
      ports.contains { $0.name == port || $0.number == port }
    }
  }

  let environment: String
  let resources: [Node]
  let pods: [Pods]
  private let byIdentity: [String: Node]

  init(_ environment: String, resources: [Node]) {
    self.environment = environment
    self.resources = resources
    pods = resources.compactMap(Pods.init)
    byIdentity = Dictionary(resources.map { ($0.identity, $0) }) { first, _ in first }
  }

  /// `overlays/environment`, built once for all tests.
  static func rendered(_ environment: String) throws -> MLCFManifests {
    let build = try #require(builds[environment]).get()
    return MLCFManifests(environment, resources: build.resources.map(\.node))
  }

  /// What `mlcf-compose build` prints of it.
  static func yaml(_ environment: String) throws -> String {
    String(decoding: try #require(builds[environment]).get().yaml(), as: UTF8.self)
  }

  /// What its build warns of.
  static func warnings(_ environment: String) throws -> [Diagnostic] {
    try #require(builds[environment]).get().warnings
  }

  /// The checkout.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static let builds = Dictionary(
    uniqueKeysWithValues: environments.map { environment in
      let overlay = FilePath(root.appendingPathComponent("overlays/\(environment)").path)
      let cache = SourceCache(fileSystem: LocalFileSystem(), workingDirectory: overlay)
      return (environment, Result { try Builder(cache: cache).build(overlay) })
    })

  /// The same without one resource.
  func removing(_ resource: Node) -> MLCFManifests {
    MLCFManifests(environment, resources: resources.filter { $0.identity != resource.identity })
  }

  func all(_ kinds: String...) -> [Node] {
    resources.filter { kinds.contains($0.text("kind") ?? "") }
  }

  /// The resource of that name, in a namespace unless the kind has none.
  func resource(_ kind: String, _ name: String?, in namespace: String?) -> Node? {
    byIdentity[Node.identity(kind: kind, namespace: namespace, name: name)]
  }

  /// The pods in a namespace that a label selector selects.
  func pods(in namespace: String?, selectedBy selector: Node?) -> [Pods] {
    pods.filter { pods in
      pods.namespace == namespace && selector.map { pods.labels.areSelected(by: $0) } ?? false
    }
  }

  /// The Service with a cluster-internal DNS name, written in full or as seen from a namespace.
  func service(host: String?, from namespace: String?) -> Node? {
    let parts = (host ?? "").split(separator: ".").map(String.init)
    guard parts.count == 1 || parts.dropFirst(2) == ["svc", "cluster", "local"] else { return nil }
    return resource("Service", parts[0], in: parts.count == 1 ? namespace : parts[1])
  }
}

extension MLCFManifests.Pods {
  /// The pods of a Deployment, StatefulSet or CronJob; nil for any other resource.
  init?(_ resource: Node) {
    let template: Node?
    switch resource.text("kind") {
    case "Deployment", "StatefulSet":
      template = resource.at("spec.template")
      replicas = Int(resource.text("spec.replicas") ?? "1")
    case "CronJob":
      template = resource.at("spec.jobTemplate.spec.template")
      replicas = nil
    default:
      return nil
    }
    guard let template, let spec = template["spec"] else { return nil }
    owner = resource.title
    namespace = resource.namespace ?? ""
    labels = template.strings("metadata.labels")
    self.spec = spec
    claimTemplates = resource.list("spec.volumeClaimTemplates")
  }
}

extension [String: String] {
  /// Whether a label selector, with or without `matchLabels`, selects an object of these labels.
  func areSelected(by selector: Node) -> Bool {
    precondition(selector["matchExpressions"] == nil, "matchExpressions are not understood")
    let wanted = selector["matchLabels"].map { $0.strings() } ?? selector.strings()
    return wanted.allSatisfy { self[$0.key] == $0.value }
  }
}

extension Node {
  /// The node at a path of keys with dots between them.
  func at(_ path: String) -> Node? {
    var node = self
    for key in path.split(separator: ".") {
      guard let next = node[String(key)] else { return nil }
      node = next
    }
    return node
  }

  func text(_ path: String) -> String? { at(path)?.textUnlessNull }

  /// The elements of a list; none if it is absent.
  func list(_ path: String) -> [Node] { at(path)?.elements.map(Array.init) ?? [] }

  func texts(_ path: String) -> [String] { list(path).compactMap(\.text) }

  /// A mapping of strings, such as labels; empty if it is absent.
  func strings(_ path: String = "") -> [String: String] {
    var strings: [String: String] = [:]
    for entry in at(path)?.entries ?? [] {
      if let key = entry.key.text { strings[key] = entry.value.text }
    }
    return strings
  }

  var isEmptyMapping: Bool { entries?.isEmpty ?? false }

  var kind: String { text("kind") ?? "" }
  var name: String { text("metadata.name") ?? "" }
  var namespace: String? { text("metadata.namespace") }
  var title: String { "\(kind) \(name)" }
  var identity: String { Node.identity(kind: kind, namespace: namespace, name: name) }

  static func identity(kind: String, namespace: String?, name: String?) -> String {
    "\(kind) \(namespace ?? "")/\(name ?? "")"
  }

  /// The value of a quantity, in thousandths: `250m` is 250, `1Gi` is 1024³ · 1000.
  var thousandths: Int? {
    let units = ["m": 1, "": 1000, "Mi": 1000 << 20, "Gi": 1000 << 30]
    guard let text, let unit = units[String(text.drop { $0.isNumber })] else { return nil }
    return Int(text.prefix { $0.isNumber }).map { $0 * unit }
  }
}
