import Compose
import Diagnostics
import Seal
import SystemPackage
import Testing
import YAML

/// VaultStaticSecrets have the shape that their operator asks for.
@Suite struct VaultSecretTests {
  /// What a value may be, in the terms of a definition's schema.
  indirect enum Shape: Sendable {
    case text(oneOf: Set<String>? = nil)
    case duration
    case truth
    case count
    case texts
    case list(Shape)
    case object([String: Shape], required: Set<String>)

    /// The paths at which a value has another shape.
    func violations(_ node: Node, at path: String = "") -> [String] {
      switch self {
      case .text(let choices):
        let isOne = node.isString && choices?.contains(node.text ?? "") ?? true
        return isOne ? [] : [path]
      case .duration:
        return node.text?.wholeMatch(of: /([0-9]+(\.[0-9]+)?(s|m|h))/) != nil ? [] : [path]
      case .truth: return ["true", "false"].contains(node.text) && !node.isString ? [] : [path]
      case .count: return node.text.flatMap(UInt.init) != nil && !node.isString ? [] : [path]
      case .texts:
        guard let entries = node.entries else { return [path] }
        return entries.flatMap { entry in
          Shape.text().violations(entry.value, at: "\(path).\(entry.key.text ?? "")")
        }
      case .list(let element):
        guard let elements = node.elements else { return [path] }
        return elements.enumerated().flatMap { element.violations($1, at: "\(path)[\($0)]") }
      case .object(let fields, let required):
        guard let entries = node.entries else { return [path] }
        let missing = required.filter { node[$0] == nil }.map { "\(path).\($0) is missing" }
        return missing
          + entries.flatMap { entry -> [String] in
            let key = entry.key.text ?? ""
            let place = "\(path).\(key)"
            return fields[key].map { $0.violations(entry.value, at: place) }
              ?? ["\(place) is unknown"]
          }
      }
    }
  }

  /// `spec` of a VaultStaticSecret of `secrets.hashicorp.com/v1beta1`, by the public definition of
  /// vault-secrets-operator: its fields, which of them are required, and what they may hold.
  static let spec = Shape.object(
    [
      "vaultAuthRef": .text(), "namespace": .text(), "mount": .text(), "path": .text(),
      "type": .text(oneOf: ["kv-v1", "kv-v2"]), "version": .count, "refreshAfter": .duration,
      "hmacSecretData": .truth,
      "rolloutRestartTargets": .list(
        .object(
          [
            "kind": .text(oneOf: ["Deployment", "DaemonSet", "StatefulSet", "argo.Rollout"]),
            "name": .text(),
          ], required: ["kind", "name"])),
      "destination": .object(
        [
          "name": .text(), "create": .truth, "overwrite": .truth, "type": .text(),
          "labels": .texts, "annotations": .texts,
        ], required: ["name"]),
    ], required: ["mount", "path", "type", "destination"])

  @Test(arguments: [
    "{mount: kv, path: prod/shop}",
    "{mount: kv, path: prod/shop, type: kv-v1, refreshAfter: 30s}",
    """
    {mount: kv, path: "1", type: kv-v2, version: 4, authRef: vault/shop, namespace: "2",
      refreshAfter: 1.5h}
    """,
  ])
  func haveTheShapeOfTheDefinition(_ vault: String) throws {
    let resource = try #require(try build(vault).first { $0.id.gvk.kind == "VaultStaticSecret" })
    #expect(resource.id.gvk.apiVersion == "secrets.hashicorp.com/v1beta1")
    let spec = try #require(resource.node["spec"])
    #expect(Self.spec.violations(spec) == [])
    #expect(spec[path: "destination", "name"]?.text == resource.id.name)
    // Without it the operator waits for a Secret that nobody makes.
    #expect(spec[path: "destination", "create"]?.text == "true")
    #expect(spec["rolloutRestartTargets"]?.elements?.count == 3)
  }

  @Test func anotherShapeIsNoticed() throws {
    func violations(_ text: String) throws -> [String] {
      let file = SourceTable().add(path: "spec", bytes: Array(text.utf8))
      return Self.spec.violations(try #require(try YAMLReader().firstDocument(of: file))).sorted()
    }
    #expect(
      try violations("{mount: kv, path: 1, type: kv, version: \"1\", refreshAfter: 1d, more: x}")
        == [
          ".destination is missing", ".more is unknown", ".path", ".refreshAfter", ".type",
          ".version",
        ])
  }

  private func build(_ vault: String) throws -> [Resource] {
    let workload = { (kind: String) in
      """
      apiVersion: apps/v1
      kind: \(kind)
      metadata: {name: web}
      spec:
        template: {spec: {containers: [{name: web, envFrom: [{secretRef: {name: database}}]}]}}
      ---

      """
    }
    let files = [
      "/mlcf-compose.yaml": """
      apiVersion: compose.mlcf.dev/v1alpha1
      kind: Project
      environments: [{name: prod, overlay: prod, protected: true}]

      """,
      "/prod/kustomization.yaml": """
      namespace: shop
      resources: [workloads.yaml]
      secretGenerator:
      - name: database
        literals: [password=development-password]
        options: {labels: {app: web}, annotations: {note: "1"}}

      """,
      "/prod/workloads.yaml":
        ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"].map(workload).joined(),
      "/prod/secret-swap.yaml": """
      apiVersion: compose.mlcf.dev/v1alpha1
      kind: SecretSwap
      spec: {swaps: [{secret: database, vault: \(vault)}]}

      """,
    ]
    let cache = SourceCache(fileSystem: InMemoryFileSystem(files), workingDirectory: "/")
    return try EnvironmentBuilder(cache: cache, options: BuildOptions(), now: 1_795_600_000)
      .build("/prod").resources
  }
}
